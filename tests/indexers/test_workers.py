"""Work spread over processes comes back whole and in order, and no process outlives the one that started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexers.workers import SERIAL_BATCHES, Workers, batched
from tests.indexers.killed_starter import own_id

ROOT = Path(__file__).resolve().parents[2]


def _square(number: int) -> int:
    if number == 99:
        raise ValueError("99")
    return number * number


def test_results_come_in_the_order_of_the_batches() -> None:
    with Workers(2) as workers:
        assert list(workers.map(_square, range(50))) == [number * number for number in range(50)]
        assert list(workers.map(_square, range(3))) == [0, 1, 4]


def test_a_small_piece_of_work_starts_no_process() -> None:
    with Workers(2) as workers:
        assert set(workers.map(own_id, range(SERIAL_BATCHES))) == {os.getpid()}


def test_larger_work_is_done_elsewhere() -> None:
    with Workers(2) as workers:
        assert os.getpid() not in list(workers.map(own_id, range(20)))[SERIAL_BATCHES:]


def test_a_fault_in_a_process_is_told_here() -> None:
    with Workers(2) as workers, pytest.raises(ValueError, match="99"):
        list(workers.map(_square, range(100)))


def test_batches_hold_all_in_order() -> None:
    assert list(batched(range(7), 3)) == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(batched((), 3)) == []


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_outlives_its_starter(number: signal.Signals) -> None:
    command = [sys.executable, "-m", "tests.indexers.killed_starter"]
    starter = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert starter.stdout is not None
    with starter.stdout:
        started = [int(word) for word in starter.stdout.readline().split()]
    assert started
    starter.send_signal(number)
    starter.wait(10)
    until = time.monotonic() + 20
    while any(_lives(pid) for pid in started) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(_lives(pid) for pid in started)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
