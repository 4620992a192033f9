"""What stands in a file is counted while it is written: records, their licences, their data sets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import orjson

from api.exporting.streaming import Batch
from records.jobs import Counted
from records.model import JsonMap


@dataclass(slots=True)
class Tally:
    """Counts of records, by the address of their licence and by data set."""

    count: int = 0
    licences: Counter[str] = field(default_factory=Counter)
    datasets: Counter[str] = field(default_factory=Counter)

    def add(self, record: JsonMap) -> None:
        self.count += 1
        self.licences[record["rights"]["uri"]] += 1
        self.datasets[record["dataset"]] += 1

    def add_kept(self, batch: Batch) -> None:
        for one in batch:
            self.add(orjson.loads(one.source))


def ordered(counts: Counter[str]) -> tuple[Counted, ...]:
    """The most frequent first."""
    return tuple(Counted(name, count) for name, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])))
