"""Nodes served by gunicorn as they are when it matters: several processes, real sockets."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.ports import free_port

ROOT = Path(__file__).resolve().parent.parent


def status(port: int, path: str = "/v1/fields", **headers: str) -> tuple[int, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        return response.status, response.headers
    finally:
        connection.close()


@contextmanager
def served(data: Path, workers: int, **more: str) -> Iterator[int]:
    """A node of so many workers; its port."""
    port = free_port()
    own = {"WENMAI_DATA": str(data), "WENMAI_LIMITS": "on", "WENMAI_PROXIES": "1", **more}
    words = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--workers", str(workers)]
    command = ["setpriv", "--pdeathsig", "TERM", *words, "--threads", "4", "--bind", f"127.0.0.1:{port}", "wsgi:app"]
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | own, stderr=subprocess.DEVNULL)
    try:
        _await(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(90)


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while True:
        assert server.poll() is None, "the server ended"
        assert time.monotonic() < deadline, "the server did not begin to answer"
        try:
            if status(port, "/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
