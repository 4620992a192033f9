"""Writes entries by bulk requests: what became of each is known, and a cluster that is too busy is given time."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from search.engines.elasticsearch.guard import guarded, kind_of, of_status
from search.errors import EngineUnavailable
from search.indexed import Made, Refusal

MOST_ENTRIES = 500
MOST_BYTES = 4_000_000
"""Of one request; Elasticsearch's own advice is a few megabytes, and it takes no more than a hundred."""

FIRST_WAIT_S = 0.1
LONGEST_WAIT_S = 5.0
TOO_BUSY = 429
NEWER_IS_THERE = 409
BAD_ENTRY = 400
WHOLE_REFUSED = (400, 413)

Lines = Made[tuple[bytes, bytes]]
"""An entry as the two lines a bulk request takes."""


def batches(ready: Sequence[Lines]) -> Iterator[list[Lines]]:
    batch: list[Lines] = []
    size = 0
    for one in ready:
        own = sum(map(len, one.form))
        if batch and (len(batch) >= MOST_ENTRIES or size + own > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += own
    if batch:
        yield batch


class Bulk:
    """Sends batches to one index. Safe among threads."""

    def __init__(self, client: Elasticsearch, patience_s: float) -> None:
        self._client = client
        self._patience_s = patience_s

    def send(self, index: str, batch: Sequence[Lines], *, through_alias: bool = False) -> list[Refusal]:
        """Write all; those that cannot be written come back with the reason.

        What the cluster had no room for is sent again until it has; EngineUnavailable when patience ends, or where
        the fault lies in no entry.
        """
        refused: list[Refusal] = []
        ends, wait = time.monotonic() + self._patience_s, FIRST_WAIT_S
        waiting = list(batch)
        while waiting:
            statuses = self._sent(index, waiting, through_alias)
            refused += [
                (one.id, f"refused by the index: {kind}")
                for one, (status, kind) in zip(waiting, statuses, strict=True)
                if status == BAD_ENTRY
            ]
            waiting = [one for one, (status, _) in zip(waiting, statuses, strict=True) if status == TOO_BUSY]
            if waiting:
                if time.monotonic() + wait > ends:
                    raise EngineUnavailable(f"writing to {index}: too busy for {self._patience_s:g} s")
                time.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311
                wait = min(wait * 2, LONGEST_WAIT_S)
        return refused

    def _sent(self, index: str, batch: Sequence[Lines], through_alias: bool) -> list[tuple[int, str]]:
        """Status and kind of fault of each: written, newer there already, bad, or to be sent again."""
        what = f"writing to {index}"
        operations: Any = [line for one in batch for line in one.form]
        with guarded(what):
            try:
                told = self._client.bulk(operations=operations, index=index, require_alias=through_alias).body
            except ApiError as error:
                if error.meta.status == TOO_BUSY:
                    return [(TOO_BUSY, "")] * len(batch)
                if error.meta.status in WHOLE_REFUSED and isinstance(error.body, Mapping):
                    return self._apart(index, batch, through_alias, kind_of(error.body))
                raise
            found = [_told(item["index"]) for item in told["items"]]
            if len(found) != len(batch):
                raise ValueError(len(found))
        for status, kind in found:
            if status >= BAD_ENTRY and status not in (BAD_ENTRY, NEWER_IS_THERE, TOO_BUSY):
                raise of_status(what, status, kind)
        return found

    def _apart(self, index: str, batch: Sequence[Lines], through_alias: bool, kind: str) -> list[tuple[int, str]]:
        """For one entry that it will not look at the cluster refuses a whole request: by halves it is found."""
        if len(batch) == 1:
            return [(BAD_ENTRY, kind)]
        middle = len(batch) // 2
        halves = (batch[:middle], batch[middle:])
        return [each for half in halves for each in self._sent(index, half, through_alias)]


def _told(item: Mapping[str, Any]) -> tuple[int, str]:
    return int(item["status"]), str(item.get("error", {}).get("type", ""))
