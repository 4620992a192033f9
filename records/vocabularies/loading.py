"""Reads the vocabularies from the CSV files beside this module, each once, when first asked for."""

import csv
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, cast

from records.vocabularies.terms import Period, PeriodKind, Region, RegionLevel, Term
from records.vocabularies.vocabulary import LANGUAGES, Vocabulary

Row = Mapping[str, str]

LIST_SEPARATOR = " "


def _rows(name: str) -> Iterator[Row]:
    with files(__package__).joinpath(f"{name}.csv").open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _labels(row: Row) -> dict[str, str]:
    return {lang: row[lang] for lang in LANGUAGES}


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split(LIST_SEPARATOR)) if text else ()


def _parent(row: Row) -> str | None:
    """As the file says, or, where it has no such column, from the id, which is then a path."""
    return row.get("parent", row["id"].rpartition("/")[0]) or None


def _terms(name: str) -> Vocabulary[Term]:
    found = (
        Term(row["id"], _labels(row), _parent(row), order, _listed(row.get("aliases", "")))
        for order, row in enumerate(_rows(name))
    )
    return Vocabulary(name, found)


@cache
def types() -> Vocabulary[Term]:
    return _terms("types")


@cache
def levels() -> Vocabulary[Term]:
    return _terms("levels")


@cache
def rights() -> Vocabulary[Term]:
    """Roots are the three values of `reuse`; under them stand the statements, by their canonical URIs."""
    return _terms("rights")


@cache
def categories() -> Vocabulary[Term]:
    return _terms("categories")


@cache
def languages() -> Vocabulary[Term]:
    """By BCP 47 tag; names only, for what records say of their languages is free text."""
    return _terms("languages")


@cache
def _tags() -> Mapping[str, str]:
    return {term.id.lower(): term.id for term in languages()}


def language_name(tag: str, lang: str) -> str:
    """A language by its tag, in any case; a longer tag than is known is told too. What is no tag is given as it is."""
    known = tag.lower()
    while known and known not in _tags():
        known = known.rpartition("-")[0]
    if not known:
        return tag
    name = languages().label(_tags()[known], lang)
    return name if len(known) == len(tag) else f"{name} ({tag})" if lang == "en" else f"{name}（{tag}）"


def _region(order: int, row: Row) -> Region:
    return Region(
        row["id"],
        _labels(row),
        row["parent"] or None,
        order,
        level=cast(RegionLevel, row["level"]),
        withdrawn=bool(row["withdrawn"]),
        successors=_listed(row["successors"]),
        reading=row["reading"],
        former_names=_listed(row["former_names"]),
    )


def _last_successor(code: str, found: Mapping[str, Region]) -> str:
    """Follows single successors as far as they go; stops where there is none, or more than one."""
    while len(found[code].successors) == 1:
        code = found[code].successors[0]
    return code


@cache
def regions() -> Vocabulary[Region]:
    found = {row["id"]: _region(order, row) for order, row in enumerate(_rows("regions"))}
    moved = {code: _last_successor(code, found) for code in found if found[code].successors}
    return Vocabulary("regions", found.values(), {old: new for old, new in moved.items() if old != new})


def current_region(code: str) -> str:
    """The code in force for a withdrawn one that has one successor; any other code as it is."""
    return regions().current(code)


def reading(code: str) -> str:
    """Pinyin of a region's Chinese name, syllables apart and without tones ("shi fang"); "" if unknown."""
    region = regions().get(code)
    return region.reading if region else ""


def _period(order: int, row: Row) -> Period:
    return Period(
        row["id"],
        _labels(row),
        row["parent"] or None,
        order,
        start=int(row["start"]),
        end=int(row["end"]),
        kind=cast(PeriodKind, row["kind"]),
        aliases=_listed(row["aliases"]),
        source=row["source"],
    )


@cache
def periods() -> Vocabulary[Period]:
    """Ages, dynasties and states from `periods.csv`, then the reign eras from `reigns.csv`."""
    rows = [*_rows("periods"), *_rows("reigns")]
    return Vocabulary("periods", (_period(order, row) for order, row in enumerate(rows)))


VOCABULARIES: Mapping[str, Callable[[], Vocabulary[Any]]] = {
    "types": types,
    "levels": levels,
    "rights": rights,
    "regions": regions,
    "periods": periods,
    "categories": categories,
    "languages": languages,
}


def vocabulary(name: str) -> Vocabulary[Any]:
    """One of the seven by its name; KeyError, naming them, for another."""
    if name not in VOCABULARIES:
        raise KeyError(f"no vocabulary is called {name!r}; there are {', '.join(VOCABULARIES)}")
    return VOCABULARIES[name]()
