"""What is stored of an entry, as one text: it comes back as it was written, or is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from records.model import State
from search.engines.tantivy.engine import TantivyEngine
from search.entries import IndexEntry
from search.query import Query
from search.results import Kept, Redirect, Served, Tombstone
from tests.search.engines.entries import entry, held, serve, writing

ODD = ("", "a b", " ", "a:b/c?d#e", "月:　夜", "record 1 2 x", '"{}\\', "a\rb\u2028c\x00")
"""The second parts of ids, as no source would have them."""


def test_an_entry_comes_back_as_it_was_written(tmp_path: Path) -> None:
    source, text = orjson.dumps({"title": "静夜思\n\u2028", "n": 1}), orjson.dumps("床前明月光，\n疑是地上霜。")
    named = [
        replace(entry(number), id=f"x:{odd}", source=source, text=text if number % 2 else b"")
        for number, odd in enumerate(ODD)
    ]
    serve(tmp_path, named, 8)
    engine = TantivyEngine(tmp_path)
    wanted = [Served(one.id, one.ordinal, one.seq, one.source, one.text) for one in named]
    assert list(engine.scan(Query())) == wanted
    assert engine.get([one.id for one in named]) == wanted
    assert [one for batch in engine.kept(Query()) for one in batch] == [Kept(one.source, one.text) for one in named]
    engine.close()


def test_what_is_left_of_an_entry_comes_back(tmp_path: Path) -> None:
    gone = orjson.dumps({"reason": "a b\nc", "at": "2026-01-01T00:00:00Z"})
    made = [
        IndexEntry("x:g o", 1 << 61, 5, State.WITHDRAWN, gone),
        IndexEntry("x:m", 7, (1 << 40) - 1, State.MERGED, orjson.dumps({"to": "x:g o"})),
    ]
    serve(tmp_path, [*made, entry(9)], 1 << 61)
    engine = TantivyEngine(tmp_path)
    assert engine.get(["x:g o", "x:m"]) == [
        Tombstone("x:g o", "a b\nc", "2026-01-01T00:00:00Z", 5),
        Redirect("x:m", "x:g o", (1 << 40) - 1),
    ]
    assert engine.position()[1] == 1 << 61
    engine.close()


@pytest.mark.parametrize(
    "broken",
    [{"source": b"{}\n"}, {"source": b'{"a":\n1}'}, {"text": b'"a"\n'}, {"source": b"\xff"}, {"id": "x\n2"}],
    ids=str,
)
def test_what_would_not_come_back_is_refused_alone(tmp_path: Path, broken: dict[str, Any]) -> None:
    with writing(tmp_path) as writer:
        build = writer.begin()
        ((refused, why),) = writer.write(build, [entry(1), replace(entry(2), **broken), entry(3)]).refused
        writer.promote(build, 3)
    assert refused == broken.get("id", "x:2")
    assert "line break" in why or "decode" in why
    assert held(tmp_path) == ["x:1", "x:3"]
