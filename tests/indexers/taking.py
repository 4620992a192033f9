"""Taking a file into a store of its own, in this process, the way `wenmai ingest` does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from indexers.ingest import Into, Options, Outcome, ingest
from indexers.locating import inputs
from indexers.rejects import RejectsFile
from indexers.workers import Workers
from records.store import Store


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder with a store in it."""

    folder: Path
    store: Store
    url: str

    def take(self, name: str, content: bytes, **asked: Any) -> Outcome:
        """Write a file and take it in; `dataset` and `mapping` as on the command line, the rest are options."""
        path = self.folder / name
        path.write_bytes(content)
        return self.take_file(path, **asked)

    def take_file(self, path: Path, dataset: str = "", mapping: Path | None = None, **asked: bool) -> Outcome:
        (found,) = inputs(str(path), path.parent, mapping, dataset)
        with RejectsFile(self.folder / "rejects", "taken", datetime.now(UTC)) as rejects, Workers() as workers:
            return ingest(found, Into(self.store, self.url, workers), rejects, Options(**asked))

    def ids(self, dataset: str) -> set[str]:
        return set(self.store.live_ids(dataset))


@contextmanager
def bench_in(folder: Path) -> Iterator[Bench]:
    url = f"sqlite:///{folder / 'records.db'}"
    store = Store.open(url)
    try:
        yield Bench(folder, store, url)
    finally:
        store.close()


def record(number: int | str, **more: Any) -> dict[str, Any]:
    """A small valid record of the data set `towers`."""
    content = {
        "id": f"towers:{number}",
        "dataset": "towers",
        "type": "site",
        "title": {"zh-Hans": f"第{number}号塔"},
        "rights": {"uri": "https://creativecommons.org/publicdomain/zero/1.0/", "reuse": "open"},
    }
    return content | more


def lines(*records: dict[str, Any]) -> bytes:
    return b"".join(orjson.dumps(each, option=orjson.OPT_APPEND_NEWLINE) for each in records)


def rejects(outcome: Outcome) -> list[dict[str, Any]]:
    """What the rejects file says."""
    return [orjson.loads(line) for line in Path(outcome.rejects_file).read_bytes().splitlines()]
