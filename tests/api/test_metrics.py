"""Measures across processes: what one counted outlives it, what it was does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.metrics import FOLDER, Metrics, retire

COUNT = """
import sys
from api.metrics import Metrics
metrics = Metrics()
for _ in range(int(sys.argv[1])):
    metrics.observe("/v1/records", "GET", 200, 0.003)
metrics.connections.set(7)
metrics.seq.set(int(sys.argv[2]))
import os
print(os.getpid())
"""


def counted(folder: Path, times: int, seq: int) -> int:
    """The id of a process that has ended after answering so many requests."""
    words = [sys.executable, "-c", COUNT, str(times), str(seq)]
    done = subprocess.run(words, env={**os.environ, FOLDER: str(folder)}, stdout=subprocess.PIPE, check=True)
    return int(done.stdout)


def value(text: str, name: str) -> float:
    return sum(float(line.split()[-1]) for line in text.splitlines() if line.startswith(name))


def test_counts_outlive_their_processes_and_states_do_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    pids = [counted(tmp_path, times, seq) for times, seq in ((3, 90), (4, 80), (5, 70))]
    for gone, seq in ((pids[0], 70.0), (pids[1], 70.0), (pids[2], 0.0)):
        before = Metrics().rendered().decode()
        retire(gone)
        after = Metrics().rendered().decode()
        for name in ("wenmai_requests_total", "wenmai_request_seconds_count", "wenmai_request_seconds_bucket"):
            assert value(after, name) == value(before, name) > 0
        assert value(before, "wenmai_connections") - value(after, "wenmai_connections") == 7
        assert value(after, "wenmai_index_seq") == seq
    assert value(after, "wenmai_requests_total") == 12
    assert not [file for pid in pids for file in tmp_path.glob(f"*_{pid}.db")]


def test_a_process_that_is_not_there_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    retire(1)
    monkeypatch.setenv(FOLDER, str(tmp_path / "away"))
    retire(1)
    monkeypatch.setenv(FOLDER, str(tmp_path))
    retire(1)
    assert [file.name for file in tmp_path.iterdir()] == ["lock"]
