"""Which build is served and how far it has come, as the reserved entry of each build tells."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from search.engines.elasticsearch.documents import POSITION_ID, sums
from search.engines.elasticsearch.results import Found
from search.errors import IndexDamaged
from search.indexed import POSITION

Search = tuple[dict[str, Any], dict[str, Any]]

REMEMBERED_S = 60.0
"""A position told so long ago, and by no copy since, is no longer held against others."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The index that answered, and the last change in it."""

    index: str
    seq: int


@dataclass(frozen=True, slots=True)
class Told:
    """A position, and when it was told (monotonic clock)."""

    at: float
    standing: Standing

    def is_newer_than(self, other: Standing) -> bool:
        """Of the same index; what nobody was told for long is no measure: the index may have been put back."""
        return (
            other.index == self.standing.index
            and other.seq < self.standing.seq
            and time.monotonic() - self.at < REMEMBERED_S
        )


def asked() -> Search:
    """The search that finds the reserved entry: on its own shard alone, and as searches see it."""
    body = {"size": 1, "query": {"term": {"kind": POSITION}}, "track_total_hits": False}
    return {"routing": POSITION_ID}, body


def read(answer: Found) -> Standing:
    """IndexDamaged where there is no reserved entry, ValueError where it is not what was written."""
    return Standing(index(answer), seq(answer["hits"]["hits"][0]["_source"]))


def index(answer: Found) -> str:
    """The name of the index that answered."""
    hits = answer["hits"]["hits"]
    if not hits:
        raise IndexDamaged("the served build has no position; it was not made here")
    return str(hits[0]["_index"])


def is_of(answer: Found, index: str) -> bool:
    """Whether it is seen from the answer to a search that this index gave it."""
    hits = answer["hits"]["hits"]
    return bool(hits) and hits[0]["_index"] == index


def seq(kept: Found) -> int:
    """What a reserved entry tells; ValueError where it is not what was written."""
    told = int(kept["seq"])
    if kept["sums"] != sums(POSITION_ID, 0, told):
        raise ValueError(told)
    return told
