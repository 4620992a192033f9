"""Exports by the Python client: whole or not there, gone on with over wires that break, never of two questions."""

from __future__ import annotations

import hashlib
import json
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest
from wenmai_client import Client, Incomplete, Misuse

from api import create_app
from tests.clients.cutting import Wire, wire
from tests.clients.holding import kept
from tests.http import nodes
from tests.served import served

FORMS = ("ndjson", "csv", "parquet", "geojson", "jsonld")
CUT = 50_000
"""Bytes of an export on their way: fewer than all of them, more than a few records."""

MARKED = b'{"resumed":1,'
"""Beginning of a record that no node sends."""


@pytest.mark.parametrize("form", FORMS)
def test_an_export_is_there_when_it_is_whole(client: Client, port: int, tmp_path: Path, form: Any) -> None:
    path = tmp_path / f"all.{form}"
    done = client.export(path, form=form)
    assert (done.path, done.bytes) == (path, path.stat().st_size)
    assert done.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (done.count, done.as_of) == (len(kept()), newest(port))
    assert names(path, form) == set(kept())
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def names(path: Path, form: str) -> set[str]:
    if form == "ndjson":
        return {json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()}
    if form == "geojson":
        return {one["id"] for one in json.loads(path.read_bytes())["features"]}
    if form == "jsonld":
        addresses = {str(one.get("@id", "")) for one in json.loads(path.read_bytes())["@graph"]}
        return {one.partition("/v1/records/")[2] for one in addresses if "/v1/records/" in one} & {*kept()}
    read = pl.read_parquet if form == "parquet" else pl.read_csv
    return {one for one in read(path)["id"] if not one.startswith("#")}


def at(broken: Wire, attempts: int = 6) -> Client:
    return Client(f"http://127.0.0.1:{broken.port}", attempts=attempts, patience=20)


def leave(broken: Wire, path: Path, **asked: Any) -> bytes:
    """A part of an export over a wire that breaks; what is left of it, of which the first record is marked."""
    part = path.with_name(f"{path.name}.part")
    with at(broken, 1) as client, pytest.raises(Incomplete):
        client.export(path, **asked)
    assert not path.exists()
    left = part.read_bytes().replace(b"{", MARKED, 1)
    assert left.count(b"\n") > 5
    part.write_bytes(left)
    return left


def read(path: Path) -> list[str]:
    return [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]


def test_an_export_goes_on_where_it_broke_off(port: int, tmp_path: Path) -> None:
    """Each connection is cut before a whole export is through: only who goes on comes to the end."""
    path = tmp_path / "all.ndjson"
    with wire(port, *[CUT] * 20) as broken:
        leave(broken, tmp_path / "other.ndjson")
        with at(broken) as client:
            done = client.export(path)
        assert broken.connections >= 3
    assert (len(read(path)), set(read(path)), done.count) == (len(kept()), set(kept()), len(kept()))


def test_between_two_attempts_there_is_a_pause(port: int, tmp_path: Path) -> None:
    with wire(port, *[6_000] * 3) as broken, at(broken) as client:
        begun = time.monotonic()
        client.export(tmp_path / "all.csv", form="csv")
        assert broken.connections >= 4
    assert time.monotonic() - begun > 0.25 + 0.5 + 1


def test_a_later_call_goes_on_too(port: int, tmp_path: Path) -> None:
    path = tmp_path / "all.ndjson"
    with wire(port, CUT) as broken:
        left = leave(broken, path)
        with path.with_name("all.ndjson.part").open("ab") as part:
            part.write(b'{"id":"made:')
        with at(broken) as client:
            assert client.export(path).count == len(kept())
    assert path.read_bytes().startswith(left[: left.rindex(b"\n")])
    assert set(read(path)) == set(kept())
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_what_is_left_of_another_question_is_begun_anew(port: int, tmp_path: Path) -> None:
    path = tmp_path / "all.ndjson"
    with wire(port, CUT) as broken:
        leave(broken, path)
        with at(broken) as client:
            sites = client.export(path, type="site")
    assert sites.count == sum(one["type"] == "site" for one in kept().values())
    assert len(read(path)) == sites.count


