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
    """A division by its GB/T 2260 code; `successors` are the codes that took the place of a withdrawn one."""

    level: RegionLevel
    withdrawn: bool = False
    successors: tuple[str, ...] = ()
    reading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(Term):
    """A stretch of signed years, both ends in it; -221 is 221 BCE and what still goes on ends in 9999."""

    start: int
    end: int
    kind: PeriodKind
    aliases: tuple[str, ...] = ()
    source: str = ""
