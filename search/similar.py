"""What makes one record like another, as a plan any engine can score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import orjson

from search.fields import FIELDS
from search.plans import All, Held, Picked, Plan, Some, Token, Weighted, Without
from search.query import Ids
from search.results import Served
from search.text.tokens import analyse
from search.values import Content, found_at, main_title

SHARED: Mapping[str, float] = {
    "creator": 2.0,
    "subject": 1.5,
    "category": 1.0,
    "region": 1.0,
    "period": 0.7,
    "institution": 0.3,
    "material": 0.5,
    "technique": 0.5,
    "designation": 0.3,
    "type": 0.3,
}
"""How much a value two records share counts, beside how rare it is; of a tree's values only the record's own."""

TITLE_WORD = 1.5
MOST_VALUES = 12
"""Of one field; what is listed first is told first."""


def alike(record: Served) -> Plan | None:
    """Records that share anything with this one, itself left out; None where it has nothing to share."""
    content = orjson.loads(record.source)
    parts = (*_values(content), *_title_words(content))
    return All((Some(parts), Without(Picked(Ids((record.id,)))))) if parts else None


def _values(content: Content) -> Iterator[Plan]:
    for name, weight in SHARED.items():
        values = found_at(content, FIELDS[name].path.split("."))
        for value in list(dict.fromkeys(values))[:MOST_VALUES]:
            yield Weighted(Held(name, str(value)), weight)


def _title_words(content: Content) -> Iterator[Plan]:
    """Words of more than one character: single ones say little."""
    words = dict.fromkeys(word for word in analyse(main_title(content)).words.split() if len(word) > 1)
    for word in list(words)[:MOST_VALUES]:
        yield Weighted(Token("title_words", word), TITLE_WORD)
