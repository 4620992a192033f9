"""The application as it is served: gunicorn, two worker processes, real sockets."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import pytest

from bench.ports import free_port
from settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def ready(port: int) -> bool:
    try:
        return ask(port, "/readyz")[0] == 200
    except OSError:
        return False


@contextmanager
def served(node: Settings, metrics: Path, workers: int = 2, threads: int = 2, **more: str) -> Iterator[int]:
    """The port of a server of a node; `metrics` is the folder its workers share."""
    found = free_port()
    own = {"WENMAI_DATA": str(node.data), "WENMAI_ENGINE_URL": node.engine_url, "WENMAI_LIMITS": "off"}
    environ = {**os.environ, **own, **more, "PROMETHEUS_MULTIPROC_DIR": str(metrics)}
    config = ROOT / "deploy" / "gunicorn.conf.py"
    sizes = ["--workers", str(workers), "--threads", str(threads)]
    command = [sys.executable, "-m", "gunicorn", "--config", str(config), *sizes, "--bind", f"127.0.0.1:{found}"]
    server = subprocess.Popen([*command, "wsgi:app"], cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    try:
        while not ready(found):
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server did not begin to answer"
            time.sleep(0.1)
        yield found
    finally:
        server.terminate()
        server.wait(90)


@pytest.fixture(scope="module")
def port(filled: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server of the filled node with two workers."""
    with served(filled, tmp_path_factory.mktemp("metrics")) as found:
        yield found


def get(port: int, path: str) -> Any:
    status, _, body = ask(port, path)
    assert status == 200, body[:500]
    return orjson.loads(body)


def test_a_walk_goes_on_whichever_worker_answers(port: int) -> None:
    seen: list[str] = []
    path: str | None = "/v1/records?cursor=*&page_size=40&fields=title"
    while path:
        answer = get(port, path)
        seen.extend(record["id"] for record in answer["records"])
        path = answer["links"].get("next", "").partition(f":{port}")[2] or None
    assert len(seen) == len(set(seen)) == answer["total"]["value"]


def test_metrics_are_those_of_all_workers(port: int) -> None:
    def count() -> float:
        text = ask(port, "/metrics")[2].decode()
        found = re.search(r'wenmai_requests_total\{method="GET",route="/v1/limits",status="200"\} (\S+)', text)
        return float(found[1]) if found else 0

    before = count()
    for _ in range(30):
        get(port, "/v1/limits")
    assert count() == before + 30


def test_the_longest_question_fits_in_an_address(port: int) -> None:
    assert ask(port, f"/v1/records?q={quote('山' * 2_000)}")[0] in (200, 400)
    assert ask(port, f"/v1/records?q={quote('明月 ' * 60)}")[0] == 200
    status, headers, body = ask(port, "/v1/records?q=" + "x" * 70_000)
    assert status == 414
    assert headers["content-type"] == "application/problem+json"
    assert headers["access-control-allow-origin"] == "*"
    assert orjson.loads(body)["type"] == "/problems/address-too-long"


def test_an_address_may_be_typed_as_it_reads(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as one:
        one.sendall(
            "GET /v1/records?q=明月&page_size=0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )
        answer = b"".join(iter(lambda: one.recv(65_536), b""))
    assert answer.startswith(b"HTTP/1.1 200")
    assert orjson.loads(answer.partition(b"\r\n\r\n")[2])["total"]["value"] > 5


@pytest.mark.parametrize(
    "raw", [b"nonsense\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n"]
)
def test_what_is_not_http_is_a_problem_too(port: int, raw: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as one:
        one.sendall(raw)
        one.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: one.recv(65_536), b""))
    assert b"application/problem+json" in answer
    assert b"<html" not in answer.lower()


def test_a_connection_is_kept_open(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    for _ in range(5):
        connection.request("GET", "/v1/records?page_size=1")
        response = connection.getresponse()
        assert response.status == 200
        response.read()
        assert not response.will_close
    connection.close()
