"""The API to read: the spec chapter by chapter, in the language of the page, and what is limited and refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from api import document
from api.limits.costs import COSTS
from api.limits.published import LIMITS
from api.node import here
from api.portal.words import Words
from api.problems import KINDS
from api.representations.reading import chapters, told
from api.representations.scripts import in_script
from settings import Quota


@dataclass(frozen=True, slots=True)
class Told:
    """A row of a table: what it is called, a figure or formula, and what it means."""

    name: str
    figure: str
    meaning: Markup


def said(t: Words) -> Callable[[str, str], Markup]:
    """What is said in Chinese and in English, as the page says it; English is marked where there is no Chinese."""

    def chosen(zh: str, en: str) -> Markup:
        if t.lang == "en":
            return told(en)
        return told(in_script(zh, t.lang)) if zh else Markup('<span lang="en">{}</span>').format(told(en))

    return chosen


def shown(t: Words) -> dict[str, Any]:
    spec = document.served()
    return {
        "openapi": spec["openapi"],
        "chapters": [{**one, "heading": heading(one["name"], one["description"], t)} for one in chapters(spec)],
        "said": said(t),
        "formula": lambda told: formula(told, t),
        "limits": list(limits(t)),
        "tiers": tiers(),
        "costs": list(costs(t)),
        "kinds": [(one, said(t)(one.title_zh, one.title)) for one in KINDS.values()],
    }


def formula(told: str, t: Words) -> str:
    """A cost as it is published, with its words in the language of the page."""
    return told.replace("(with facets)", t("docs.with-facets")).replace("values of", t("docs.values-of"))


def heading(name: str, description: str, t: Words) -> str:
    """What a chapter is called."""
    return t(f"chapter.{name}") if t.knows(f"chapter.{name}") else description.rstrip(".")


def limits(t: Words, *names: str) -> Iterator[Told]:
    """How much of each thing is taken; of these names only, where some are given."""
    for one in LIMITS:
        if not names or one.name in names:
            unit = t(f"unit.{one.unit}") if t.knows(f"unit.{one.unit}") else one.unit
            yield Told(one.name, f"{one.value:,} {unit}", said(t)(one.description_zh, one.description))


def tiers() -> Mapping[str, tuple[Quota, ...]]:
    """How much each tier may ask; none where asking is not limited."""
    settings = here().settings
    return settings.tiers if settings.limits else {}


def costs(t: Words) -> Iterator[tuple[list[str], str, Markup]]:
    """The paths of each class of routes, its formula, and what they are."""
    for one in COSTS:
        yield one.paths, formula(one.formula, t), said(t)(one.about_zh, one.about)
