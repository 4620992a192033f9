"""One writer of an index at a time: one that is killed, or sleeps, is replaced, and harms nothing afterwards."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from bench.common import ROOT
from search.engines import open_engine, open_writer
from search.engines.elasticsearch import lease
from search.errors import EngineBusy
from search.ports import IndexWriter
from search.query import Query
from tests.contract.making import Maker

pytestmark = pytest.mark.slow

LEASE_S = 8.0
"""A fifth of it is how long each renewal is waited for: longer than a machine is busy with something else."""


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "LEASE_S", LEASE_S)
    monkeypatch.setattr(lease, "RENEW_S", LEASE_S / 5)


@pytest.fixture
def url(elasticsearch_url: str, index_prefix: str) -> str:
    return f"elasticsearch+{elasticsearch_url}/{index_prefix}"


@contextmanager
def _holder(url: str) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", "tests.faults.holder", url, str(LEASE_S)]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


def _opened(url: str, seconds: float) -> IndexWriter:
    until = time.monotonic() + seconds
    while True:
        try:
            return open_writer(url)
        except EngineBusy:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_a_second_writer_is_refused_and_a_killed_one_replaced_at_once(url: str) -> None:
    with _holder(url) as holder:
        until = time.monotonic() + 1.5 * LEASE_S
        while time.monotonic() < until:
            with pytest.raises(EngineBusy, match=str(holder.pid)):
                open_writer(url)
            time.sleep(0.5)
        holder.kill()
        holder.wait()
        open_writer(url).close()


def test_one_that_sleeps_past_its_lease_is_replaced_and_does_nothing_when_it_wakes(url: str) -> None:
    rows = Maker(2).rows(30)
    with _holder(url) as holder:
        holder.send_signal(signal.SIGSTOP)
        with closing(_opened(url, 4 * LEASE_S)) as writer, closing(open_engine(url)) as engine:
            build = writer.begin()
            writer.write(build, [row.entry() for row in rows])
            writer.promote(build, 30)
            assert holder.stdin
            holder.stdin.write("go on\n")
            holder.stdin.flush()
            holder.send_signal(signal.SIGCONT)
            assert holder.stdout
            assert [holder.stdout.readline().strip() for _ in range(2)] == ["EngineBusy", "EngineBusy"]
            assert {each.id: each.source for each in engine.scan(Query())} == {
                row.id: row.entry().source for row in rows
            }
            assert engine.position()[1] == 30
            assert writer.position() == 30
