"""What one entry of a vocabulary is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

RegionLevel = Literal["nation", "province", "city", "county"]
PeriodKind = Literal["age", "dynasty", "state", "reign"]


@dataclass(frozen=True, slots=True)
class Term:
    """One entry; `labels` has exactly the keys zh-Hans, zh-Hant and en."""

    id: str
    labels: Mapping[str, str] = field(hash=False)
    parent: str | None = None
    order: int = 0


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
    aliases: tuple[str, ...] = ()
    source: str = ""
