"""What is typed in Han and Latin letters at once, while one is still typing: 李b, 苏zhou, li白."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
    return list(_reaches(pieces(text), wanted, 0))


def _reaches(spoken: Sequence[Piece], wanted: str, at: int) -> Iterator[Reach]:
    if not wanted:
        yield Reach(at, True)
    elif at < len(spoken):
        for said in _ways(spoken[at]):
            if wanted.startswith(said):
                yield from _reaches(spoken, wanted[len(said) :], at + 1)
            elif said.startswith(wanted):
                yield Reach(at + 1, False)


def _ways(piece: Piece) -> tuple[str, ...]:
    """A Han character as it is written, by its readings, and by the initials of these; a word as it is."""
    if not piece.han:
        return piece.readings
    read = tuple(map(plain, piece.readings))
    return tuple(dict.fromkeys((fold(piece.written), *read, *(said[0] for said in read))))
