"""Which of the many names that a few letters may stand for are meant: those a reader would be suggested first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from search.grading import PARTED, grade, grade_name
from search.ports import SearchEngine
from search.query import Page, Query, Words
from search.text.keys import typed
from search.text.tokens import CJK_RUN
from search.units import UnitKind, units

LONGEST_LETTERS = 24
MOST_FAVOURED = 10


def favoured(engine: SearchEngine, query: Query) -> Query:
    """The query, its one word of pinyin or initials led by the names it is suggested for; only their order changes.

    Words of Chinese, several words, and what is sorted otherwise, are left as they are.
    """
    words = query.clause
    if not isinstance(words, Words) or query.sort.by != "relevance" or not isinstance(query.page, Page):
        return query
    if not query.page.size or not _is_spelt(words.text):
        return query
    return replace(query, clause=replace(words, favoured=tuple(_names(engine, words.text))))


def _is_spelt(text: str) -> bool:
    found = units(text)
    return len(found) == 1 and found[0].kind is UnitKind.WORD and 2 <= len(found[0].initials) <= LONGEST_LETTERS


def _names(engine: SearchEngine, text: str) -> Iterator[str]:
    """Chinese names that the letters spell to their end, or whose initials they are, or some syllables of."""
    wanted = typed(text)
    for one in engine.suggest(text, MOST_FAVOURED):
        fit = (grade_name if one.type == "creator" else grade)(one.text, wanted)
        if fit <= PARTED and CJK_RUN.search(one.text):
            yield one.text
