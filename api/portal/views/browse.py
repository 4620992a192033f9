"""The tree of themes and the list of data sets, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from api.portal.addresses import to
from api.portal.words import Words
from api.representations.languages import best
from records.model import Dataset
from records.vocabularies import categories, rights
from search.results import FacetResult


@dataclass(frozen=True, slots=True)
class Theme:
    """A category that has records, and those below it."""

    label: str
    count: int
    href: str
    below: tuple[Theme, ...]


def themes(found: FacetResult, t: Words) -> tuple[Theme, ...]:
    return _below(None, {one.value: one.count for one in found.values}, t)


def _below(parent: str | None, counts: Mapping[str, int], t: Words) -> tuple[Theme, ...]:
    return tuple(
        Theme(
            categories().label(one.id, t.lang),
            counts[one.id],
            to("/search", category=one.id),
            _below(one.id, counts, t),
        )
        for one in categories().children(parent)
        if counts.get(one.id)
    )


@dataclass(frozen=True, slots=True)
class Published:
    """A data set; what is not known of it is empty."""

    id: str
    title: str
    language: str
    about: str
    publisher: str
    licence: str
    licence_href: str
    url: str
    modified: str
    count: int | None
    href: str


def sets(known: Iterable[Dataset], counts: Mapping[str, int], t: Words) -> list[Published]:
    """Those the store tells of, then those that only have records; where nothing was counted, no count is told."""
    told = {one.id: (orjson.loads(one.content), one.modified.date().isoformat()) for one in known}
    names = (*told, *sorted(counts.keys() - told.keys()))
    return [_published(name, *told.get(name, ({}, "")), counts.get(name, 0) if counts else None, t) for name in names]


def one_set(name: str, known: Iterable[Dataset], t: Words) -> Published | None:
    """The data set of this name, if the store tells of it."""
    told = [one for one in known if one.id == name]
    return next(iter(sets(told, {}, t)), None)


def _published(name: str, about: Mapping[str, Any], modified: str, count: int | None, t: Words) -> Published:
    titles, texts = about.get("title") or {name: name}, about.get("description") or {}
    tag = best(titles, t.lang)
    licence = about.get("licence") or ""
    return Published(
        name,
        titles[tag],
        tag if about.get("title") else "",
        texts.get(best(texts, t.lang), ""),
        (about.get("publisher") or {}).get("name", ""),
        rights().label(licence, t.lang),
        licence,
        about.get("url") or "",
        modified,
        count,
        to("/search", dataset=name),
    )
