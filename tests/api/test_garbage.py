"""A process that reads many records looks for garbage seldom, but it looks."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from api.garbage import YOUNG, look_seldom


class _Circle:
    itself: _Circle


@pytest.fixture
def restored() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()


@pytest.mark.usefixtures("restored")
def test_it_looks_seldom_and_what_is_loaded_is_not_looked_at_again() -> None:
    look_seldom()
    assert gc.isenabled()
    assert gc.get_threshold()[0] == YOUNG
    assert gc.get_freeze_count() > 0


@pytest.mark.usefixtures("restored")
def test_circles_are_still_found() -> None:
    look_seldom()
    one = _Circle()
    one.itself = one
    seen = weakref.ref(one)
    del one
    assert seen() is not None
    kept: list[list[int]] = [[] for _ in range(2 * YOUNG)]
    assert seen() is None, len(kept)
