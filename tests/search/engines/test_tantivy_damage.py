"""A damaged index: the build before answers, else nobody, and a new build mends it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from search.engines.tantivy import schema
from search.engines.tantivy.engine import TantivyEngine
from search.errors import EngineError, EngineUnavailable, IndexDamaged
from search.query import Query
from tests.search.engines.entries import entries, held, previous_folder, serve, served_folder, writing

Damage = Callable[[Path], None]


def truncate(suffix: str) -> Damage:
    def damage(build: Path) -> None:
        largest = max(build.glob(f"*.{suffix}"), key=lambda path: path.stat().st_size)
        # A new file in its place: shortening the one that is mapped would kill this process, as it would any reader.
        shorter = largest.with_suffix(".shorter")
        shorter.write_bytes(largest.read_bytes()[:-7])
        shorter.replace(largest)

    return damage


def remove(suffix: str) -> Damage:
    return lambda build: next(build.glob(f"*.{suffix}")).unlink()


def spoil(name: str, content: bytes) -> Damage:
    return lambda build: (build / name).write_bytes(content) and None


DAMAGES = {
    "truncated store": truncate("store"),
    "truncated terms": truncate("term"),
    "truncated fast": truncate("fast"),
    "missing postings": remove("idx"),
    "missing positions": remove("pos"),
    "broken meta": spoil("meta.json", b'{"segments": ['),
    "empty meta": spoil("meta.json", b""),
    "broken manifest": spoil("manifest.json", b"\x00\x00"),
    "other version": spoil("manifest.json", json.dumps({"schema": "older", "promoted": "2026"}).encode()),
}


@pytest.fixture(params=sorted(DAMAGES))
def damage(request: pytest.FixtureRequest) -> Damage:
    return DAMAGES[request.param]


def test_the_build_before_answers(tmp_path: Path, damage: Damage, caplog: pytest.LogCaptureFixture) -> None:
    serve(tmp_path, entries(1, 3), 3)
    serve(tmp_path, entries(1, 5), 5)
    damage(served_folder(tmp_path))
    engine = TantivyEngine(tmp_path)
    with caplog.at_level(logging.ERROR):
        assert engine.search(Query()).total == 3
    assert "damaged" in caplog.text
    health = engine.health()
    assert (health.ok, health.seq, health.records) == (True, 3, 3)
    assert served_folder(tmp_path).name in health.detail


def test_none_left_is_unavailable_and_a_new_build_mends(tmp_path: Path, damage: Damage) -> None:
    serve(tmp_path, entries(1, 3), 3)
    serve(tmp_path, entries(1, 5), 5)
    engine, served = TantivyEngine(tmp_path), served_folder(tmp_path).name
    damage(served_folder(tmp_path))
    damage(previous_folder(tmp_path))
    with pytest.raises(EngineUnavailable):
        engine.search(Query())
    assert not engine.health().ok
    with writing(tmp_path) as writer:
        assert writer.position() == -1
        with pytest.raises(IndexDamaged):
            writer.apply(entries(6, 6), 6)
        build = writer.begin()
        writer.write(build, entries(1, 6))
        writer.promote(build, 6)
        # What another version made is kept for that one.
        assert [each.id for each in writer.builds()] == [served] * (damage is DAMAGES["other version"]) + [build.id]
    assert engine.search(Query()).total == 6
    assert engine.health().detail == ""


def test_a_new_build_keeps_the_readable_one_to_fall_back_on(tmp_path: Path) -> None:
    serve(tmp_path, entries(1, 3), 3)
    serve(tmp_path, entries(1, 5), 5)
    readable = previous_folder(tmp_path)
    DAMAGES["broken meta"](served_folder(tmp_path))
    serve(tmp_path, entries(1, 6), 6)
    assert previous_folder(tmp_path) == readable
    DAMAGES["broken meta"](served_folder(tmp_path))
    assert held(tmp_path) == ["x:1", "x:2", "x:3"]


def test_a_view_already_open_outlives_what_breaks_under_it(tmp_path: Path) -> None:
    serve(tmp_path, entries(1, 4), 4)
    engine = TantivyEngine(tmp_path)
    assert engine.search(Query()).total == 4
    DAMAGES["broken meta"](served_folder(tmp_path))
    assert engine.search(Query()).total == 4
    assert engine.health().ok
    assert "state before" in engine.health().detail


def test_damage_under_the_writer_is_noticed_at_the_next_changes(tmp_path: Path) -> None:
    serve(tmp_path, entries(1, 400), 400)
    with writing(tmp_path) as writer:
        assert writer.position() == 400
        DAMAGES["truncated store"](served_folder(tmp_path))
        with pytest.raises(EngineError):
            writer.apply(entries(401, 401), 401)
        assert writer.position() == -1


@pytest.mark.parametrize("name", ["truncated store", "broken manifest"])
def test_damage_under_an_open_writer_is_noticed_at_the_next_changes(tmp_path: Path, name: str) -> None:
    serve(tmp_path, entries(1, 400), 400)
    with writing(tmp_path) as writer:
        writer.apply(entries(401, 401), 401)
        DAMAGES[name](served_folder(tmp_path))
        with pytest.raises(EngineError):
            writer.apply(entries(402, 402), 402)
        assert writer.position() == -1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"build": 1}', None])
def test_a_broken_pointer_is_made_anew(tmp_path: Path, content: bytes | None) -> None:
    serve(tmp_path, entries(1, 3), 3)
    serve(tmp_path, entries(1, 5), 5)
    pointer = tmp_path / "current.json"
    pointer.unlink() if content is None else pointer.write_bytes(content)
    assert len(held(tmp_path)) == 5
    with writing(tmp_path) as writer:
        assert writer.position() == 5
        writer.apply(entries(6, 6), 6)
    assert len(held(tmp_path)) == 6
    assert json.loads(pointer.read_bytes())["build"] == served_folder(tmp_path).name


def test_a_pointer_to_nowhere_falls_back(tmp_path: Path) -> None:
    serve(tmp_path, entries(1, 3), 3)
    build = served_folder(tmp_path).name
    (tmp_path / "current.json").write_text(json.dumps({"build": "gone", "previous": build}))
    assert len(held(tmp_path)) == 3
    with writing(tmp_path) as writer:
        assert writer.position() == -1


def test_another_schema_is_another_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(tmp_path, entries(1, 3), 3)
    monkeypatch.setattr(schema, "EDITION", schema.EDITION + 1)
    schema.fingerprint.cache_clear()
    try:
        with pytest.raises(EngineUnavailable, match="another version"):
            held(tmp_path)
        with writing(tmp_path) as writer:
            assert writer.position() == -1
    finally:
        monkeypatch.undo()
        schema.fingerprint.cache_clear()
    assert len(held(tmp_path)) == 3


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file")
    with pytest.raises(EngineUnavailable):
        held(tmp_path / "index")
    with pytest.raises(EngineUnavailable), writing(tmp_path / "index"):
        pass
