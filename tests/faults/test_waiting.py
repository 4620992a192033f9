"""Many clients that wait for changes, on a served node: nobody else waits for them, and all are told together."""

from __future__ import annotations

import http.client
import json
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from api.schemas.changes import MOST_WAITING
from bench.processes import within
from bench.serving import get, serving
from records.schema import draft
from records.store import Store
from settings import Settings
from tests.http import nodes

pytestmark = pytest.mark.slow

WAITING = 50
THREADS = 2
WAIT_S = 25


@contextmanager
def served(folder: Path) -> Iterator[tuple[Settings, int, Any]]:
    """A node with one worker of few threads."""
    chosen = nodes.settings(folder / "node")
    nodes.fill(chosen)
    words = ("--workers", "1", "--threads", str(THREADS))
    with serving(chosen.data, "serve", *words, WENMAI_LIMITS="off") as (port, process):
        yield chosen, port, process


def _begin(port: int, stack: ExitStack, path: str, count: int) -> list[http.client.HTTPConnection]:
    """Each from an address of its own, for one caller alone may not wait so often."""
    begun = []
    for at in range(count):
        place = (f"127.0.{2 + at // 200}.{1 + at % 200}", 0)
        one = stack.enter_context(closing(http.client.HTTPConnection("127.0.0.1", port, 40, place)))
        one.request("GET", path)
        begun.append(one)
    return begun


def _last(port: int) -> int:
    last: int = json.loads(get(port, "/v1/changes?limit=1")[1])["as_of"]
    return last


def _put(chosen: Settings, *numbers: int) -> None:
    with closing(Store.open(chosen.database_url)) as store:
        store.put([draft(nodes.record(n)) for n in numbers])


def _told(one: http.client.HTTPConnection) -> list[str]:
    answer = one.getresponse()
    assert answer.status == 200
    return [change["id"] for change in json.loads(answer.read())["changes"]]


def test_who_waits_keeps_nobody_from_an_answer_and_is_told_in_time(tmp_path: Path) -> None:
    with served(tmp_path) as (chosen, port, _), ExitStack() as stack:
        last = _last(port)
        waiting = _begin(port, stack, f"/v1/changes?since={last}&wait={WAIT_S}", WAITING)
        time.sleep(1)
        begun = time.monotonic()
        for number in range(1, 16):
            assert get(port, f"/v1/records?q=%E6%9C%88&page_size={number}")[0] == 200
            assert get(port, f"/v1/changes?since={last}")[0] == 200
        assert time.monotonic() - begun < 15
        _put(chosen, 900)
        begun = time.monotonic()
        assert [_told(one) for one in waiting] == [["made:900"]] * WAITING
        assert time.monotonic() - begun < WAIT_S / 2


def test_more_than_may_wait_are_answered_at_once(tmp_path: Path) -> None:
    with served(tmp_path) as (chosen, port, _), ExitStack() as stack:
        last = _last(port)
        waiting = _begin(port, stack, f"/v1/changes?since={last}&wait={WAIT_S}", MOST_WAITING)
        assert within(15, lambda: not _waits(port, f"/v1/changes?since={last}&limit=7&wait=3"))
        begun = time.monotonic()
        for one in _begin(port, stack, f"/v1/changes?since={last}&limit=7&wait={WAIT_S}", 20):
            answer = one.getresponse()
            assert (answer.status, json.loads(answer.read())["changes"]) == (200, [])
            assert int(answer.headers["Retry-After"]) > 0
        # A wait that is hidden in other spelling is no wait: it would hold a thread that others need.
        for hidden in (f"/v1/changes?since={last}&w%61it={WAIT_S}", f"/v1/changes/?since={last}&wait={WAIT_S}"):
            assert get(port, hidden)[0] in (200, 404)
        assert time.monotonic() - begun < WAIT_S / 2
        _put(chosen, 900)
        assert [_told(one) for one in waiting] == [["made:900"]] * MOST_WAITING


def test_places_of_clients_that_went_away_come_back(tmp_path: Path) -> None:
    with served(tmp_path) as (chosen, port, _), ExitStack() as stack:
        path = f"/v1/changes?since={_last(port)}&wait=3"
        with ExitStack() as gone:
            _begin(port, gone, path, MOST_WAITING)
            time.sleep(1)
        assert within(40, lambda: _waits(port, path))
        (one,) = _begin(port, stack, path.replace("wait=3", f"wait={WAIT_S}"), 1)
        _put(chosen, 900)
        assert _told(one) == ["made:900"]


def _waits(port: int, path: str) -> bool:
    begun = time.monotonic()
    assert get(port, path)[0] == 200
    return time.monotonic() - begun > 2


def test_a_node_that_stops_answers_who_waits(tmp_path: Path) -> None:
    with served(tmp_path) as (_, port, process), ExitStack() as stack:
        waiting = _begin(port, stack, f"/v1/changes?since={_last(port)}&wait={WAIT_S}", 10)
        time.sleep(1)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert [_told(one) for one in waiting] == [[]] * 10
        assert time.monotonic() - begun < WAIT_S / 2
        assert process.wait(60) == 0
