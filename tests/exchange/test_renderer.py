"""The drawing process: it hangs, dies, is fed addresses and is asked by many, and pictures come all the same."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from exchange.errors import PictureError, PictureFailed, PictureLate, PictureRefused
from exchange.pictures import renderer as module
from exchange.pictures.renderer import Patience, Renderer

pytestmark = pytest.mark.slow

BARS: dict[str, Any] = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"a": "北京", "b": 28}, {"a": "广东", "b": 55}]},
    "mark": "bar",
    "encoding": {"x": {"field": "b", "type": "quantitative"}, "y": {"field": "a", "type": "nominal"}},
}
HANGING = BARS | {"params": [{"name": "p", "expr": "length(join(sequence(0, 1e9), 'x'))"}]}
KILLING = BARS | {"title": "a\x01b"}
"""A character that is no XML makes the library abort its process."""


@pytest.fixture(scope="module")
def drawing() -> Iterator[Renderer]:
    made = Renderer(Patience(draw=15, start=60))
    yield made
    made.close()


def _with_data(data: dict[str, Any]) -> dict[str, Any]:
    return BARS | {"data": data}


def test_the_same_chart_is_the_same_bytes(drawing: Renderer) -> None:
    one = drawing.svg(BARS)
    assert one == drawing.svg(BARS)
    drawing.close()
    assert one == drawing.svg(BARS)
    assert ">北京<" in one
    picture = drawing.png(one)
    assert picture == drawing.png(one)
    assert picture.startswith(b"\x89PNG")


def test_a_process_that_dies_is_started_anew(drawing: Renderer) -> None:
    drawing.svg(BARS)
    before = drawing.pid
    assert before
    os.kill(before, signal.SIGKILL)
    assert drawing.svg(BARS)
    assert drawing.pid not in (None, before)


def test_a_chart_that_kills_the_process_harms_no_other(drawing: Renderer) -> None:
    with pytest.raises(PictureFailed, match="died"):
        drawing.svg(KILLING)
    assert drawing.svg(BARS)


def test_what_is_no_chart_is_told(drawing: Renderer) -> None:
    with pytest.raises(PictureFailed):
        drawing.svg({"mark": "nothing of the kind"})
    assert drawing.svg(BARS)


def test_a_process_that_hangs_is_killed_in_time() -> None:
    impatient = Renderer(Patience(draw=1, start=60))
    impatient.svg(BARS)
    before = impatient.pid
    assert before
    os.kill(before, signal.SIGSTOP)
    began = time.monotonic()
    with pytest.raises(PictureLate, match="1 seconds"):
        impatient.svg(BARS)
    assert time.monotonic() - began < 30
    assert impatient.svg(BARS)
    with pytest.raises(PictureError):
        impatient.svg(HANGING)
    assert impatient.svg(BARS)
    impatient.close()


def test_who_waits_for_a_turn_too_long_is_told() -> None:
    impatient = Renderer(Patience(draw=5, start=60))
    impatient.svg(BARS)
    os.kill(impatient.pid or 0, signal.SIGSTOP)
    with ThreadPoolExecutor(4) as threads:
        outcomes = [threads.submit(impatient.svg, BARS) for _ in range(4)]
        assert any(isinstance(outcome.exception(), PictureLate) for outcome in outcomes)
    assert impatient.svg(BARS)
    impatient.close()


class Slow(Renderer):
    """It waits before it starts its process, longer than a picture may take."""

    def _start(self) -> subprocess.Popen[bytes]:
        time.sleep(self._patience.draw + 1)
        return super()._start()


def test_who_comes_while_the_process_starts_waits_for_it() -> None:
    slow = Slow(Patience(draw=5, start=60))
    with ThreadPoolExecutor(4) as threads:
        pictures = [threads.submit(slow.svg, BARS) for _ in range(4)]
        assert len({one.result() for one in pictures}) == 1
    slow.close()


def test_a_process_goes_when_nothing_is_asked_and_comes_back() -> None:
    brief = Renderer(Patience(start=60, idle=1))
    brief.svg(BARS)
    deadline = time.monotonic() + 30
    while brief.pid and time.monotonic() < deadline:
        time.sleep(0.1)
    assert brief.pid is None
    assert brief.svg(BARS)
    brief.close()


def test_the_process_goes_with_who_started_it(drawing: Renderer) -> None:
    drawing.svg(BARS)
    child = drawing._child
    assert child
    assert child.stdin
    child.stdin.close()
    assert child.wait(30) == 0
    drawing.close()


def test_many_threads_get_their_own_pictures(drawing: Renderer) -> None:
    drawing.svg(BARS)
    names = [f"名{number}" for number in range(12)]
    with ThreadPoolExecutor(6) as threads:
        pictures = list(threads.map(lambda name: drawing.svg(_with_data({"values": [{"a": name, "b": 1}]})), names))
    assert all(f">{name}<" in picture for name, picture in zip(names, pictures, strict=True))


@pytest.fixture
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """An address on loopback and what was ever sent to it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    peer, _ = server.accept()
                except TimeoutError:
                    continue
                with peer:
                    heard.append(peer.recv(1000))
                    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]")

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/secret.json", heard
        done.set()
        thread.join()


def test_an_address_in_the_data_is_refused(drawing: Renderer, listening: tuple[str, list[bytes]]) -> None:
    address, heard = listening
    for spec in (
        _with_data({"url": address}),
        BARS | {"datasets": {"x": [{"url": address}]}},
        {"layer": [{"mark": {"type": "image", "url": address}}]},
        BARS | {"transform": [{"lookup": "a", "from": {"data": {"url": address}, "key": "a"}}]},
    ):
        with pytest.raises(PictureRefused, match="nothing is fetched"):
            drawing.svg(spec)
    assert heard == []


def test_the_process_itself_fetches_nothing(
    drawing: Renderer, listening: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if an address slipped by our own look at it."""
    address, heard = listening
    monkeypatch.setattr(module, "_address", lambda spec: "")
    with contextlib.suppress(PictureFailed):
        drawing.svg(_with_data({"url": address}))
    assert heard == []


def test_too_much_is_refused(drawing: Renderer) -> None:
    with pytest.raises(PictureRefused, match="too much"):
        drawing.svg(_with_data({"values": [{"a": "x" * 9_000_000, "b": 1}]}))
    with pytest.raises(PictureRefused, match="pixels"):
        drawing.png(drawing.svg(BARS), scale=200)
    with pytest.raises(PictureRefused, match="pixels"):
        drawing.png("<p>")


def test_nothing_secret_is_handed_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENMAI_SECRET", "hush")
    made = Renderer(Patience(start=60))
    made.svg(BARS)
    with open(f"/proc/{made.pid}/environ", "rb") as told:
        assert b"hush" not in told.read()
    made.close()
