"""A walk of all records over HTTP while a writer changes a thousand a second: what was there throughout comes once.

A copy of the node is walked, for the writer changes it; its sync follows as it always does.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import orjson

from bench import nodes
from bench.common import SEED, environment, keep, percentile, require_disk, show, verdict
from bench.load import ask
from bench.serving import serving
from records.schema import draft
from records.store import Store
from settings import Settings

A_SECOND = 1_000
BATCH = 250
WITHDRAWN = 5
"""Of each batch; as many new records come."""

STEP = 1_000
PLAIN, BY_TITLE = "plain", "by title"
WALKS = {PLAIN: "/v1/records?cursor=*", BY_TITLE: "/v1/records?cursor=*&sort=title"}


@dataclass
class Writer:
    """Changes records picked by chance, withdraws some and makes new ones; notes which were withdrawn."""

    url: str
    changed: int = 0
    withdrawn: set[str] = field(default_factory=set)
    seconds: float = 0.0

    @contextmanager
    def going_on(self) -> Iterator[None]:
        over, drawn = threading.Event(), random.Random(SEED)

        def write() -> None:
            with closing(Store.open(self.url)) as store:
                begun, ids = time.monotonic(), _live(store)
                while not over.wait(max(0.0, begun + self.changed / A_SECOND - time.monotonic())):
                    self._step(store, drawn, ids)
                self.seconds = time.monotonic() - begun

        thread = threading.Thread(target=write)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _step(self, store: Store, drawn: random.Random, ids: list[str]) -> None:
        entries = store.get_many(drawn.sample(ids, BATCH))
        contents = [orjson.loads(one.content) for one in entries.values() if one.content]
        new = [_made(self.changed + number) for number in range(WITHDRAWN)]
        put = store.put([draft(_touched(one, drawn)) for one in contents] + [draft(one) for one in new])
        gone = store.withdraw(drawn.sample(ids, WITHDRAWN), "for a bench")
        self.withdrawn |= set(gone)
        self.changed += len(put.created) + len(put.updated) + len(gone)


def main() -> None:
    """Walk in two orders beside the writer; print what was missing or came twice."""
    found = {}
    with nodes.whole() as kept, tempfile.TemporaryDirectory(prefix="wenmai-walks-", dir=kept.parent) as name:
        require_disk(kept.parent, 6)
        data = shutil.copytree(kept, Path(name) / "node")
        with serving(data) as (port, _):
            for kind, path in WALKS.items():
                found[kind] = _walked(port, path, data)
    counted = ("records", "there throughout", "missing", "twice", "", "changes", "a second")
    columns = ("walk", *counted, "records/s", "step p50 ms", "p99")
    show(f"walks in steps of {STEP:,} beside a writer", columns, [(kind, *_row(one)) for kind, one in found.items()])
    keep("walks", found)


def _walked(port: int, path: str, data: Path) -> dict[str, Any]:
    url = Settings.from_env(environment(data)).database_url
    with closing(Store.open(url)) as store:
        before = set(_live(store))
    # What was written before is in the index when the walk begins.
    writer, steps = Writer(url), []
    seen: Counter[str] = Counter()
    with writer.going_on():
        _past(port, writer)
        begun = time.perf_counter()
        for ids, took in _steps(port, f"{path}&page_size={STEP}&fields=id"):
            seen.update(ids)
            steps.append(took * 1_000)
        seconds = time.perf_counter() - begun
    throughout = before - writer.withdrawn
    twice = sum(1 for count in seen.values() if count > 1)
    return {
        "records": seen.total(),
        "throughout": len(throughout),
        "missing": len(throughout - seen.keys()),
        "twice": twice,
        "changes": writer.changed,
        "a_second": writer.changed / writer.seconds,
        "per_second": seen.total() / seconds,
        "p50": percentile(steps, 0.5),
        "p99": percentile(steps, 0.99),
    }


def _row(one: dict[str, Any]) -> tuple[object, ...]:
    lost = one["missing"] + one["twice"]
    told = ("records", "throughout", "missing", "twice")
    rates = ("changes", "a_second", "per_second", "p50", "p99")
    return (*(one[name] for name in told), verdict(lost, 0), *(one[name] for name in rates))


def _steps(port: int, path: str) -> Iterator[tuple[list[str], float]]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        following: str | None = path
        while following:
            begun = time.perf_counter()
            answer = json.loads(ask(connection, following))
            yield [record["id"] for record in answer["records"]], time.perf_counter() - begun
            following = answer["links"].get("next")


def _past(port: int, writer: Writer) -> None:
    """Until the index holds something the writer has written."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        first = json.loads(ask(connection, "/v1/changes?limit=1"))["as_of"]
        while json.loads(ask(connection, "/v1/changes?limit=1"))["as_of"] <= first or not writer.changed:
            time.sleep(0.1)


def _live(store: Store) -> list[str]:
    return [one for dataset in store.counts() for one in store.live_ids(dataset)]


def _touched(content: dict[str, Any], drawn: random.Random) -> dict[str, Any]:
    """Changed in what nothing is sorted by."""
    return content | {"extra": {**content.get("extra", {}), "touched": drawn.randrange(1 << 40)}}


def _made(number: int) -> dict[str, Any]:
    return {"id": f"walks:{number}", "dataset": "walks", "type": "artifact", "title": {"en": f"made {number}"}}


if __name__ == "__main__":
    main()
