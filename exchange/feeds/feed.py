"""What a feed tells, in whichever form it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from exchange.crosswalks.values import Literal

DIGITS = 7
"""Of a degree: a centimetre."""


@dataclass(frozen=True, slots=True)
class Tag:
    """What a record is of: `term` within `scheme` (an address; empty for free words), `label` for readers."""

    term: str
    label: str
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Rights:
    """`uri` is the licence or statement, `text` who is to be named, with what the statement is called."""

    uri: str
    text: str


@dataclass(frozen=True, slots=True)
class Medium:
    """`type` is a media type, or the kind alone (`image`)."""

    url: str
    type: str
    thumbnail: str = ""

    @property
    def kind(self) -> str:
        return self.type.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and where something takes place. A moment knows its offset; a day is a day wherever it is read.

    Both are of the same kind, days or moments; the day of `end` is the last, not the one after it. `told` are lines
    for readers; `contact` is one line.
    """

    start: date
    end: date | None
    place: str = ""
    contact: str = ""
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One record. `address` never changes and is its name in every form; `page` is the one for people.

    `years` is when it is from, as EDTF writes it: -0220 is 221 BCE; `point` is (latitude, longitude) in degrees.
    """

    id: str
    address: str
    page: str
    title: Literal
    published: datetime
    updated: datetime
    version: int
    summary: Literal | None = None
    text: Literal | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    rights: Rights | None = None
    media: tuple[Medium, ...] = ()
    point: tuple[float, float] | None = None
    years: str = ""
    occasion: Occasion | None = None

    @property
    def place(self) -> str:
        """The point as feeds write it, latitude first, never with an exponent; empty where there is none."""
        return " ".join(f"{one:.{DIGITS}f}".rstrip("0").rstrip(".") for one in self.point) if self.point else ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of what a query finds. `address` is that of the query, the same for all its pages; `here` of this page.

    `steps` are the addresses of other pages by relation: next, prev, first. `total` is how many records there are on
    all pages. `others` are the addresses of the same in other forms, by media type.
    """

    title: str
    language: str
    address: str
    here: str
    home: str
    updated: datetime
    total: int
    size: int
    entries: tuple[Entry, ...] = ()
    author: str = ""
    rights: str = ""
    steps: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
