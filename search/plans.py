"""What is asked of an index, in terms any engine has; an engine compiles a plan part by part.

Which records match is the same everywhere; the scores are each engine's own.
"""

from __future__ import annotations

from dataclasses import dataclass

from search.query import Filter


@dataclass(frozen=True, slots=True)
class Whatever:
    """Every record."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No record."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token field holds this token."""

    field: str
    token: str


@dataclass(frozen=True, slots=True)
class Row:
    """A token field holds these tokens, at least two, in order and without a gap."""

    field: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """A token field holds a token that begins so."""

    field: str
    prefix: str


@dataclass(frozen=True, slots=True)
class WholeTitle:
    """One of the titles has these tokens, in order, and no others; joined by spaces as in `title_exact`."""

    tokens: str


@dataclass(frozen=True, slots=True)
class Held:
    """A keyword or tree field holds this value; the rarer it is, the more it scores."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Picked:
    """The record passes a filter; it does not score."""

    filter: Filter


@dataclass(frozen=True, slots=True)
class All:
    """Each part matches; scores add up."""

    parts: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least `least` of the parts match; scores add up."""

    parts: tuple[Plan, ...]
    least: int = 1


@dataclass(frozen=True, slots=True)
class Best:
    """One of the parts matches; the best one scores."""

    parts: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The part does not match."""

    part: Plan


@dataclass(frozen=True, slots=True)
class Raised:
    """`part` must match; each of `bonuses` that matches too adds to the score and changes nothing else."""

    part: Plan
    bonuses: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Weighted:
    part: Plan
    weight: float


@dataclass(frozen=True, slots=True)
class Fixed:
    """The part scores this much wherever it matches."""

    part: Plan
    score: float


Plan = (
    Whatever
    | Nothing
    | Token
    | Row
    | Start
    | WholeTitle
    | Held
    | Picked
    | All
    | Some
    | Best
    | Without
    | Raised
    | Weighted
    | Fixed
)


def bare(found: Plan) -> Plan:
    """A plan of the same records that does not trouble to rank them."""
    match found:
        case Raised(part) | Weighted(part) | Fixed(part):
            return bare(part)
        case All(parts):
            return All(tuple(map(bare, parts)))
        case Best(parts):
            return Some(tuple(map(bare, parts)))
        case Some(parts, least):
            return Some(tuple(map(bare, parts)), least)
        case Without(part):
            return Without(bare(part))
    return found
