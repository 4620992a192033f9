"""What the first query of a process would wait for, loaded ahead of it."""

from __future__ import annotations

from search import suggest
from search.choices import choices, named
from search.fields import FIELDS
from search.grammar import parse
from search.text.keys import spell
from search.units import units


def warm() -> None:
    """Under a second: the dictionaries of words, scripts and readings, the grammar, the vocabularies."""
    units("文脈 culture")
    parse('"文脉"')
    spell("文脉")
    suggest.warm()
    for name, field in FIELDS.items():
        if field.vocabulary and choices(name):
            named(name, "")
