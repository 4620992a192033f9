"""Workers that are woken for one new connection: one takes it, and no other cuts a client of its own for that."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from bench.processes import workers_of
from bench.serving import READY_S, get, serving
from tests.faults.inside import soon
from tests.faults.node import PATIENT
from tests.http import nodes

pytestmark = pytest.mark.slow

TOGETHER = 20
ROUNDS = 10


def test_no_client_is_cut_because_another_worker_was_quicker(tmp_path: Path) -> None:
    chosen = nodes.settings(tmp_path / "node")
    nodes.fill(chosen)
    with serving(chosen.data, "serve", "--workers", "4", WENMAI_LIMITS="off", **PATIENT) as (port, _):

        def ask(number: int) -> int:
            return get(port, f"/v1/records?q=月&page_size={number % 50}".replace("月", "%E6%9C%88"))[0]

        with ThreadPoolExecutor(12) as pool:
            assert set(pool.map(ask, range(600))) == {200}


def test_connections_that_come_together_are_shared_out(tmp_path: Path) -> None:
    """They are kept: were they all one worker's, the others would have nothing to do."""
    chosen = nodes.settings(tmp_path / "node")
    nodes.fill(chosen)
    with serving(chosen.data, "serve", "--workers", "2", WENMAI_LIMITS="off") as (port, process):
        workers = workers_of(process.pid)
        until = time.monotonic() + READY_S
        while not all(_taken(port, workers)):
            assert time.monotonic() < until
        taken = [sum(each) for each in zip(*(_taken(port, workers) for _ in range(ROUNDS)), strict=True)]
        assert min(taken) >= ROUNDS * TOGETHER // 8


def _taken(port: int, workers: Sequence[int]) -> list[int]:
    """How many of some connections opened at once each worker has."""
    with ExitStack() as stack:
        opened = [socket.create_connection(("127.0.0.1", port), 30) for _ in range(TOGETHER)]
        for each in opened:
            stack.enter_context(closing(each))
        own = {each.getsockname()[1] for each in opened}

        def held() -> list[int]:
            ends = _ends(port, own)
            return [len(ends & _sockets(pid)) for pid in workers]

        soon(lambda: sum(held()) == TOGETHER)
        return held()


def _ends(port: int, clients: set[int]) -> set[str]:
    """The server's ends of the connections of clients with these ports, as files of processes are named."""
    found = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        here, there = (int(address.rpartition(":")[2], 16) for address in fields[1:3])
        if here == port and there in clients:
            found.add(f"socket:[{fields[9]}]")
    return found


def _sockets(pid: int) -> set[str]:
    return set(map(_target, Path(f"/proc/{pid}/fd").iterdir()))


def _target(file: Path) -> str:
    """Empty where it was closed meanwhile."""
    try:
        return os.readlink(file)
    except OSError:
        return ""
