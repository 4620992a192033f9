"""A walk beside a writer that never rests: every record that was there throughout, exactly once, on both engines."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from flask.testing import FlaskClient

from bench.processes import within
from records.schema import draft
from records.store import Store
from search.engines import open_writer
from search.making import make_entry
from settings import Settings
from tests.http import nodes
from tests.http.asking import get, ids
from tests.http.conftest import EngineSettings, engine_settings

__all__ = ["engine_settings"]

pytestmark = pytest.mark.slow

RECORDS = 1_500
STEP = 100
AT_ONCE = 40


@pytest.fixture
def node(engine_settings: EngineSettings, tmp_path: Path) -> Iterator[nodes.Following]:
    found = nodes.following(tmp_path, **engine_settings())
    found.put(*(_record(n, 0) for n in range(RECORDS)))
    yield found
    found.app.extensions["wenmai"].close()


def _record(number: int, touched: int) -> dict[str, Any]:
    """What a walk may be sorted by never changes with the touch."""
    year = number % 13
    return nodes.record(
        number,
        title={"zh-Hans": f"器物{number % 50}"},
        subjects=[f"题{number % 60}"],
        extra={"touched": touched},
        **({"date": {"start": year, "end": year}} if year else {}),
    )


@dataclass
class Writer:
    """Changes, withdraws, restores and makes records without a pause, the index following each time."""

    settings: Settings
    withdrawn: set[int] = field(default_factory=set)
    commits: int = 0
    over: Event = field(default_factory=Event)

    def write(self) -> None:
        drawn, fresh = random.Random(17), RECORDS
        with (
            closing(Store.open(self.settings.database_url)) as store,
            closing(open_writer(self.settings.engine_url)) as writer,
        ):
            while not self.over.is_set():
                # Those of the last two hundred come and go; all others stay, however often they change.
                store.put([draft(_record(n, self.commits + 1)) for n in drawn.sample(range(RECORDS), AT_ONCE)])
                store.put([draft(_record(n, 0)) for n in range(fresh, fresh + 3)])
                gone = drawn.sample(range(RECORDS - 200, RECORDS), 5)
                store.withdraw([f"made:{n}" for n in gone], "for a moment")
                self.withdrawn |= set(gone)
                fresh += 3
                entries = store.entries_since(writer.position(), 10_000)
                assert not writer.apply([make_entry(entry) for entry in entries], store.last_seq()).refused
                self.commits += 1

    def beside(self) -> None:
        """Return once more was written than when this was asked, so that no step of a walk sees what the last saw."""
        before = self.commits
        assert within(30, lambda: self.commits > before), "the writer ended"


@contextmanager
def writing(node: nodes.Following) -> Iterator[Writer]:
    writer = Writer(node.settings)
    thread = Thread(target=writer.write)
    thread.start()
    try:
        yield writer
    finally:
        writer.over.set()
        thread.join()


def _steps(client: FlaskClient, writer: Writer, path: str, **query: Any) -> Iterator[Any]:
    """The steps of a walk, each after another commit than the one before."""
    answer = get(client, path, cursor="*", **query)
    yield answer
    while "next" in answer["links"]:
        writer.beside()
        answer = client.get(answer["links"]["next"]).get_json()
        yield answer


@pytest.mark.parametrize("sort", [None, "title", "-year"])
def test_whatever_is_written_a_walk_misses_nothing(node: nodes.Following, sort: str | None) -> None:
    client: FlaskClient = node.app.test_client()
    with writing(node) as writer:
        query = {"sort": sort} if sort else {}
        seen = Counter(
            one for step in _steps(client, writer, "/v1/records", page_size=STEP, **query) for one in ids(step)
        )
    throughout = {f"made:{n}" for n in range(RECORDS)} - {f"made:{n}" for n in writer.withdrawn}
    assert throughout - seen.keys() == set()
    assert [one for one, count in seen.items() if count > 1] == []


def test_nor_does_a_walk_of_values(node: nodes.Following) -> None:
    with writing(node) as writer:
        steps = _steps(node.app.test_client(), writer, "/v1/facets/subject", page_size=7)
        seen = Counter(one["value"] for step in steps for one in step["values"])
    assert seen == Counter({f"题{n}": 1 for n in range(60)})


def test_a_walk_and_the_changes_since_make_a_whole_copy(node: nodes.Following) -> None:
    """What a follower does: walk, then go on from the change as of which the walk began."""
    client: FlaskClient = node.app.test_client()
    copy = {}
    with writing(node) as writer:
        for answer in _steps(client, writer, "/v1/records", page_size=STEP):
            copy |= {one["id"]: one for one in answer["records"]}
    since = answer["page"]["since"]
    while True:
        told = client.get(f"/v1/changes?since={since}&limit=500").get_json()
        changed = list({one["id"]: None for one in told["changes"]})
        if changed:
            for found in client.post("/v1/records/batch", json={"ids": changed}).get_json()["records"]:
                copy.pop(found["id"], None)
                if found["status"] == 200:
                    copy[found["id"]] = found["record"]
        since = told["upto"]
        if "next" not in told["links"]:
            break
    with closing(Store.open(node.settings.database_url)) as store:
        kept = {one.id: one.version for one in store.entries_since(0, 100_000) if one.content}
    assert {one: record["version"] for one, record in copy.items()} == kept
