"""A node in a folder: its settings, its store, what its index serves; all real, in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexers.workers import Workers
from records.schema import draft
from records.store import Store
from search.engines import open_engine
from search.query import Query, Sort
from search.results import Health
from settings import Settings
from tests.indexers.taking import record


@dataclass(frozen=True, slots=True)
class Node:
    """The store is open; `workers` are there to be lent."""

    settings: Settings
    store: Store
    workers: Workers

    def put(self, *numbers: int | str, **more: Any) -> None:
        self.store.put([draft(record(number, **more)) for number in numbers])

    def health(self) -> Health:
        with closing(open_engine(self.settings.engine_url)) as engine:
            return engine.health()

    def served(self) -> set[str]:
        with closing(open_engine(self.settings.engine_url)) as engine:
            return {hit.id for hit in engine.scan(Query(sort=Sort("ordinal")))}


@contextmanager
def node_in(folder: Path) -> Iterator[Node]:
    settings = Settings.from_env({"WENMAI_DATA": str(folder)})
    with closing(Store.open(settings.database_url)) as store, Workers() as workers:
        yield Node(settings, store, workers)
