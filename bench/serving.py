"""A node served on a free port, and one request on a kept connection."""

from __future__ import annotations

import http.client
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench.common import ROOT, WENMAI, environment
from bench.ports import free_port

READY_S = 90
"""Generous, for a machine that does other work beside this."""

Asked = str | tuple[str, bytes]
"""A path that is got, or a path and the JSON that is posted to it."""

_JSON = {"Content-Type": "application/json"}


@contextmanager
def serving(
    data: Path, command: str = "serve", *words: str, **settings: str
) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A node that keeps everything in `data`; yields its port and the process of the command, given further `words`."""
    port = free_port()
    log = data.parent / f"{data.name}.log"
    with log.open("ab") as told:
        said = [WENMAI, command, "--port", str(port), *words]
        process = subprocess.Popen(said, env=environment(data, **settings), cwd=ROOT, stderr=told)
    try:
        await_ready(port, process, log)
        yield port, process
    finally:
        process.terminate()
        process.wait(90)


def await_ready(port: int, process: subprocess.Popen[bytes], log: Path, path: str = "/readyz") -> None:
    """Until the path answers 200."""
    until = time.monotonic() + READY_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if get(port, path)[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"the server was not ready within {READY_S} s; it said:\n{log.read_text()[-2_000:]}")


def get(port: int, path: str) -> tuple[int, bytes]:
    """Status and body of one GET on a connection of its own."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        return ask(connection, path)


def ask(connection: http.client.HTTPConnection, asked: Asked) -> tuple[int, bytes]:
    """Status and body of one request on a kept connection."""
    if isinstance(asked, str):
        connection.request("GET", asked)
    else:
        connection.request("POST", *asked, _JSON)
    answer = connection.getresponse()
    return answer.status, answer.read()
