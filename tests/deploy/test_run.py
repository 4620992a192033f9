"""`make run ENGINE=elasticsearch`, from nothing to an answer and to Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.common import ROOT, environment
from bench.serving import get
from deploy.elasticsearch.node import ask
from deploy.elasticsearch.server import free_ports

pytestmark = pytest.mark.slow

READY_S = 200
"""Generous, for a machine that does other work beside this."""


@contextmanager
def made(data: Path, port: int, es_port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The command as at a terminal, in a group of its own, so that it can be interrupted as there."""
    words = ["make", "-s", "run", "ENGINE=elasticsearch", f"PORT={port}", f"ES_PORT={es_port}", "ES_HEAP=512m"]
    with (data / "log").open("wb") as log:
        process = subprocess.Popen(
            words, cwd=ROOT, env=environment(data), stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def ok(answer: Callable[[], int]) -> bool:
    try:
        return answer() == 200
    except OSError:
        return False


def test_the_sample_is_served_on_elasticsearch_until_it_is_interrupted(
    elasticsearch_allowed: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("ELASTICSEARCH_URL", raising=False)
    port, es_port = free_ports(2)
    with made(tmp_path, port, es_port) as process:
        until = time.monotonic() + READY_S
        while not ok(lambda: get(port, "/readyz")[0]):
            assert process.poll() is None, (tmp_path / "log").read_text()
            assert time.monotonic() < until, (tmp_path / "log").read_text()
            time.sleep(0.2)
        records = sum(len(file.read_bytes().splitlines()) for file in (ROOT / "data" / "sample").glob("*.jsonl"))
        assert json.loads(get(port, "/v1/records?page_size=0")[1])["total"]["value"] == records
        assert json.loads(get(port, "/v1/status")[1])["engine"]["name"] == "elasticsearch"
        assert (tmp_path / "elasticsearch" / "single" / "node-1" / "data").is_dir()
        assert not (tmp_path / "index").exists()
        os.killpg(process.pid, signal.SIGINT)
        process.wait(60)
    assert not ok(lambda: get(port, "/healthz")[0])
    assert not ok(lambda: ask(f"http://127.0.0.1:{es_port}", "GET", "/_cluster/health")[0])
