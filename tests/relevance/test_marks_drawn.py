"""The drawn queries are marked in the records they were drawn from, by an oracle that knows nothing of the search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from indexers.errors import RowRejected
from indexers.sources import Source, all_sources
from search.grammar import parse
from search.highlight import highlights
from search.query import Clause, Reading, Words
from search.results import Highlight, Served
from tests.relevance.draw import shared_folder
from tests.relevance.queries import LARGE, Judged, read
from tests.relevance.rules import titles
from tests.relevance.underlining import covered, faults, letters, spoken, standing, worded

AS_TYPED = ("exact", "script", "partial", "punctuation")
IN_PARTS = ("author-line", "order", "phrase", "latin", "bilingual")
ALOUD = ("pinyin-joined", "pinyin-spaced", "mixed")
LOOSELY = ("homophone", "look-alike")
BY_OWN_ID = ("song-poems", "tang-poems", "song-authors", "tang-authors")
"""Large data sets whose rows bear the ids of their records, so that the others need not be mapped."""

LEAST_JUDGED = 0.85
"""The oracle may not know what a query stands for, but seldom: it converts character by character."""


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_drawn_queries_are_marked_in_their_records() -> None:
    folder = shared_folder()
    if folder is None:
        pytest.skip("the larger files are not here (set WENMAI_SHARED)")
    groups = (*AS_TYPED, *IN_PARTS, *ALOUD, "initials", *LOOSELY)
    queries = [
        query
        for query in read(LARGE)
        if query.by == "drawn" and query.wanted and not query.held and query.group in groups
    ]
    records = _records(folder, {query.wanted[0] for query in queries})
    wrong: list[tuple[str, str, str]] = []
    judged: dict[str, list[bool]] = defaultdict(list)
    for query in queries:
        record = records[query.wanted[0]]
        told = _judge(query, record)
        judged[query.group].append(told is not None)
        wrong += [(query.group, query.text, fault) for fault in told or ()]
    assert wrong == []
    assert {group: sum(known) for group, known in judged.items() if sum(known) < LEAST_JUDGED * len(known)} == {}


def _judge(query: Judged, record: Mapping[str, Any]) -> list[str] | None:
    """What is wrong with the marks of a query; None where the oracle finds nothing that ought to be marked."""
    found = highlights(_clause(query), _served(record))
    wrong = [f"{one.field}: {fault}" for one in found for fault in faults(one.text, one.spans)]
    wanted = list(_wanted(query, record))
    if not wanted:
        return wrong or None
    return wrong + [f"{needle} is not marked" for needle, places in wanted if not _is_marked(places, found)]


Places = list[tuple[str, set[int]]]
"""Texts, and the places in each that ought to be marked; one of them is enough."""


def _wanted(query: Judged, record: Mapping[str, Any]) -> Iterator[tuple[str, Places]]:
    if query.group in (*AS_TYPED, *IN_PARTS):
        yield from _needles(query, record)
    else:
        whole = [title for title in titles(record) if _is_meant(query, title)]
        if whole:
            yield query.text, [(title, {place for _, place in letters(title)}) for title in whole]


def _is_meant(query: Judged, title: str) -> bool:
    if query.group in LOOSELY:
        typed, there = letters(query.text), letters(title)
        alike = sum(one.folded == other.folded for one, other in zip(typed, there, strict=False))
        return len(typed) == len(there) and alike == len(typed) - 1
    return spoken(query.text, title, initials=query.group == "initials")


def _needles(query: Judged, record: Mapping[str, Any]) -> Iterator[tuple[str, Places]]:
    """All that was typed, or else each of its parts, that stands in a text of the record."""
    text = query.text.strip('"')
    whole = _places(text, record)
    if whole or query.group in AS_TYPED:
        yield from [(text, whole)] if whole else ()
        return
    for part in text.split():
        if places := _places(part, record):
            yield part, places


def _places(needle: str, record: Mapping[str, Any]) -> Places:
    find = worded if needle.isalpha() and needle.isascii() else standing
    return [(text, places) for text in _texts(record) for places in find(needle, text)]


def _texts(record: Mapping[str, Any]) -> Iterator[str]:
    yield from titles(record)
    yield from (creator["name"] for creator in record.get("creators", ()))
    yield record.get("place", {}).get("text", "")
    for name in ("description", "text"):
        yield from record.get(name, {}).values()


def _is_marked(wanted: Places, found: Sequence[Highlight]) -> bool:
    """A fragment stands for the text it was cut from, moved by where it begins in it."""
    for text, places in wanted:
        for one in found:
            begin = text.find(one.text)
            if begin >= 0 and covered({place - begin for place in places}, one.spans):
                return True
    return False


def _clause(query: Judged) -> Clause:
    """Mistakes are found by reading loosely, which the search does where nothing else helps."""
    clause = parse(query.text)
    if query.group in LOOSELY and isinstance(clause, Words):
        return replace(clause, reading=Reading.LOOSE)
    return clause


def _served(record: Mapping[str, Any]) -> Served:
    source = {name: value for name, value in record.items() if name != "text"}
    text = orjson.dumps(record["text"]) if record.get("text") else b""
    return Served(record["id"], 1, 1, orjson.dumps(source), text)


def _records(folder: Path, ids: set[str]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for source in all_sources().values():
        local = {one.partition(":")[2] for one in ids if one.startswith(f"{source.dataset.id}:")}
        if local:
            found |= {record["id"]: record for record in _mapped(source, folder, local) if record["id"] in ids}
    assert set(found) == ids
    return found


def _mapped(source: Source, folder: Path, local: set[str]) -> Iterator[Mapping[str, Any]]:
    """The records of the rows that may be among those wanted."""
    for path in (folder / name for name in source.files if (folder / name).is_file()):
        for row in source.read(path):
            if row.value is None or (source.dataset.id in BY_OWN_ID and row.value["id"] not in local):
                continue
            with suppress(RowRejected):
                yield from source.map(row.value)
