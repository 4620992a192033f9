"""Where links of a page lead: other pages, in the language that the address asks for, and the API."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import request

from api import links
from records.vocabularies import LANGUAGES

OWN = ("show",)
"""Parameters that pages have beside the API's."""

Pairs = list[tuple[str, str]]


def inside(path: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
    """An address on this node as it stands in a page: without scheme and host, so that it holds by any of its names."""
    return urlsplit(links.base()).path + links.target(path, pairs)


def to(path: str, **asked: str) -> str:
    """A page, in the language that was asked for."""
    lang = {"lang": request.args["lang"]} if request.args.get("lang") else {}
    return inside(path, sorted((lang | asked).items()))


def asked() -> Pairs:
    """What the page was asked, but for the number of the page."""
    return [pair for pair in links.asked() if pair[0] != "page"]


def changed(pairs: Iterable[tuple[str, str]], path: str = "") -> str:
    """The page again with other parameters, or another page with them."""
    return inside(path or request.path, sorted(pairs))


def with_one(name: str, value: str) -> str:
    """The page with this one value for a parameter."""
    return changed([*((key, old) for key, old in asked() if key != name), (name, value)])


def without(name: str, value: str = "") -> str:
    """The page without a parameter, or without one of its values."""
    return changed((key, old) for key, old in asked() if key != name or (value and old != value))


def of_api(path: str) -> str:
    """The same question, put to the API."""
    return inside(path, [pair for pair in links.asked() if pair[0] not in OWN])


def canonical(lang: str) -> str:
    """The whole address of this page in a language; with none, where the browser says which."""
    kept = [pair for pair in links.asked() if pair[0] not in ("lang", "relax", "highlight")]
    return links.address(request.path, sorted([*kept, *([("lang", lang)] if lang else [])]))


def in_languages() -> list[tuple[str, str]]:
    """This page in each language: its tag and where it is."""
    kept = [pair for pair in links.asked() if pair[0] != "lang"]
    return [(lang, inside(request.path, sorted([*kept, ("lang", lang)]))) for lang in LANGUAGES]
