"""Spans as a person would draw them: one stroke over neighbouring words that stand as typed, brackets closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from search.query import Clause, plain_words
from search.results import Span
from search.text.folding import fold
from search.text.tokens import is_cjk, plain_word, runs, stem

BREAKS = frozenset("。！？；\n.!?;")
"""Where a sentence may end; no stroke goes on beyond, unless it was typed so."""

_LONGEST_GAP = 20
_NEAR = 40
_PAIRS = {"（": "）", "(": ")", "《": "》", "〈": "〉", "「": "」", "『": "』", "【": "】", "“": "”", "[": "]"}
_OPENING = {closing: opening for opening, closing in _PAIRS.items()}


class Typed(NamedTuple):
    """Plain words of a clause, and the row of their tokens with a space around each."""

    text: str
    row: str


def strokes(text: str, spans: Iterable[Span], clause: Clause) -> tuple[Span, ...]:
    """Sorted spans as few that neither overlap nor touch."""
    joined = merged(_bridged(text, list(merged(spans)), _typed(clause)))
    return tuple(merged(_closed(text, span) for span in joined))


def merged(spans: Iterable[Span]) -> Iterator[Span]:
    start, end = -1, -1
    for next_start, next_end in spans:
        if next_start > end:
            if end > 0:
                yield start, end
            start = next_start
        end = max(end, next_end)
    if end > 0:
        yield start, end


@lru_cache(maxsize=256)
def _typed(clause: Clause) -> tuple[Typed, ...]:
    return tuple(Typed(part.text, _row(_tokens(part.text))) for part in plain_words(clause))


def _tokens(text: str) -> list[str]:
    """Characters and stems, those of particles too."""
    found: list[str] = []
    for run in runs(fold(text)):
        found += run.group() if is_cjk(run.group()) else [stem(plain_word(run.group()))]
    return found


def _row(tokens: Sequence[str]) -> str:
    return f" {' '.join(tokens)} "


def _bridged(text: str, spans: Sequence[Span], typed: Sequence[Typed]) -> Iterator[Span]:
    """Spans that touch where a space lies between them, or what was typed between them: `of`, 和, 、."""
    for place, (start, end) in enumerate(spans):
        following = spans[place + 1] if place + 1 < len(spans) else None
        yield start, following[0] if following and _goes_on(text, (start, end), following, typed) else end


def _goes_on(text: str, first: Span, second: Span, typed: Sequence[Typed]) -> bool:
    gap = text[first[1] : second[0]]
    if gap.isspace() and "\n" not in gap:
        return True
    parted = not BREAKS.isdisjoint(gap)
    if len(gap) > _LONGEST_GAP or (parted and not any(gap.strip(" ") in one.text for one in typed)):
        return False
    before = _tokens(text[max(first[0], first[1] - _NEAR) : first[1]])[-1:]
    after = _tokens(text[second[0] : min(second[1], second[0] + _NEAR)])[:1]
    row = _row([*before, *_tokens(gap), *after])
    return any(row in one.row for one in typed)


def _closed(text: str, span: Span) -> Span:
    """With the bracket that closes what was opened in the span, and the one that opens what was closed in it."""
    start, end = span
    behind, before = text[end : end + 1], text[start - 1 : start] if start else ""
    inside = text[start:end]
    if behind in _OPENING and inside.count(_OPENING[behind]) > inside.count(behind):
        end += 1
    if before in _PAIRS and inside.count(_PAIRS[before]) > inside.count(before):
        start -= 1
    return start, end
