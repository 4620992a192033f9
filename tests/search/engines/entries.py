"""Small index entries made by hand, and an index folder with a few of them in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from records.model import State
from search.engines.tantivy.engine import TantivyEngine
from search.engines.tantivy.layout import Layout
from search.engines.tantivy.writer import TantivyWriter
from search.entries import IndexEntry
from search.query import Query

HEAP = 32_000_000
"""Near the least tantivy takes for two threads."""


def entry(number: int, **more: Any) -> IndexEntry:
    tokens = {"title_exact": f"word{number}", "title_words": f"word{number}"}
    values = {"keywords": {"type": ("site",)}, "tokens": tokens, "title_key": f"t{number}", "modified": number}
    return IndexEntry(f"x:{number}", number, number, State.LIVE, b"{}", **{**values, **more})


def entries(first: int, last: int) -> list[IndexEntry]:
    return [entry(number) for number in range(first, last + 1)]


def serve(folder: Path, made: list[IndexEntry], seq: int = 1) -> None:
    """Promote a build of these."""
    with writing(folder) as writer:
        build = writer.begin()
        assert writer.write(build, made).refused == ()
        writer.promote(build, seq)


@contextmanager
def writing(folder: Path) -> Iterator[TantivyWriter]:
    writer = TantivyWriter(folder, heap=HEAP)
    try:
        yield writer
    finally:
        writer.close()


def held(folder: Path) -> list[str]:
    """The ids an engine opened only now finds."""
    engine = TantivyEngine(folder)
    found = [record.id for record in engine.scan(Query())]
    engine.close()
    return found


def served_folder(folder: Path) -> Path:
    pointer = Layout(folder).pointer()
    assert pointer is not None
    return Layout(folder).build(pointer.build)


def previous_folder(folder: Path) -> Path:
    pointer = Layout(folder).pointer()
    assert pointer is not None
    assert pointer.previous
    return Layout(folder).build(pointer.previous)
