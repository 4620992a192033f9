"""Other names of what a text speaks of (紫禁城, 故宫), by the vocabulary of variant names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from records.vocabularies import Variants
from search.text.folding import fold
from search.text.tokens import CJK_RUN


class Named(NamedTuple):
    """A name met in folded text, from `start` to `end`, and the other names sought for it, as they are written."""

    start: int
    end: int
    others: tuple[str, ...]


def named(folded: str, variants: Variants) -> Iterator[Named]:
    """The names in a folded text, from the left, the longest where several begin alike."""
    others = variants.by(fold)
    for found in _pattern(variants).finditer(folded):
        yield Named(*found.span(), others[found.group()])


@lru_cache(maxsize=4)
def _pattern(variants: Variants) -> re.Pattern[str]:
    longest_first = sorted(variants.by(fold), key=lambda name: (-len(name), name))
    return re.compile("|".join(map(_one, longest_first)) or "(?!)")


def _one(name: str) -> str:
    """Chinese names stand anywhere in a run; others are whole words."""
    return re.escape(name) if CJK_RUN.search(name) else rf"(?<![^ ]){re.escape(name)}(?![^ ])"
