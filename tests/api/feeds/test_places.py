"""Places for those who wait: no more in all, nor of one caller, and each is given back."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from api.feeds.late import is_late
from api.feeds.places import Places


def test_there_are_so_many_in_all_and_for_each() -> None:
    places = Places(3, 2)
    with ExitStack() as held:
        granted = [held.enter_context(places.one(asker)) for asker in ("a", "a", "a", "b", "c")]
        assert granted == [True, True, False, True, False]
        assert places.taken == 3
    assert places.taken == 0
    with places.one("c") as again:
        assert again


def test_a_place_is_given_back_by_who_fails() -> None:
    places = Places(1, 1)
    with pytest.raises(KeyError), places.one("a"):
        raise KeyError
    assert places.taken == 0


@pytest.mark.parametrize(
    ("request_line", "late"),
    [
        ("GET /v1/changes?wait=5 HTTP/1.1\r\n\r\n", True),
        ("GET /v1/changes?since=3&wait=5&limit=1 HTTP/1.1\r\n\r\n", True),
        ("GET /v1/changes?since=3 HTTP/1.1\r\nReferer: wait=3\r\n\r\n", False),
        ("GET /v1/changes HTTP/1.1\r\nReferer: ?wait=3\r\n\r\n", False),
        ("GET /v1/records?q=wait=5 HTTP/1.1\r\n\r\n", False),
        ("GET /v1/changes?await=5 HTTP/1.1\r\n\r\n", False),
        ("HEAD /v1/changes?wait=5 HTTP/1.1\r\n\r\n", False),
        ("", False),
    ],
)
def test_who_may_wait_is_told_by_the_first_line(request_line: str, late: bool) -> None:
    assert is_late(bytearray(request_line.encode())) is late
