"""What one entry of a vocabulary is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

RegionLevel = Literal["nation", "province", "city", "county"]
PeriodKind = Literal["age", "dynasty", "state", "reign"]
Direction = Literal["both", "first"]


@dataclass(frozen=True, slots=True)
class Term:
    """One entry; `labels` has exactly the keys zh-Hans, zh-Hant and en; `aliases` are other Chinese names of it."""

    id: str
    labels: Mapping[str, str] = field(hash=False)
    parent: str | None = None
    order: int = 0
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Region(Term):
    """A division by its GB/T 2260 code.

    `withdrawn` codes are no longer (or, like the 市辖区 that group districts, never were) divisions of their
    own; `successors` took their place. `reading` is toneless pinyin, syllables apart; `former_names` are
    Chinese names the same code bore before.
    """

    level: RegionLevel
    withdrawn: bool = False
    successors: tuple[str, ...] = ()
    reading: str = ""
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(Term):
    """A stretch of signed years, both ends in it; -221 is 221 BCE and what still goes on ends in 9999."""

    start: int
    end: int
    kind: PeriodKind
    source: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """Names of one thing, at least two. `both`: who types one of them seeks all; `first`: who types one of the others
    also seeks the first (长安: 西安), and not the other way round.
    """

    id: str
    direction: Direction
    names: tuple[str, ...]
    source: str = ""

    def leads(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each name that leads on, and the names it leads to."""
        if self.direction == "first":
            yield from ((name, self.names[:1]) for name in self.names[1:])
        else:
            yield from ((name, tuple(other for other in self.names if other != name)) for name in self.names)
