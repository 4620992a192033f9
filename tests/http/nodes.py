"""Nodes to ask: a folder with a store and an index of the sample records and a few made for the tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from flask import Flask

from api import create_app
from api.working.loop import Worker
from indexers.dumps import making
from indexers.dumps.making import Wish
from indexers.progress import silent
from records.jobs import JobWish
from records.model import Dataset
from records.schema import draft
from records.store import Store
from search.engines import open_engine, open_writer
from search.making import make_entry
from settings import Settings

SAMPLE = Path(__file__).resolve().parent.parent.parent / "data" / "sample"
OPEN = {"uri": "https://creativecommons.org/publicdomain/zero/1.0/", "reuse": "open"}


def record(number: int, **more: Any) -> dict[str, Any]:
    """A record of the test data set `made`; `more` goes over it."""
    return {
        "id": f"made:{number}",
        "type": "artifact",
        "title": {"zh-Hans": f"测试器物{number}", "en": f"Test vessel {number}"},
        "dataset": "made",
        "rights": OPEN,
        **more,
    }


MADE = (
    record(
        1, title={"zh-Hans": "<script>alert(1)</script>瓷瓶", "en": "<b>Vase</b>"}, date={"start": 1500, "end": 1550}
    ),
    record(2, place={"lat": 39.9, "lon": 116.4}, region="110101", date={"start": -221, "end": -206}),
    record(3, place={"lat": 39.95, "lon": 116.45}, region="110101", text={"zh-Hans": "全文在此"}),
    record(4),
    record(5),
    record(
        6, materials=["青铜"], media=[{"url": "https://example.org/6.jpg", "type": "image/jpeg", "rights": OPEN}] * 2
    ),
)
WITHDRAWN, MERGED, TARGET = "made:4", "made:5", "made:6"
REASON = "重复发布"


def sample() -> Iterator[dict[str, Any]]:
    for path in sorted(SAMPLE.glob("*.jsonl")):
        with path.open("rb") as lines:
            yield from (orjson.loads(line) for line in lines if line.strip())


def sample_datasets() -> Iterator[Dataset]:
    for one in orjson.loads((SAMPLE / "datasets.json").read_bytes()):
        yield Dataset(one["id"], orjson.dumps(one), datetime(2026, 11, 23, tzinfo=UTC))


PLENTY = {
    "WENMAI_LIMITS": "on",
    **{f"WENMAI_LIMIT_{tier}": "500000/second, 1000000/minute, 2000000/day" for tier in ("ANONYMOUS", "STANDARD")},
}
"""Limits that are there, and that no test comes near."""


def settings(folder: Path, **more: str) -> Settings:
    """Without rate limits, which would count all tests as one caller; say otherwise where they are looked at."""
    return Settings.from_env({"WENMAI_DATA": str(folder), "WENMAI_LIMITS": "off", **more})


def fill(chosen: Settings) -> None:
    """Sample and made records into the store, one withdrawn and one merged, then all of it into a served build."""
    store = Store.open(chosen.database_url)
    for dataset in sample_datasets():
        store.put_dataset(dataset)
    made = Dataset(
        "made", orjson.dumps({"id": "made", "title": {"en": "Made for tests"}}), datetime(2026, 1, 1, tzinfo=UTC)
    )
    store.put_dataset(made)
    store.put([draft(one) for one in (*MADE, *sample())])
    store.withdraw([WITHDRAWN], REASON)
    store.merge(MERGED, TARGET)
    writer = open_writer(chosen.engine_url)
    build = writer.begin()
    outcome = writer.write(build, [make_entry(entry) for entry in store.entries_since(0, 100_000)])
    assert not outcome.refused, outcome.refused
    writer.promote(build, store.last_seq())
    writer.close()
    store.close()


def dump(chosen: Settings, *datasets: str) -> None:
    with closing(Store.open(chosen.database_url)) as store, closing(open_engine(chosen.engine_url)) as engine:
        making.dump(engine, store.datasets(), chosen.dumps, Wish(datasets, "gzip", 3, chosen.base_url), silent)


EXPORTED = "export-yue2yue2yue2yue2"
"""A job of the filled node that is done; the spec's examples name it."""


def export(chosen: Settings) -> None:
    """Ask for the made records, and do it."""
    app = create_app(chosen)
    store = app.extensions["wenmai"].store
    asked = {"filter": {"dataset": ["made"]}}
    store.jobs.make(JobWish(asked, "http://localhost", "nobody", 4, store.last_seq()), job_id=EXPORTED)
    assert work_all(app) == 1
    app.extensions["wenmai"].close()


def work_all(app: Flask) -> int:
    """Do the jobs there are, here; how many."""
    worker, count = Worker(app, lambda: True), 0
    while worker.one():
        count += 1
    return count


@dataclass(frozen=True)
class Following:
    """A node whose store can be written to, the index following at once."""

    settings: Settings
    app: Flask

    def put(self, *contents: dict[str, Any]) -> None:
        store = Store.open(self.settings.database_url)
        store.put([draft(one) for one in contents])
        self._follow(store)

    def withdraw(self, *ids: str, decided: bool = False) -> None:
        store = Store.open(self.settings.database_url)
        store.withdraw(ids, REASON, decided=decided)
        self._follow(store)

    def restore(self, *ids: str) -> None:
        store = Store.open(self.settings.database_url)
        store.restore(ids)
        self._follow(store)

    def _follow(self, store: Store) -> None:
        writer = open_writer(self.settings.engine_url)
        entries = store.entries_since(writer.position(), 100_000)
        assert not writer.apply([make_entry(entry) for entry in entries], store.last_seq()).refused
        writer.close()
        store.close()


def following(folder: Path, **more: str) -> Following:
    chosen = settings(folder, **more)
    store = Store.open(chosen.database_url)
    writer = open_writer(chosen.engine_url)
    writer.promote(writer.begin(), 0)
    writer.close()
    store.close()
    return Following(chosen, create_app(chosen))
