"""What an engine answers, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from search.breakdown import Dimension
from search.query import AS_IT_STANDS, Place, Read, Reading

Span = tuple[int, int]
"""Start and end in code points of the original text."""


@dataclass(frozen=True, slots=True)
class Served:
    """A record as the index serves it: `source` is its JSON without `text`; `text` the JSON of that map, or empty."""

    id: str
    ordinal: int
    seq: int
    source: bytes
    text: bytes = b""


class Kept(NamedTuple):
    """The bytes of a record alone, as `Served` has them; a tuple is made in half the time."""

    source: bytes
    text: bytes = b""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a withdrawn record; `at` is ISO 8601 UTC, `ordinal` where it stood in a scan."""

    id: str
    reason: str
    at: str
    ordinal: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Redirect:
    """A merged record lives on under another id; `ordinal` is where it stood in a scan."""

    id: str
    to: str
    ordinal: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Highlight:
    """Where a query's words stand in one text of a record; `field` is like `title.zh-Hans`."""

    field: str
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found; `score` is None under an explicit sort, `distance_km` where an origin was given."""

    record: Served
    score: float | None = None
    distance_km: float | None = None
    highlights: tuple[Highlight, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class FacetResult:
    """Values by falling count, then by value; `other_count` sums the counts of values not listed."""

    field: str
    values: tuple[FacetValue, ...]
    other_count: int
    missing_count: int


@dataclass(frozen=True, slots=True)
class Correction:
    """What may have been meant: a title or name, and how many records asking for it finds."""

    text: str
    total: int


@dataclass(frozen=True, slots=True)
class Results:
    """`next` is where a walk goes on, None at its end; `as_of` the last change in the index that answered;
    `read` how the words were read; `did_you_mean` is told where little or nothing was found."""

    total: int
    hits: tuple[Hit, ...]
    facets: tuple[FacetResult, ...]
    as_of: int
    next: Place | None = None
    read: Read = AS_IT_STANDS
    did_you_mean: tuple[Correction, ...] = ()

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Words that occur in no record and were left out of account."""
        return self.read.without

    @property
    def relaxed(self) -> bool:
        """Whether the words were read loosely, since nothing holds them as they stand."""
        return self.read.reading > Reading.STRICT


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`type` is a record type, or `creator`, `region`, `category`, `period`; `id` is empty for a bare name."""

    text: str
    type: str
    id: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """`ok` is whether searches can be answered; `seq` the last change the served build holds."""

    ok: bool
    engine: str
    build: str
    records: int
    seq: int
    detail: str = ""


Value = str | int | float | None
"""What stands in a cell of a table; None where there is nothing to tell, as the mean of no years."""


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` is `dimension`, `metric`, or `place` for where a grid's cell lies, in degrees."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Margin:
    """Of one dimension: the sum of the counts of values that are not listed, and the records without any value."""

    other_count: int
    missing_count: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in the order of their dimensions' values; `by` is what was asked, an interval that was left open chosen.

    `total` counts the records broken down, each once; `exact` is whether all numbers are (distinct counts of very
    many values are estimates); `as_of` is the last change in the index that answered.
    """

    by: tuple[Dimension, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    margins: tuple[Margin, ...]
    total: int
    as_of: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Node:
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Link:
    """Two values, the first node's first, and how many records have both; `lift` is how many times as many as if the
    two had nothing to do with each other."""

    source: str
    target: str
    count: int
    lift: float


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes by falling count, then by value; links by falling count, then by their nodes.

    `total` counts the records that have the field, `other_count` sums the counts of values that are no nodes.
    """

    field: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    total: int
    other_count: int
    missing_count: int
    as_of: int
