"""Keys while their PostgreSQL is stopped, or hangs: nobody who was known is locked out, nobody gains, it comes back."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from records.keys import Issued, Kind, Wish, make
from records.store import Store
from tests import postgres
from tests.http import nodes
from tests.http.asking import problem

pytestmark = pytest.mark.slow

WISH = Wish("Museum walks", "dev@example.org", "An app that shows what stands near.", tier="partner")


class Away:
    """A node on a PostgreSQL of its own, with a key it has seen and one it has not."""

    def __init__(self, cluster: postgres.Cluster, folder: Path) -> None:
        self.cluster = cluster
        url = cluster.url(cluster.new_database())
        self.app = nodes.following(folder / "node", WENMAI_DATABASE_URL=url).app
        self.client: FlaskClient = self.app.test_client()
        store = Store.open(url)
        self.known: Issued = store.keys.issue(WISH)
        self.unseen: Issued = store.keys.issue(WISH)
        store.close()
        self.awaits(self.known.text)

    def asks(self, key: str) -> tuple[str, bool]:
        """The tier a key is served by now, and whether it could not be looked up."""
        answer = self.client.get("/v1/me", headers={"X-Api-Key": key})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        told = answer.get_json()
        assert (answer.headers.get("X-Api-Key-Status") == "unverified") == told["unverified"]
        return told["tier"], told["unverified"]

    def reads(self, key: str) -> int:
        return self.client.get("/v1/records", headers={"X-Api-Key": key}).status_code

    def awaits(self, key: str) -> None:
        """Until the key is looked up again."""
        deadline = time.monotonic() + 60
        while self.asks(key) != ("partner", False):
            assert time.monotonic() < deadline
            time.sleep(0.1)


@pytest.fixture
def away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_cluster: postgres.Cluster) -> Iterator[Away]:
    del postgres_cluster  # only to fail, or be left out, as it does where there is none
    with postgres.cluster() as cluster:
        found = Away(cluster, tmp_path)
        monkeypatch.setattr("api.keys.known.FRESH_S", 0.0)
        yield found
        found.app.extensions["wenmai"].close()


def test_a_stopped_store_locks_nobody_out(away: Away) -> None:
    away.cluster.stop()
    for _ in range(3):
        assert away.asks(away.known.text) == ("partner", False)
        assert away.asks(away.unseen.text) == ("anonymous", True)
        assert away.reads(away.known.text) == away.reads(away.unseen.text) == 200
    made_up = away.client.get("/v1/records", headers={"X-Api-Key": make(Kind.SECRET, b"another seal")})
    assert problem(made_up, 401, "key-not-valid")["reason"] == "unknown"
    for text in (away.known.text, away.unseen.text):
        headers = {"X-Api-Key": text}
        answer = away.client.post("/v1/keys/rotate", json={}, headers=headers)
        problem(answer, 503, "store-unavailable")
        assert answer.headers["Retry-After"]
        problem(away.client.delete("/v1/keys/current", headers=headers), 503, "store-unavailable")
    problem(
        away.client.post("/v1/keys", json={"name": "a", "contact": "a@b.org", "purpose": "c"}), 503, "store-unavailable"
    )
    away.cluster.start()
    away.awaits(away.unseen.text)
    assert away.asks(away.known.text) == ("partner", False)


def _processes(parent: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == parent:
                yield int(entry.name)


def test_a_store_that_hangs_locks_nobody_out_and_holds_nobody_up(away: Away, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.resilience.waiting.PATIENCE_S", 1.0)
    server = away.cluster._server
    assert server is not None
    hung = [server.pid, *_processes(server.pid)]
    for pid in hung:
        os.kill(pid, signal.SIGSTOP)
    try:
        begun = time.monotonic()
        assert away.asks(away.known.text) == ("partner", False)
        assert away.asks(away.unseen.text) == ("anonymous", True)
        for _ in range(200):
            assert away.asks(away.known.text) == ("partner", False)
        # Each would wait for a second.
        assert time.monotonic() - begun < 30
        assert away.reads(away.known.text) == 200
    finally:
        for pid in hung:
            os.kill(pid, signal.SIGCONT)
    away.awaits(away.unseen.text)
