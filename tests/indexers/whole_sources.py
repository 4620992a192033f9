"""What holds for every source over the whole of its published file."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from indexers.sources import Source, all_sources, source_for
from records.schema import check
from tests.shared_folder import shared_file


def mapped(name: str) -> list[tuple[Mapping[str, Any], dict[str, Any]]]:
    """Each row with its record; no row may be unreadable or refused."""
    source = all_sources()[name]
    path = shared_file(source.files[0])
    assert source_for(path) is source
    found = []
    for row in source.read(path):
        assert row.value is not None, row
        (record,) = source.map(row.value)
        found.append((row.value, dict(record)))
    return found


def assert_sound(source: Source, records: list[dict[str, Any]], every: int = 1) -> None:
    """Ids are unique, records pass the schema as they are (every n-th is checked), and the mapper can be sent away."""
    assert Counter(record["id"] for record in records).most_common(1)[0][1] == 1
    assert {record["dataset"] for record in records} == {source.dataset.id}
    for record in records[::every]:
        checked = check(record)
        assert set(record) <= set(checked), record["id"]
    assert pickle.loads(pickle.dumps(source.map)) is source.map


def said(value: Any) -> Iterator[str]:
    """Every scalar anywhere in a value, as text with its blanks made one."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for member in value:
            yield from said(member)
    elif value not in (None, ""):
        yield " ".join(str(value).split())


def lost(row: Mapping[str, Any], record: Mapping[str, Any], explained: frozenset[str]) -> dict[str, str]:
    """Values of a row that stand nowhere in its record, by column; those of `explained` columns need not."""
    kept = "\n".join(said(dict(record)))
    return {
        name: text for name, value in row.items() if name not in explained for text in said(value) if text not in kept
    }


def noted(name: str) -> Counter[str]:
    """How often each note is made over the whole file, in the words `wenmai ingest` prints."""
    source = all_sources()[name]
    path = shared_file(source.files[0])
    map_row = source.mapper(path.parent)
    return Counter(str(note) for row in source.read(path) if row.value is not None for note in map_row(row.value).notes)


def assert_told(found: Counter[str], expected: Mapping[str, int]) -> None:
    """Each of the expected notes is made as often as said; others may be made too."""
    assert {reason: found[reason] for reason in expected} == dict(expected)


def assert_titled(found: list[tuple[Mapping[str, Any], dict[str, Any]]]) -> None:
    """Titles are the publisher's own, but for those that are missing or hold a lost character."""
    assert not [
        record["id"]
        for row, record in found
        if row["title"] and row["title"].isprintable() and record["title"]["en"] != " ".join(row["title"].split())
    ]