def test_what_is_left_of_another_node_is_begun_anew(port: int, client: Client, tmp_path: Path) -> None:
    path = tmp_path / "all.ndjson"
    with wire(port, CUT) as broken:
        leave(broken, path)
    assert client.export(path).count == len(kept())
    assert MARKED not in path.read_bytes()
    assert set(read(path)) == set(kept())


def test_what_is_left_of_another_form_is_begun_anew(port: int, tmp_path: Path) -> None:
    path = tmp_path / "all"
    with wire(port, CUT, 20_000) as broken:
        leave(broken, path)
        with at(broken, 1) as client, pytest.raises(Incomplete):
            client.export(path, form="csv")
        with at(broken) as client:
            assert client.export(path).count == len(kept())
    assert set(read(path)) == set(kept())


def test_a_record_lost_before_the_break_is_missed(port: int, tmp_path: Path) -> None:
    """No mark tells of a part that broke off: the count over all parts does."""
    path, part = tmp_path / "all.ndjson", tmp_path / "all.ndjson.part"
    with wire(port, CUT) as broken:
        lines = leave(broken, path).splitlines(keepends=True)
        part.write_bytes(b"".join(lines[:2] + lines[3:]))
        short = f"{len(kept()) - 1} records came in parts, and the question has {len(kept())}"
        with at(broken, 1) as client, pytest.raises(Incomplete, match=short):
            client.export(path)
        assert not path.exists()
        part.write_bytes(b"".join(lines[:2] + lines[3:]))
        with at(broken) as client:
            done = client.export(path)
    assert (done.count, done.checked) == (len(kept()), True)
    assert sorted(read(path)) == sorted(kept())


def test_what_is_no_record_is_nothing_to_go_on_from(port: int, tmp_path: Path) -> None:
    path, part = tmp_path / "all.ndjson", tmp_path / "all.ndjson.part"
    for wrong in (b'{"id":"made:\xe6"}\n', b"[1]\n", b'{"title":{}}\n', b'{"id":7}\n'):
        with wire(port, CUT) as broken:
            leave(broken, path)
            with part.open("ab") as file:
                file.write(wrong)
            with at(broken) as client:
                assert client.export(path).count == len(kept())
        assert sorted(read(path)) == sorted(kept())
        path.unlink()


def test_who_begins_after_a_record_goes_on_from_there(port: int, client: Client, tmp_path: Path) -> None:
    """The total is that of the whole question, so there is nothing to hold the count against."""
    path, right = tmp_path / "rest.ndjson", tmp_path / "right.ndjson"
    first = next(client.records())["id"]
    client.export(right, after=first)
    with wire(port, CUT) as broken, at(broken) as cut:
        done = cut.export(path, after=first)
        assert broken.connections >= 2
    assert path.read_bytes() == right.read_bytes()
    assert (done.count, done.checked) == (len(read(right)), False)


@pytest.mark.parametrize("form", FORMS)
def test_it_tells_that_words_were_read_loosely(client: Client, tmp_path: Path, form: Any) -> None:
    loose = client.export(tmp_path / "loose", "静夜丝", form=form)
    assert (loose.relaxed, loose.count > 0) == (True, True)
    assert not client.export(tmp_path / "strict", "静夜思", form=form).relaxed


def test_what_cannot_be_asked_of_an_export_is_refused_by_name(client: Client, tmp_path: Path) -> None:
    for asked in ({"compression": "gzip"}, {"mark": False}, {"format": "csv"}):
        with pytest.raises(Misuse, match=next(iter(asked))):
            client.export(tmp_path / "all", **asked)
    assert list(tmp_path.iterdir()) == []
    assert client.export(tmp_path / "all", form="parquet", compression="gzip").count == len(kept())


def test_what_is_not_as_its_mark_says_is_never_kept(port: int, client: Client, tmp_path: Path) -> None:
    """Each stretch is held against its mark: one that came altered is no beginning to go on from."""
    path, part, right = (tmp_path / name for name in ("all.ndjson", "all.ndjson.part", "right.ndjson"))
    with wire(port, altered=True) as lying, at(lying, 2) as misled, pytest.raises(Incomplete):
        misled.export(path)
    assert not path.exists()
    assert part.read_bytes() == b""
    with wire(port, CUT) as broken:
        left = leave(broken, path)
        broken.altered = True
        with at(broken, 2) as misled, pytest.raises(Incomplete):
            misled.export(path)
        assert part.read_bytes() == left[: left.rindex(b"\n") + 1]
        broken.altered = False
        with at(broken) as honest:
            honest.export(path)
    client.export(right)
    assert path.read_bytes().replace(MARKED, b"{") == right.read_bytes()


