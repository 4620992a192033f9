"""How to begin with the API: recipes, its addresses at a glance, a key, and what is limited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from api import document
from api.portal.addresses import inside, to
from api.portal.recipes import LANGUAGES, Recipe, recipes
from api.portal.views import docs
from api.portal.words import Words
from api.questions.cursors import today
from api.representations.reading import chapters

GLANCED = (
    *("records", "values", "trees", "tables", "networks", "datasets"),
    *("changes", "exports", "export-jobs", "dumps", "keys", "usage", "about"),
)
"""The chapters of the API that are listed, in the order of need."""

LIMITS = ("page_size", "window", "cursor", "batch", "q_length", "body")
"""Those one meets first."""

ASKING = """\
curl -sS 'BASE/v1/keys' -H 'Content-Type: application/json' -d '{
  "name": "Museum walks", "contact": "dev@example.org", "purpose": "An app that shows what stands near."}'"""
SENDING = """\
curl -sS -H 'X-Api-Key: wenmai_sk_…' 'BASE/v1/me'"""


@dataclass(frozen=True, slots=True)
class Address:
    """One that can be asked, what it gives, and where more is told of it."""

    method: str
    path: str
    gives: Markup
    href: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A recipe as it is read; `codes` are a language's name in addresses, its name, and the code."""

    name: str
    title: str
    about: str
    href: str
    codes: tuple[tuple[str, str, str], ...]


def shown(t: Words, base: str) -> dict[str, Any]:
    return {
        "base": base,
        "recipes": [_recipe(one, t) for one in recipes(base, t.lang, today())],
        "addresses": list(_addresses(t)),
        "key_codes": [(name, code.replace("BASE", base)) for name, code in (("asking", ASKING), ("sending", SENDING))],
        "tiers": docs.tiers(),
        "limits": list(docs.limits(t, *LIMITS)),
    }


def _recipe(one: Recipe, t: Words) -> Shown:
    codes = tuple((name, LANGUAGES[name], code) for name, code in one.code.items())
    return Shown(one.name, t(f"recipe.{one.name}"), t(f"recipe.{one.name}.about"), inside(one.call), codes)


def _addresses(t: Words) -> Iterator[tuple[str, list[Address]]]:
    """By chapter."""
    by_name: Mapping[str, Any] = {one["name"]: one for one in chapters(document.served())}
    for name in (name for name in GLANCED if name in by_name):
        one = by_name[name]
        yield docs.heading(name, one["description"], t), [_address(each, t) for each in one["operations"]]


def _address(operation: Mapping[str, Any], t: Words) -> Address:
    gives = docs.said(t)(operation["zh"], operation["summary"])
    return Address(operation["method"], operation["path"], gives, f"{to('/docs')}#{operation['id']}")
