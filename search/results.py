"""What an engine answers, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from search.query import Place

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


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a withdrawn record; `at` is ISO 8601 UTC."""

    id: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Redirect:
    """A merged record lives on under another id."""

    id: str
    to: str


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
    `unmatched` the words that occur in no record and were left out of account; `relaxed` says that the words were read
    loosely, since nothing holds them as they stand; `did_you_mean` is told where little or nothing was found."""

    total: int
    hits: tuple[Hit, ...]
    facets: tuple[FacetResult, ...]
    as_of: int
    next: Place | None = None
    unmatched: tuple[str, ...] = ()
    relaxed: bool = False
    did_you_mean: tuple[Correction, ...] = ()


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
