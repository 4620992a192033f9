"""The store as a worker process has it: opened once, by the address its work came with."""

from __future__ import annotations

from functools import lru_cache

from records.store import Store


@lru_cache(maxsize=2)
def opened(database_url: str) -> Store:
    """The store at this address; each process keeps one of its own."""
    return Store.open(database_url)
