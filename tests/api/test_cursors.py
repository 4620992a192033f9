"""Cursors and the key they are signed with."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest

from api.errors import BadParameters
from api.questions.cursors import KEY_FILE, Cursors, fingerprint, signing_key
from search.query import FacetRequest, Place, Query, Sort, Terms, Walk, Words
from settings import Settings

QUERY = Query(Words("山"), (Terms("type", ("site",)),), sort=Sort("title"))


@pytest.mark.parametrize("place", [Place("shan", 5), Place(-221, 2**39), Place(None, 0), Place("山\u0000\"'", 1)])
def test_what_is_sealed_comes_back(place: Place) -> None:
    cursors = Cursors("a key")
    sealed = cursors.seal(place, QUERY)
    assert cursors.open(sealed, QUERY) == place
    assert sealed.isascii()
    assert not set(sealed) & set("&=?/ #+")


def test_a_cursor_is_of_one_key_and_one_query() -> None:
    sealed = Cursors("a key").seal(Place(1, 1), QUERY)
    with pytest.raises(BadParameters):
        Cursors("another key").open(sealed, QUERY)
    with pytest.raises(BadParameters):
        Cursors("a key").open(sealed, replace(QUERY, sort=Sort("title", descending=True)))


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
