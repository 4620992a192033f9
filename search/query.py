"""What can be asked: a query and its parts, as plain values no engine has a say in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

WINDOW = 10_000
"""How deep numbered pages reach; a walk goes through all there is, from the first on."""

MAX_PAGE_SIZE = 1_000
MOST_HOT = 200
"""How many of the most read records come first when sorted by `hot`."""

MAX_FACET_VALUES = 65_000


class Reading(IntEnum):
    """How plain words are read: each is looser than the one before.

    STRICT: as they stand; ALIKE: or as a title or name that sounds alike or differs in one character of a run; LOOSE:
    or as half of them; LOOSEST: or as any of them.
    """

    STRICT = 0
    ALIKE = 1
    LOOSE = 2
    LOOSEST = 3


@dataclass(frozen=True, slots=True)
class Read:
    """How the words of a query were read in the end: so loosely, and `without` those that occur in no record."""

    reading: Reading = Reading.STRICT
    without: tuple[str, ...] = ()


AS_IT_STANDS = Read()


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every record."""


@dataclass(frozen=True, slots=True)
class Words:
    """Text as typed, without operators; `field` is one of `SCOPES`, or empty for all of them.

    Records that bear one of the `favoured` names come before others, the first name's first; they only order what is
    found.
    """

    text: str
    field: str = ""
    reading: Reading = Reading.STRICT
    favoured: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Text that must stand together, in this order."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a word."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """Records that hold one of `values` in a keyword or tree field (a tree: in the subtree); or none of them."""

    field: str
    values: tuple[str, ...]
    exclude: bool = False


@dataclass(frozen=True, slots=True)
class YearRange:
    """Records whose years overlap `start`..`end` (signed, both ends counted, an open end is None)."""

    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class TimeRange:
    """Records last modified from `start` up to and with `end`, in milliseconds since 1970 UTC."""

    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class DayRange:
    """Events that take place on a day from `start` up to and with `end`; day 1 is the first of the year 1."""

    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """Records whose point lies inside, edges counted; `west > east` crosses the date line. Degrees, WGS 84."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees, WGS 84."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Near:
    """Records whose point is at most `radius_km` (great circle, Earth radius 6371.0088 km) from `centre`."""

    centre: Point
    radius_km: float


@dataclass(frozen=True, slots=True)
class Ids:
    """Records with one of these ids."""

    ids: tuple[str, ...]


Filter = Terms | YearRange | TimeRange | DayRange | Box | Near | Ids


@dataclass(frozen=True, slots=True)
class AllOf:
    """Words side by side. Of three or more plain words some may be missing (see `search.relevance`)."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """Each clause must match, with no forgiving: the `and` of a JSON query."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one clause must match."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The clause must not match."""

    clause: Clause


Clause = Everything | Words | Phrase | Prefix | AllOf | Every | AnyOf | Not | Filter


def plain_words(clause: Clause) -> Iterator[Words]:
    """The plain words that should match, wherever they stand in a clause; none of what must not match."""
    if isinstance(clause, Words):
        yield clause
    elif isinstance(clause, AllOf | Every | AnyOf):
        for part in clause.clauses:
            yield from plain_words(part)


@dataclass(frozen=True, slots=True)
class FacetRequest:
    """Ask for the `size` most frequent values of a field.

    A tree field lists its top level (a region: the provinces), and below it the path and the children of each node
    the query's own filter names; with `every_level` every node there is.
    """

    field: str
    size: int = 10
    every_level: bool = False


@dataclass(frozen=True, slots=True)
class Sort:
    """One of `fields.SORTS`, or `ordinal`. Records without the value come last either way; ties go by ordinal.

    Engines know nothing of `hot`: it is put together from other orders (`search.heat`).
    """

    by: str = "relevance"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A numbered page, from 1; `number * size` stays inside `WINDOW`; a size of 0 asks for totals and facets."""

    number: int = 1
    size: int = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk stands: the sort value and ordinal of the last record seen; `value` is None past the last value."""

    value: int | str | None
    ordinal: int


@dataclass(frozen=True, slots=True)
class Walk:
    """The next `size` records after a place, or from the beginning."""

    size: int = 100
    after: Place | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """Everything asked at once. Filters are AND-ed; a facet ignores those on its own field, but not exclusions.

    `relax` allows a clause that finds nothing to be read more loosely, which the answer then says; `read` says how it
    is to be read where that was settled before, as for a walk, which would else lose its records when others come.
    `hot` are the ids that come first, in this order, when sorted by it; at most `MOST_HOT`.
    """

    clause: Clause = field(default_factory=Everything)
    filters: tuple[Filter, ...] = ()
    facets: tuple[FacetRequest, ...] = ()
    sort: Sort = field(default_factory=Sort)
    page: Page | Walk = field(default_factory=Page)
    origin: Point | None = None
    highlight: bool = False
    relax: bool = True
    read: Read | None = None
    hot: tuple[str, ...] = ()
