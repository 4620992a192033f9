"""Seeded records for the contract: uneven, many-valued, with gaps, ties and places everywhere."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from records.model import Entry, State
from records.vocabularies import vocabulary
from search.entries import IndexEntry
from search.making import make_entry

READINGS = {
    "春": ("chun1", 9), "江": ("jiang1", 6), "花": ("hua1", 7), "月": ("yue4", 4), "夜": ("ye4", 8), "山": ("shan1", 3),
    "水": ("shui3", 4), "明": ("ming2", 8), "秋": ("qiu1", 9), "雨": ("yu3", 8), "风": ("feng1", 4),
    "云": ("yun2", 4), "林": ("lin2", 8), "桥": ("qiao2", 10), "松": ("song1", 8), "梅": ("mei2", 11),
    "枫": ("feng1", 8), "峰": ("feng1", 10), "凤": ("feng4", 4), "语": ("yu3", 9), "名": ("ming2", 6),
    "姜": ("jiang1", 9),
}  # fmt: skip
"""Characters with one reading each (its tone a number) and their strokes, counted by hand, so that a test knows how a
title sorts without asking what it judges."""

HAN_WORDS = ("明月", "春风", "秋雨", "山水", "梅花", "云林", "松林", "夜雨")
LATIN_WORDS = ("river", "castle", "lantern", "moonlight", "harbour", "shepherd", "quarrel")
SPLIT_VALUES = ("秋", "雨风")
"""Subjects that stand side by side in some records: no phrase may reach from one into the other."""

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """One record as the store would hand it over, kept as plain values for the oracle."""

    id: str
    ordinal: int
    seq: int
    modified: datetime
    content: dict[str, Any] = field(hash=False)
    state: State = State.LIVE
    reason: str = ""
    merged_into: str = ""

    @property
    def milliseconds(self) -> int:
        return round((self.modified - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1))

    def entry(self) -> IndexEntry:
        live = self.state is State.LIVE
        return make_entry(
            Entry(
                id=self.id,
                dataset=self.id.partition(":")[0],
                ordinal=self.ordinal,
                seq=self.seq,
                version=1,
                state=self.state,
                created=BEGAN,
                modified=self.modified,
                content=orjson.dumps(self.content) if live else b"",
                reason=self.reason,
                merged_into=self.merged_into,
            )
        )


class Maker:
    """Makes rows from one seed; the same seed makes the same rows."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.terms = {name: [term.id for term in vocabulary(name)] for name in ("regions", "periods", "categories")}
        self.regions = [term.id for term in vocabulary("regions") if not getattr(term, "withdrawn", False)]
        self._seq = 0

    def rows(self, count: int) -> list[Row]:
        return [self.row(ordinal) for ordinal in range(1, count + 1)]

    def row(self, ordinal: int, record_id: str = "") -> Row:
        self._seq += 1
        record_id = record_id or f"{self.pick(('tang', 'tate', 'sites'))}:{ordinal}"
        return Row(record_id, ordinal, self._seq, self._moment(), self._content(record_id))

    def changed(self, row: Row) -> Row:
        return self.row(row.ordinal, row.id)

    def gone(self, row: Row, into: str = "") -> Row:
        self._seq += 1
        state = State.MERGED if into else State.WITHDRAWN
        told = {"merged_into": into} if into else {"reason": "duplicate"}
        return replace(row, seq=self._seq, modified=self._moment(), content={}, state=state, **told)

    def pick(self, values: Sequence[Any]) -> Any:
        """Early values far more often than late ones."""
        return values[min(int(self.random.expovariate(4 / len(values))), len(values) - 1)]

    def _moment(self) -> datetime:
        """Few enough moments that many records share one."""
        return BEGAN + timedelta(milliseconds=self.random.randrange(40) * 977)

    def _maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def _content(self, record_id: str) -> dict[str, Any]:
        content: dict[str, Any] = {
            "id": record_id,
            "dataset": record_id.partition(":")[0],
            "type": self.pick(("artwork", "literary-work", "site", "person", "venue")),
            "title": self._title(),
        }
        parts = {
            "creators": (0.8, lambda: [{"name": self._name()} for _ in range(self.random.randint(1, 3))]),
            "subjects": (0.7, lambda: self._several([*SPLIT_VALUES, *(f"subject {n}" for n in range(400))], 6)),
            "materials": (0.4, lambda: self._several(["bronze", "oil paint", "jade", "纸"], 2)),
            "techniques": (0.2, lambda: self._several(["etching", "casting"], 2)),
            "languages": (0.5, lambda: self._several(["zh-Hans", "zh-Hant", "en", "bo"], 2)),
            "categories": (0.7, lambda: self._several(self.terms["categories"], 3)),
            "periods": (0.5, lambda: self._several(self.terms["periods"][:40], 2)),
            "region": (0.8, self._region),
            "level": (0.7, lambda: self.pick(("national", "province", "city", "county"))),
            "institution": (0.6, lambda: {"name": f"Museum {self.random.randrange(30)}"}),
            "date": (0.7, self._date),
            "place": (0.5, self._place),
            "rights": (0.9, lambda: {"reuse": self.pick(("open", "restricted", "closed")), "uri": "x"}),
            "designations": (0.3, lambda: [{"scheme": self.pick(("first list", "second list"))}]),
            "description": (0.6, lambda: {"en": self._words(12)}),
            "text": (0.4, lambda: {"zh-Hans": self._han(30)}),
            "event": (0.2, self._event),
            "media": (0.3, lambda: [{"type": self.pick(("image/jpeg", "video/mp4")), "url": "x"}]),
        }
        return content | {name: make() for name, (chance, make) in parts.items() if self._maybe(chance)}

    def _title(self) -> dict[str, str]:
        if self._maybe(0.02):
            return {"en": "!!!"}
        if self._maybe(0.5):
            return {"zh-Hans": "".join(self.random.choices(list(READINGS), k=self.random.randint(1, 3)))}
        return {"en": " ".join(self.random.choices(LATIN_WORDS, k=self.random.randint(1, 2)))}

    def _name(self) -> str:
        return f"creator {int(self.random.paretovariate(0.6)) % 600}"

    def _several(self, values: Sequence[str], most: int) -> list[str]:
        return list(dict.fromkeys(self.pick(values) for _ in range(self.random.randint(1, most))))

    def _region(self) -> str:
        return str(self.random.choice(self.regions) if self._maybe(0.5) else self.pick(self.regions[:60]))

    def _date(self) -> dict[str, Any]:
        start = self.random.choice((-3000, -221, 0, 618, 1840, self.random.randint(-2000, 2026)))
        return {"text": "then", "start": start, "end": start + self.random.choice((0, 0, 1, 30, 400))}

    def _event(self) -> dict[str, Any]:
        """Days, and moments whose day is another one in UTC; some events have no start."""
        day = BEGAN.date() + timedelta(days=self.random.randrange(-400, 800))
        start = day.isoformat() + self.random.choice(("", "T00:30:00+08:00", "T23:30:00-05:00"))
        end = {"end": (day + timedelta(days=self.random.choice((0, 1, 30)))).isoformat()} if self._maybe(0.4) else {}
        return {"start": start, **end} if self._maybe(0.9) else {"venue": "a hall"}

    def _place(self) -> dict[str, Any]:
        if self._maybe(0.2):
            return {"text": "somewhere"}
        spots = (
            (self.random.uniform(20, 50), self.random.uniform(75, 130)),
            (self.random.uniform(-90, 90), self.random.uniform(-180, 180)),
            (self.random.uniform(-30, 30), self.random.choice((-1, 1)) * self.random.uniform(178, 180)),
            (self.random.choice((-1, 1)) * self.random.uniform(87, 90), self.random.uniform(-180, 180)),
            (30.25, 120.125),
        )
        lat, lon = self.random.choice(spots)
        return {"lat": lat, "lon": lon}

    def _words(self, most: int) -> str:
        return " ".join(self.random.choices(LATIN_WORDS, k=self.random.randint(1, most)))

    def _han(self, most: int) -> str:
        """Whole words, single characters, and stops between them."""
        parts = [*HAN_WORDS, *READINGS, "，", "。"]
        return "".join(self.random.choices(parts, k=self.random.randint(1, most)))
