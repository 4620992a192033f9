"""The nginx example, run: what it refuses or cannot pass on is a problem; what the node says passes unchanged."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.common import ROOT
from bench.ports import free_port
from tests.http import nodes
from tests.http.raw import LOCAL, Told, exchange
from tests.http.test_server import served

pytestmark = pytest.mark.slow

SWITCH = "WENMAI_TEST_NGINX"
FILE = ROOT / "deploy" / "nginx.conf"
ID = "an-id-of-the-callers"
HEAD = f"Host: localhost\r\nConnection: close\r\nX-Request-Id: {ID}\r\n"
MAIN = """
user root; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@pytest.fixture(scope="module")
def nginx() -> str:
    """Left out only where that is said; a server that cannot be had fails the test."""
    if os.environ.get(SWITCH) == "off":
        pytest.skip(f"{SWITCH}=off")
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None or os.geteuid() != 0:
        pytest.fail(f"apt-get install nginx-light, as root; or set {SWITCH}=off to leave it out knowingly")
    return found


@contextmanager
def before(nginx: str, folder: Path, upstream: int, **changed: str) -> Iterator[int]:
    """The port of an nginx with the example before a port; `changed` are directives with other values."""
    port, folder = free_port(), folder / "nginx"
    folder.mkdir()
    site = (
        FILE.read_text()
        .replace("listen 80;", f"listen {LOCAL}:{port};")
        .replace(f"{LOCAL}:8000", f"{LOCAL}:{upstream}")
    )
    for name, value in {"access_log": f"{folder}/access.log wenmai", **changed}.items():
        site, times = re.subn(rf"{name} [^;]+;", f"{name} {value};", site)
        assert times
    (folder / "site.conf").write_text(site)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
    words = [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    tried = subprocess.run([*words, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "warn" not in tried.stderr, tried.stderr
    process = subprocess.Popen(words)
    try:
        _await(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _await(port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            socket.create_connection((LOCAL, port), timeout=5).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("nginx did not begin")


def is_problem(told: Told, status: int, kind: str) -> None:
    assert told.status == status
    assert told.headers["content-type"] == "application/problem+json"
    assert told.headers["access-control-allow-origin"] == "*"
    assert told.headers["cache-control"] == "no-store"
    body = json.loads(told.body)
    assert body["type"] == f"/problems/{kind}"
    assert body["status"] == status
    assert body["title"]
    assert body["request_id"] == told.headers["x-request-id"]
    assert ("retry-after" in told.headers) == (status == 429 or status > 500)


def get(port: int, path: str = "/v1/limits", more: str = "") -> Told:
    (told,) = exchange(port, f"GET {path} HTTP/1.1\r\n{HEAD}{more}\r\n".encode())
    return told


def test_a_node_that_is_away_is_a_502_problem_with_the_callers_id(nginx: str, tmp_path: Path) -> None:
    with before(nginx, tmp_path, free_port()) as port:
        told = get(port)
        is_problem(told, 502, "not-ready")
        assert told.headers["x-request-id"] == ID
        is_problem(get(port, "/v1/records/made:1"), 502, "not-ready")


def test_what_is_too_large_is_told_as_the_node_would(nginx: str, tmp_path: Path) -> None:
    with before(nginx, tmp_path, free_port()) as port:
        posted = f"POST /v1/search HTTP/1.1\r\n{HEAD}Content-Length: 104857600\r\n\r\n".encode()
        is_problem(exchange(port, posted)[0], 413, "too-large")
        is_problem(get(port, "/v1/records?q=" + "x" * 70_000), 414, "address-too-long")
        is_problem(get(port, more=f"X-One: {'x' * 70_000}\r\n"), 400, "bad-request")
        is_problem(exchange(port, b"nonsense\r\n\r\n")[0], 400, "bad-request")


def test_a_node_that_hangs_is_a_504_problem(nginx: str, tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind((LOCAL, 0))
        silent.listen()
        with before(nginx, tmp_path, silent.getsockname()[1], proxy_read_timeout="1s") as port:
            is_problem(get(port), 504, "overloaded")


def test_a_flood_is_a_429_problem(nginx: str, tmp_path: Path) -> None:
    with before(
        nginx,
        tmp_path,
        free_port(),
        limit_req="zone=wenmai burst=2 nodelay",
        limit_req_zone="$binary_remote_addr zone=wenmai:1m rate=1r/m",
    ) as port:
        told = [get(port) for _ in range(10)]
    flooded = [one for one in told if one.status == 429]
    assert len(flooded) >= 5
    for one in flooded:
        is_problem(one, 429, "rate-limited")


def test_what_the_node_says_passes_unchanged(nginx: str, tmp_path: Path) -> None:
    chosen = nodes.settings(tmp_path / "node")
    nodes.fill(chosen)
    (tmp_path / "metrics").mkdir()
    own = {"WENMAI_PROXIES": "1", "WENMAI_BASE_URL": "https://data.example.org"}
    with served(chosen, tmp_path / "metrics", workers=1, **own) as upstream, before(nginx, tmp_path, upstream) as port:
        for path, status in (
            ("/v1/limits", 200),
            ("/v1/records/made:4", 410),
            ("/nope", 404),
            ("/v1/records?nope=1", 400),
        ):
            told = get(port, path)
            assert told.status == status
            assert told.headers["x-request-id"] == ID
            assert told.headers["access-control-allow-origin"] == "*"
            assert "x-request-id" in told.headers["access-control-expose-headers"].lower()
        assert get(port, "/metrics").status == 200
        assert f"{ID} 410 GET /v1/records/made:4" in (tmp_path / "nginx" / "access.log").read_text()
