"""Cursors and the key they are signed with."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest

from api.errors import CursorRefused
from api.questions.cursors import KEY_FILE, Cursors, Mark, fingerprint, signing_key
from search.query import FacetRequest, Place, Query, Read, Reading, Sort, Terms, Walk, Words
from settings import Settings

QUERY = Query(Words("山"), (Terms("type", ("site",)),), sort=Sort("title"))


@pytest.mark.parametrize("place", [Place("shan", 5), Place(-221, 2**39), Place(None, 0), Place("山\u0000\"'", 1)])
@pytest.mark.parametrize(
    "read", [Read(), Read(Reading.LOOSE), Read(without=("山", '"', "é")), Read(Reading.LOOSEST, ("x",))]
)
def test_what_is_sealed_comes_back(place: Place, read: Read) -> None:
    cursors, mark = Cursors("a key"), Mark(place, 2**40, read)
    sealed = cursors.seal(mark, QUERY)
    assert cursors.open(sealed, QUERY) == mark
    assert sealed.isascii()
    assert not set(sealed) & set("&=?/ #+")


def test_a_cursor_is_of_one_key_and_one_query() -> None:
    sealed = Cursors("a key").seal(Mark(Place(1, 1), 1), QUERY)
    with pytest.raises(CursorRefused, match="not made by this node"):
        Cursors("another key").open(sealed, QUERY)
    for other in (replace(QUERY, sort=Sort("title", descending=True)), replace(QUERY, relax=False)):
        with pytest.raises(CursorRefused, match="another query"):
            Cursors("a key").open(sealed, other)


@pytest.mark.parametrize(
    ("days", "holds"), [(0, True), (1, True), (29.9, True), (30, True), (31.1, False), (365, False)]
)
def test_a_cursor_holds_for_thirty_days(days: float, holds: bool) -> None:
    now = 1_764_288_000.0
    mark = Mark(Place(1, 1), 1)
    sealed = Cursors("a key", lambda: now).seal(mark, QUERY)
    later = Cursors("a key", lambda: now + days * 86_400)
    if holds:
        assert later.open(sealed, QUERY) == mark
    else:
        with pytest.raises(CursorRefused, match=r"made on 2025-11-28, and holds for 30 days; start again"):
            later.open(sealed, QUERY)


def test_cursors_of_one_place_are_alike_all_day() -> None:
    mark = Mark(Place(1, 1), 1)
    made = [Cursors("a key", lambda at=at: 1_764_288_000.0 + at).seal(mark, QUERY) for at in (0, 86_399, 86_400)]
    assert made[0] == made[1] != made[2]


def test_what_does_not_change_the_walk_does_not_change_the_cursor() -> None:
    other = replace(QUERY, page=Walk(7), facets=(FacetRequest("type"),), highlight=True)
    assert fingerprint(other) == fingerprint(QUERY)
    assert fingerprint(replace(QUERY, clause=Words("水"))) != fingerprint(QUERY)
    assert fingerprint(replace(QUERY, filters=())) != fingerprint(QUERY)


def settings(folder: Path, **more: str) -> Settings:
    return Settings.from_env({"WENMAI_DATA": str(folder), **more})


def test_a_key_that_is_set_is_taken(tmp_path: Path) -> None:
    assert signing_key(settings(tmp_path, WENMAI_SECRET="set")) == "set"
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    chosen = settings(tmp_path / "new")
    first = signing_key(chosen)
    assert signing_key(chosen) == first
    assert len(first) > 30
    (kept,) = (tmp_path / "new").iterdir()
    assert kept.name == KEY_FILE
    assert kept.stat().st_mode & 0o777 == 0o600


def _key(folder: Path) -> str:
    return signing_key(settings(folder))


@pytest.mark.slow
def test_processes_that_start_together_share_one_key(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        keys = pool.map(_key, [tmp_path] * 16, chunksize=1)
    assert len(set(keys)) == 1
