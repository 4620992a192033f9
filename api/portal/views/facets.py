"""What was found, counted by field: each value a link that narrows to it or takes it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask import request

from api.portal.addresses import asked, changed, with_one, without
from api.portal.parameters import ValuesPageParameters
from api.portal.words import Words
from api.questions.filtering import Asked
from api.representations.labels import labelled
from records.vocabularies import vocabulary
from search.fields import FIELDS, Kind
from search.query import FacetRequest
from search.results import FacetResult, FacetValue

SHOWN = ("type", "region", "period", "category", "dataset", "institution", "creator", "has", "reuse")
"""The fields that a page counts, in the order they are read."""

OVER: Mapping[str, tuple[str, ...]] = {"map": ("region",), "timeline": ("period",)}
"""What the map and the line of time are drawn of."""

OF_VALUES = frozenset(ValuesPageParameters().fields)
"""What may be asked of all values of a field."""

OPEN = ("type", "region", "period", "category")
"""Those that are unfolded by themselves."""

SIZE = 8
NATION = "100000"
OF_TREES = 400
"""Values asked for of a tree, so that below a chosen node all are there, however many there are above."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value; `href` chooses it alone or takes it back, `also` adds it to those chosen (empty where none is)."""

    label: str
    count: int
    href: str
    also: str
    chosen: bool
    depth: int


@dataclass(frozen=True, slots=True)
class Facet:
    """`every` leads to all values, empty where all are here."""

    field: str
    label: str
    choices: tuple[Choice, ...]
    every: str
    open: bool


def requests(given: Asked) -> tuple[FacetRequest, ...]:
    """What is counted: the fields that are asked for, else the usual ones, and what is drawn over the records."""
    size = given.get("facet_size", SIZE)
    names = dict.fromkeys((*given.get("facets", SHOWN), *OVER.get(given.get("show", ""), ())))
    return tuple(FacetRequest(name, max(size, OF_TREES) if _tree(name) else size) for name in names)


def shown(found: Iterable[FacetResult], t: Words) -> list[Facet]:
    """Those that have something to choose."""
    return [facet(one, t) for one in found if one.values]


def facet(found: FacetResult, t: Words) -> Facet:
    chosen = request.args.getlist(found.field)
    label = labelled(found.field, t.lang)
    values = _in_order(found, chosen)
    listed = {one.value for one in values}
    choices = [_choice(found.field, one, label, chosen, listed) for one in values]
    every = all_values(found.field) if found.other_count or len(values) < len(found.values) else ""
    return Facet(found.field, FIELDS[found.field].labels[t.lang], tuple(choices), every, found.field in OPEN)


def _choice(field: str, one: FacetValue, label: Callable[[str], str], chosen: list[str], listed: set[str]) -> Choice:
    mine = one.value in chosen
    href = without(field, one.value) if mine else with_one(field, one.value)
    others = bool(chosen) and not mine and not _related(field, one.value, chosen)
    also = changed([*asked(), (field, one.value)]) if others else ""
    return Choice(label(one.value), one.count, href, also, mine, _depth(field, one.value, listed))


def _related(field: str, value: str, chosen: Iterable[str]) -> bool:
    """Whether the value lies above or below a chosen one: together they find no more than the upper alone."""
    if not _tree(field):
        return False
    path = vocabulary(FIELDS[field].vocabulary).path
    return any(value in path(one) or one in path(value) for one in chosen)


def _depth(field: str, value: str, listed: set[str]) -> int:
    """How many of those above it in its tree are listed too."""
    if not _tree(field):
        return 0
    return len(listed.intersection(vocabulary(FIELDS[field].vocabulary).path(value)[:-1]))


def _tree(field: str) -> bool:
    return FIELDS[field].kind is Kind.TREE


def _in_order(found: FacetResult, chosen: list[str]) -> list[FacetValue]:
    """Those of a tree: the chosen ones with what is above and right below them, each under the one it belongs to."""
    if not _tree(found.field):
        return list(found.values)
    path = vocabulary(FIELDS[found.field].vocabulary).path
    near = {value for one in chosen for value in path(one)}
    kept = [one for one in found.values if one.value in near or set(chosen).intersection(path(one.value)[-2:-1])]
    kept = [one for one in kept or found.values if one.value != NATION][: SIZE * (2 if near else 1)]
    rank = {one.value: place for place, one in enumerate(kept)}
    return sorted(kept, key=lambda one: [rank[step] for step in path(one.value) if step in rank])


def all_values(field: str) -> str:
    """The page of all values of a field among the records found, whatever was chosen of the field itself."""
    kept = (("within" if name == "q" else name, value) for name, value in asked())
    return changed([pair for pair in kept if pair[0] in OF_VALUES and pair[0] != field], f"/values/{field}")


def hidden(leave: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What a form of the page must send along so that what was chosen stays."""
    return (pair for pair in asked() if pair[0] not in leave)
