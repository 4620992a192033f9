"""How fast an index is filled: by our writer and by `parallel_bulk` of the official client, with the same documents."""

from __future__ import annotations

import gc
import time
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
from elasticsearch.helpers import parallel_bulk

from bench.cluster import Place, remove
from indexers.sync import CHUNK
from indexers.workers import Workers, batched
from records.model import Entry
from records.store import Store
from search.engines.elasticsearch import open_writer
from search.engines.elasticsearch.documents import lines
from search.engines.elasticsearch.mapping import mapping, settings
from search.entries import IndexEntry
from search.making import make_entry
from settings import Settings

BUILT = 100_000
ROUNDS = 3
THREADS, TOGETHER = 4, 500

Batches = list[list[IndexEntry]]
Figures = dict[str, list[float]]


def measure(place: Place, data: Path) -> Figures:
    """Records a second by name, a figure a round; the entries are ready before the clock starts, and in memory."""
    batches = _entries(data)
    documents = [_document(entry) for batch in batches for entry in batch]
    gc.freeze()
    found: Figures = {"ours": [], "parallel_bulk": []}
    for number in range(ROUNDS):
        for name in sorted(found, reverse=bool(number % 2)):
            took_s = _ours(place, batches) if name == "ours" else _theirs(place, documents)
            found[name].append(len(documents) / took_s)
            print(f"  {name}: {found[name][-1]:,.0f} records/s of {len(documents):,}", flush=True)
            remove(place, "filled")
    gc.unfreeze()
    return found


def _entries(data: Path) -> Batches:
    """As the sync makes them, from all over the store: about `BUILT`."""
    with closing(Store.open(Settings.from_env({"WENMAI_DATA": str(data)}).database_url)) as store, Workers() as workers:
        every = max(1, store.last_seq() // BUILT)
        return list(workers.map(_made, _spread(store, every)))


def _spread(store: Store, every: int) -> Iterator[list[Entry]]:
    """Every so many stretches of the changes there are."""
    for start in range(0, store.last_seq(), CHUNK * every):
        yield from batched(store.entries_between(start, start + CHUNK), CHUNK)


def _made(entries: list[Entry]) -> list[IndexEntry]:
    return [make_entry(entry) for entry in entries]


def _document(entry: IndexEntry) -> dict[str, Any]:
    return {"_index": "", "_id": entry.id, "_source": orjson.loads(lines(entry)[1])}


def _ours(place: Place, batches: Batches) -> float:
    """From an empty build to one that is checked and served."""
    with closing(open_writer(place.engine_url("filled"))) as writer:
        started = time.perf_counter()
        build = writer.begin()
        for outcome in writer.fill(build, batches):
            assert not outcome.refused, outcome
        writer.promote(build, max(entry.seq for entry in batches[-1]))
        return time.perf_counter() - started


def _theirs(place: Place, documents: list[dict[str, Any]]) -> float:
    """Into an index of the same mapping and settings, until all can be found."""
    index = f"{place.prefix}-filled-theirs"
    with closing(place.client()) as client:
        client.indices.create(index=index, settings=settings(1), mappings=mapping())
        actions = (document | {"_index": index} for document in documents)
        started = time.perf_counter()
        deque(parallel_bulk(client, actions, thread_count=THREADS, chunk_size=TOGETHER), maxlen=0)
        client.indices.refresh(index=index)
        return time.perf_counter() - started