@pytest.mark.parametrize("engine_settings", ["tantivy"], indirect=True)
def test_an_export_in_parts_is_as_of_its_first(engine_settings: Any, tmp_path: Path) -> None:
    """Records that came before the break may have changed since: the whole is no newer than its oldest part."""
    chosen, path = nodes.settings(tmp_path / "node"), tmp_path / "all.ndjson"
    nodes.fill(chosen)
    with served(chosen.data, 1, **nodes.PLENTY) as port, wire(port, CUT) as broken:
        before = newest(port)
        leave(broken, path)
        app = create_app(chosen)
        with closing(app.extensions["wenmai"]):
            nodes.Following(chosen, app).put(nodes.record(1), nodes.record(900))
        until = time.monotonic() + 60
        while newest(port) == before and time.monotonic() < until:
            time.sleep(0.1)
        assert newest(port) > before
        with at(broken) as client:
            done = client.export(path)
            assert (done.as_of, done.checked) == (before, False)
            again = client.export(path)
            assert (again.as_of, again.checked) == (newest(port), True)
    assert done.count == len(kept()) + 1


@pytest.mark.parametrize("engine_settings", ["tantivy"], indirect=True)
def test_an_export_that_holds_what_was_withdrawn_since_is_begun_anew(engine_settings: Any, tmp_path: Path) -> None:
    chosen, path = nodes.settings(tmp_path / "node"), tmp_path / "all.ndjson"
    nodes.fill(chosen)
    with served(chosen.data, 1, **nodes.PLENTY) as port, wire(port, CUT) as broken:
        before = newest(port)
        left = leave(broken, path).splitlines()
        gone = json.loads(left[2])["id"]
        app = create_app(chosen)
        with closing(app.extensions["wenmai"]):
            nodes.Following(chosen, app).withdraw(gone)
        until = time.monotonic() + 60
        while newest(port) == before and time.monotonic() < until:
            time.sleep(0.1)
        with at(broken) as client:
            done = client.export(path)
    assert (done.checked, done.as_of > before) == (True, True)
    assert MARKED not in path.read_bytes()
    assert set(read(path)) == set(kept()) - {gone}


def newest(port: int) -> int:
    """Asked again while the node says that it cannot tell just now."""
    until = time.monotonic() + 60
    while (answer := httpx.get(f"http://127.0.0.1:{port}/v1/changes?limit=1", timeout=60)).status_code != 200:
        assert time.monotonic() < until, answer.text
        time.sleep(0.1)
    found: int = answer.json()["as_of"]
    return found


@pytest.mark.parametrize("form", ["csv", "parquet", "geojson"])
def test_other_forms_begin_anew(port: int, tmp_path: Path, form: Any) -> None:
    path = tmp_path / f"all.{form}"
    with wire(port, 20_000) as broken, at(broken) as client:
        client.export(path, form=form)
        assert broken.connections >= 2
    assert names(path, form) == set(kept())


@pytest.mark.parametrize("form", ["csv", "parquet", "geojson", "jsonld"])
def test_other_forms_that_came_altered_are_refused(port: int, client: Client, tmp_path: Path, form: Any) -> None:
    """Altered on its way, as long as before and with its mark: only its checksum tells."""
    path, right = tmp_path / f"all.{form}", tmp_path / f"right.{form}"
    client.export(right, form=form)
    with wire(port, altered=True) as lying:
        came = httpx.get(f"http://127.0.0.1:{lying.port}/v1/export", params={"format": form}, timeout=60).content
        with at(lying, 2) as misled, pytest.raises(Incomplete):
            misled.export(path, form=form)
    assert (len(came), came[-4:]) == (right.stat().st_size, right.read_bytes()[-4:])
    assert came != right.read_bytes()
    assert not path.exists()
