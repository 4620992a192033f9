"""Dynasties at the head of a word: 明长城 is also the Great Wall of the Ming, and 明清 is either of the two."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from records.vocabularies import Period, periods

_SHORTEST_REST = 2
_MOSTLY_NEW = "新"
"""Also the name of a dynasty of fourteen years, but hardly ever meant so."""


class Dynastic(NamedTuple):
    """The ids of the periods a word begins with, and what follows them; both empty where it is no such word."""

    periods: tuple[str, ...] = ()
    rest: str = ""


@cache
def _by_character() -> Mapping[str, Period]:
    single = ((period.labels["zh-Hans"], period) for period in periods() if period.kind == "dynasty")
    return {label: period for label, period in single if len(label) == 1 and label != _MOSTLY_NEW}


def dynastic(word: str) -> Dynastic:
    """How a folded word reads as one of dynasties; several stand in the order of time, so 清明 is the festival.

    What follows is at least two characters, for 明月 is no moon of the Ming.
    """
    found: list[Period] = []
    for character in word:
        period = _by_character().get(character)
        if period is None or (found and period.start <= found[-1].start):
            break
        found.append(period)
    rest = word[len(found) :]
    if not found or len(rest) < (_SHORTEST_REST if rest or len(found) == 1 else 0):
        return Dynastic()
    return Dynastic(tuple(period.id for period in found), rest)
