"""Draws Vega-Lite as SVG and SVG as PNG in a process of its own, started anew when it hangs or dies."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import orjson

from exchange.errors import PictureFailed, PictureLate, PictureRefused
from exchange.pictures.frames import receive, send

LARGEST_SPEC = 8 * 1024 * 1024
"""Bytes of JSON."""

MOST_PIXELS = 25_000_000

FONTS = (Path("/usr/share/fonts/truetype/wqy"), Path("/usr/share/fonts/opentype/noto"))
"""Where Debian puts Chinese glyphs; what the system's own list of fonts names is found besides."""

_CHILD = Path(__file__).with_name("child.py")
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "FONTCONFIG_FILE", "SYSTEMROOT")
_SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)"[^>]*? height="([\d.]+)"')


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for one picture; for the process to be there; until a process that draws nothing goes."""

    draw: int = 5
    start: int = 20
    idle: int = 600


class Renderer:
    """One process at most, started when the first picture is asked for; safe to use from many threads.

    Not to be used across a fork: each process that serves has its own.
    """

    def __init__(self, patience: Patience = Patience(), fonts: tuple[Path, ...] = FONTS) -> None:
        self._patience = patience
        self._fonts = fonts
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._answered = False
        """Whether the process that is there has been heard of: the first answer takes the time of its start."""

    def svg(self, spec: Mapping[str, Any]) -> str:
        """The SVG as the library writes it; PictureRefused for a specification that names an address."""
        if address := _address(spec):
            raise PictureRefused(f"a chart is drawn from what stands in it, nothing is fetched: {address[:100]!r}")
        return self._asked({"form": "svg", "spec": spec}).decode()

    def png(self, svg: str, scale: float = 1) -> bytes:
        size = _SIZE.search(svg)
        if size is None or float(size[1]) * float(size[2]) * scale**2 > MOST_PIXELS:
            raise PictureRefused(f"a picture has at most {MOST_PIXELS:,} pixels")
        return self._asked({"form": "png", "svg": svg, "scale": scale})

    def close(self) -> None:
        with self._turn:
            self._end()

    @property
    def pid(self) -> int | None:
        """Of the process, if there is one."""
        child = self._child
        return child.pid if child and child.poll() is None else None

    def _asked(self, job: dict[str, Any]) -> bytes:
        frame = orjson.dumps(job | {"seconds": self._patience.start + self._patience.draw})
        if len(frame) > LARGEST_SPEC:
            raise PictureRefused(f"too much to draw: {len(frame):,} bytes, and {LARGEST_SPEC:,} are allowed")
        with self._in_turn():
            return self._drawn(frame)

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if not self._turn_came():
            raise PictureLate("others were drawing all the while")
        try:
            yield
        finally:
            self._turn.release()

    def _turn_came(self) -> bool:
        """Waits as long as whoever has the turn may take: for a process that is starting, longer than for a picture."""
        if self._turn.acquire(timeout=self._patience.draw):
            return True
        return not self._answered and self._turn.acquire(timeout=self._patience.start)

    def _drawn(self, frame: bytes) -> bytes:
        """A process that was there before may have gone just now: then once more, with a new one."""
        there = self.pid is not None
        try:
            return self._exchanged(frame, self._patience.draw if there else self._patience.start)
        except PictureFailed:
            if not there or self.pid is not None:
                raise
            return self._exchanged(frame, self._patience.start)

    def _exchanged(self, frame: bytes, seconds: int) -> bytes:
        jobs, answers, child = self._streams()
        late = threading.Event()
        clock = threading.Timer(seconds, _stop, (late, child))
        clock.start()
        try:
            send(jobs, frame)
            answer = receive(answers)
            self._answered = True
        except (OSError, EOFError) as error:
            self._end()
            if late.is_set():
                raise PictureLate(f"not drawn within {seconds} seconds") from error
            raise PictureFailed("the drawing process died") from error
        finally:
            clock.cancel()
        if answer[:1] != b"0":
            raise PictureFailed(answer[1:].decode("utf-8", "replace"))
        return answer[1:]

    def _streams(self) -> tuple[IO[bytes], IO[bytes], subprocess.Popen[bytes]]:
        if self.pid is None:
            self._end()
            self._child = self._start()
        child = self._child
        if child is None or child.stdin is None or child.stdout is None:
            raise PictureFailed("the drawing process did not start")
        return child.stdin, child.stdout, child

    def _start(self) -> subprocess.Popen[bytes]:
        """A fresh interpreter, never a fork (the library hangs after one), without our secrets in its environment."""
        fonts = [str(folder) for folder in self._fonts if folder.is_dir()]
        command = [sys.executable, "-I", str(_CHILD), str(self._patience.idle), *fonts]
        kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        try:
            return subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=kept, bufsize=0
            )
        except OSError as error:
            raise PictureFailed("the drawing process did not start") from error

    def _end(self) -> None:
        child, self._child, self._answered = self._child, None, False
        if child is None:
            return
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                stream.close()


def _stop(late: threading.Event, child: subprocess.Popen[bytes]) -> None:
    late.set()
    child.kill()


def _address(value: Any) -> str:
    """The first address that a specification would load something from; empty if there is none."""
    if isinstance(value, Mapping):
        if value.get("url"):
            return str(value["url"])
        return next(filter(None, map(_address, value.values())), "")
    if isinstance(value, list | tuple):
        return next(filter(None, map(_address, value)), "")
    return ""
