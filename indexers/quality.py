"""How much of what publishers said was understood: shares, a field and data set at a time, counted from the records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from indexers.progress import Advance, silent
from records.model import Entry, JsonMap, State
from records.store import Store
from records.vocabularies import regions

MISSED_SHOWN = 5
_PAGE = 2_000
_LONGEST = 100
"""Characters kept of a text that was not understood."""


@dataclass(frozen=True, slots=True)
class Share:
    """Of `told` records that say something `understood` say it in a form of ours; `missed` are the commonest others."""

    told: int
    understood: int
    missed: tuple[tuple[str, int], ...] = ()

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nothing was told."""
        return self.understood / self.told if self.told else None


@dataclass(frozen=True, slots=True)
class Quality:
    """Of one data set: its live records, shares by field, how many regions of each level, titles in each language."""

    dataset: str
    records: int
    fields: Mapping[str, Share]
    levels: Mapping[str, int]
    titles: Mapping[str, int]


_HAN = re.compile("[\u3400-\u9fff]")
_REGION_COLUMN = re.compile(r"省|市级|县级|政区|(?:^|_)(?:region|province|city|county)(?:_|$)", re.IGNORECASE)


def _date_text(record: JsonMap) -> str:
    return str(record.get("date", {}).get("text", ""))


def _dated(record: JsonMap) -> str:
    """A date's words, or that a period is given without any (a poem's dynasty)."""
    return _date_text(record) or " ".join(record.get("periods", ()))


def _place_text(record: JsonMap) -> str:
    """Place or publisher's columns of divisions, where they are Chinese: no other land's divisions have codes here."""
    columns = (str(v) for name, v in record.get("extra", {}).items() if _REGION_COLUMN.search(name) and v)
    written = record.get("place", {}).get("text") or " ".join(columns)
    return written if _HAN.search(written) else ""


def _always(record: JsonMap) -> str:  # noqa: ARG001
    return "none"


Told = Callable[[JsonMap], str]
Understood = Callable[[JsonMap], bool]

_FIELDS: Mapping[str, tuple[Told, Understood]] = {
    "date": (_date_text, lambda record: "start" in record["date"]),
    "periods": (_dated, lambda record: bool(record.get("periods"))),
    "region": (_place_text, lambda record: bool(record.get("region"))),
    "point": (_always, lambda record: "lat" in record.get("place", {})),
    "creators": (_always, lambda record: bool(record.get("creators"))),
    "rights": (_always, lambda record: bool(record.get("rights", {}).get("uri"))),
}
"""By field: the words a record tells it in ("" for none), and whether they were understood."""

_PRESENT_ONLY = frozenset(name for name, (told, _) in _FIELDS.items() if told is _always)


@dataclass(slots=True)
class _Tally:
    """Counts for one data set while its records go by."""

    records: int = 0
    told: Counter[str] = field(default_factory=Counter)
    understood: Counter[str] = field(default_factory=Counter)
    missed: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in _FIELDS})
    levels: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)

    def add(self, record: JsonMap) -> None:
        self.records += 1
        if region := regions().get(record.get("region", "")):
            self.levels[region.level] += 1
        self.titles.update(record["title"].keys())
        for name, (told, understood) in _FIELDS.items():
            if not (written := told(record)):
                continue
            self.told[name] += 1
            if understood(record):
                self.understood[name] += 1
            elif name not in _PRESENT_ONLY:
                self.missed[name][written[:_LONGEST]] += 1

    def quality(self, dataset: str) -> Quality:
        fields = {name: Share(self.told[name], self.understood[name], self._commonest(name)) for name in _FIELDS}
        levels, titles = dict(self.levels.most_common()), dict(self.titles.most_common())
        return Quality(dataset, self.records, fields, levels, titles)

    def _commonest(self, name: str) -> tuple[tuple[str, int], ...]:
        return tuple(sorted(self.missed[name].items(), key=lambda each: (-each[1], each[0]))[:MISSED_SHOWN])


def measured(records: Iterable[tuple[str, JsonMap]]) -> tuple[Quality, ...]:
    """Of records in the record form with their data sets; a data set at a time, by its id."""
    tallies: dict[str, _Tally] = {}
    for dataset, record in records:
        tallies.setdefault(dataset, _Tally()).add(record)
    return tuple(tallies[dataset].quality(dataset) for dataset in sorted(tallies))


def measured_in(store: Store, advance: Advance = silent) -> tuple[Quality, ...]:
    """Of all live records of a store, read a page at a time."""
    return measured(_live(store, advance))


def _live(store: Store, advance: Advance) -> Iterator[tuple[str, dict[str, Any]]]:
    for entry in _entries(store):
        if entry.state is State.LIVE:
            yield entry.dataset, orjson.loads(entry.content)
            advance(1)


def _entries(store: Store) -> Iterator[Entry]:
    seq = 0
    while page := store.entries_since(seq, _PAGE):
        yield from page
        seq = page[-1].seq
