"""What is typed in Han and Latin letters at once, while one is still typing: 李b, 苏zhou, li白."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from search.text.folding import CJK_RANGES, fold
from search.text.keys import LONGEST_PREFIX
from search.text.pinyin import Piece, pieces
from search.text.syllables import plain

_HEAD = re.compile(f"[{CJK_RANGES}]+|[^{CJK_RANGES}]+")


class Reach(NamedTuple):
    """How many pieces of a text what was typed stands for, and whether it says the last of them, if by its initial."""

    pieces: int
    said: bool


def looked_up(wanted: str) -> str:
    """The token an index is asked for: the beginning of what was typed, as far as it is of one kind of letters."""
    head = _HEAD.match(wanted)
    return head.group()[:LONGEST_PREFIX] if head else ""


def is_mixed(wanted: str) -> bool:
    return len(_HEAD.findall(wanted)) > 1


def reaches(text: str, wanted: str) -> list[Reach]:
    """The ways a text begins as typed; none where it does not."""
    return list(_reaches(pieces(text), wanted))


def _reaches(spoken: Sequence[Piece], wanted: str) -> Iterator[Reach]:
    """Piece by piece, with every rest that is left: however many ways lead to one, it is looked at once."""
    rests = {wanted}
    for place, piece in enumerate(spoken, 1):
        following: set[str] = set()
        for said, rest in product(_ways(piece), rests):
            if rest.startswith(said):
                following.add(rest[len(said) :])
            elif said.startswith(rest):
                yield Reach(place, False)
        if "" in following:
            yield Reach(place, True)
        rests = following - {""}


def _ways(piece: Piece) -> tuple[str, ...]:
    """A Han character as it is written, by its readings, and by the initials of these; a word as it is."""
    if not piece.han:
        return piece.readings
    read = tuple(map(plain, piece.readings))
    return tuple(dict.fromkeys((fold(piece.written), *read, *(said[0] for said in read))))
