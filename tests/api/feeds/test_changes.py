"""The feed asks the store once for one answer, and tells no more of it than can be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from api.errors import BadParameters
from api.feeds.changes import Asked, Feed
from records.schema import draft
from records.store import Store
from search.errors import EngineError, EngineUnavailable, IndexDamaged, NoBuild
from tests.http import nodes


class Asking:
    """A real store that knows how often it was asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.asked = 0

    def __call__(self) -> Store:
        self.asked += 1
        return self._store


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[Asking]:
    with closing(Store.open(f"sqlite:///{tmp_path}/records.db")) as store:
        store.put([draft(nodes.record(n)) for n in range(1, 6)])
        yield Asking(store)


@pytest.mark.parametrize(("since", "served"), [(0, 3), (0, 9), (3, 3), (4, 3), (5, 3)])
def test_one_answer_asks_the_store_once(asking: Asking, since: int, served: int) -> None:
    told = Feed(asking, lambda: served).read(Asked(since, 100))
    readable = min(served, 5)
    assert asking.asked == 1
    assert [one.seq for one in told.changes] == list(range(since + 1, readable + 1))
    assert (told.upto, told.newest, told.is_last) == (max(since, readable), readable, True)


def test_without_an_index_all_of_the_store_is_told(asking: Asking) -> None:
    def away() -> int:
        raise EngineUnavailable("gone")

    told = Feed(asking, away).read(Asked(2, 100))
    assert ([one.seq for one in told.changes], told.newest, asking.asked) == ([3, 4, 5], 5, 1)


def test_an_index_that_does_not_answer_for_a_moment_is_taken_to_stand_where_it_stood(asking: Asking) -> None:
    """Else a change would be told of that cannot be read a moment later."""
    standing: list[int | EngineError] = [3]

    def served() -> int:
        if isinstance(found := standing[0], EngineError):
            raise found
        return found

    feed = Feed(asking, served)
    busy, damaged, none = EngineUnavailable("busy"), IndexDamaged("half"), NoBuild("")
    for found, readable in ((3, 3), (busy, 3), (4, 4), (damaged, 4), (none, 5)):
        standing[0] = found
        told = feed.read(Asked(0, 100))
        assert ([one.seq for one in told.changes], told.newest) == (list(range(1, readable + 1)), readable)
        assert feed.newest() == readable


def test_a_change_that_never_was_is_refused(asking: Asking) -> None:
    with pytest.raises(BadParameters):
        Feed(asking, lambda: 3).read(Asked(6, 100))
    assert asking.asked == 1
