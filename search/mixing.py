"""Runs that mix Han characters and pinyin without a space (拙政yuan), and the ways they are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice, product
from typing import NamedTuple

from search.text.folding import fold
from search.text.pinyin import Piece, pieces
from search.text.syllables import plain, segmentations

_MOST_WAYS = 8


class Run(NamedTuple):
    """A folded run, and the ways it is read: its Han characters as they are, syllables for the rest."""

    text: str
    ways: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=1_000)
def mixed_runs(text: str) -> tuple[Run, ...]:
    runs = dict.fromkeys(fold(unicodedata.normalize("NFC", text)).split())
    return tuple(Run(run, ways) for run in runs if (ways := tuple(_ways(pieces(run)))))


def _ways(spoken: tuple[Piece, ...]) -> Iterator[tuple[str, ...]]:
    """None where a word in it is no pinyin, or where all of it is Han, or none."""
    if len({piece.han for piece in spoken}) < 2:
        return iter(())
    parts = [((piece.written,),) if piece.han else segmentations(piece.readings[0]) for piece in spoken]
    return (tuple(chain.from_iterable(map(_plain, way))) for way in islice(product(*parts), _MOST_WAYS))


def _plain(part: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(plain, part))
