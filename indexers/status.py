"""Where a node stands: what the store holds a data set, and how far the index follows it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from typing import Any

from indexers.reporting import run_fields
from records.store import Store
from search.engines import open_engine
from search.errors import EngineError
from search.results import Health


def status(store: Store, engine_url: str) -> dict[str, Any]:
    """Counts, last runs and the index, as `wenmai status --json` prints them."""
    runs = {run.dataset: run_fields(run) for run in store.last_runs()}
    counts = store.counts()
    listed = sorted({dataset.id for dataset in store.datasets()} | set(counts))
    return {
        "datasets": [{"id": name, **_counted(counts.get(name, {})), "last_run": runs.get(name)} for name in listed],
        "seq": store.last_seq(),
        "index": asdict(_health(engine_url)),
    }


def _counted(counts: dict[str, int]) -> dict[str, int]:
    return {state: counts.get(state, 0) for state in ("live", "withdrawn", "merged")}


def _health(engine_url: str) -> Health:
    try:
        with closing(open_engine(engine_url)) as engine:
            return engine.health()
    except EngineError as error:
        return Health(ok=False, engine=engine_url.partition(":")[0], build="", records=0, seq=-1, detail=str(error))
