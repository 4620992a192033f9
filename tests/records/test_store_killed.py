"""What a put returned from is there after kill -9, and of a batch there is all or nothing."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from records.store import Store
from tests.records.writer import SIZE

ROOT = Path(__file__).parents[2]
ROUNDS = 4
WRITER = "killed-writer"


def _acknowledged(url: str, first: int, drawn: random.Random) -> int:
    """Let a writer work for a random moment, kill it, and tell the last batch it was told is kept."""
    command = [sys.executable, "-m", "tests.records.writer", _named(url), str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(drawn.uniform(0, 0.15))
        process.kill()
        rest = process.stdout.read().splitlines()
    _await_end(url)
    return int(rest[-1]) if rest else first


def _named(url: str) -> str:
    """As the writer calls itself, where a server tells who is connected."""
    return f"{url}&application_name={WRITER}" if url.startswith("postgresql") else url


def _await_end(url: str) -> None:
    """A server may still be at the last batch of a client that is gone."""
    if not url.startswith("postgresql"):
        return
    until = time.monotonic() + 60
    asked = text("SELECT count(*) FROM pg_stat_activity WHERE application_name = :name")
    with create_engine(url, poolclass=NullPool).connect() as connection:
        while connection.execute(asked, {"name": WRITER}).scalar_one():
            assert time.monotonic() < until, "the writer's last batch takes too long"
            connection.rollback()
            time.sleep(0.02)


@pytest.mark.slow
def test_what_was_acknowledged_survives_a_kill(store: Store, database_url: str) -> None:
    drawn = random.Random(17)
    first = 0
    for _ in range(ROUNDS):
        last = _acknowledged(database_url, first, drawn)
        kept = len(list(store.live_ids("jade")))
        assert kept % SIZE == 0
        assert kept // SIZE in (last + 1, last + 2)
        first = kept // SIZE
        _assert_whole(store, first)


def _assert_whole(store: Store, batches: int) -> None:
    changes = store.changes(0, 1_000_000).changes
    assert [change.seq for change in changes] == list(range(1, batches * (SIZE + 3) + 1))
    assert store.last_seq() == len(changes)
    shared = store.get("shared:0")
    assert shared is not None
    assert (shared.version, shared.content) == (batches, str(batches - 1).encode())
    assert len(store.history("shared:0")) == batches
