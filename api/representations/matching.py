"""Which values of a facet a reader means by a few letters, in either script, any language, pinyin or initials."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from records.vocabularies import vocabulary
from search.fields import Field
from search.results import FacetValue
from search.text.folding import fold
from search.text.keys import spell


def matching(values: Iterable[FacetValue], field: Field, label: Callable[[str], str], typed: str) -> list[FacetValue]:
    """The values one of whose names holds what was typed, in their own order."""
    sought = fold(typed).strip()
    spelt = sought.replace(" ", "") if sought.isascii() else ""
    return [one for one in values if _meant(_names(one.value, field, label), sought, spelt)]


def _names(value: str, field: Field, label: Callable[[str], str]) -> Iterator[str]:
    yield value
    yield label(value)
    term = vocabulary(field.vocabulary).get(value) if field.vocabulary else None
    if term is not None:
        yield from term.labels.values()


def _meant(names: Iterable[str], sought: str, spelt: str) -> bool:
    found = dict.fromkeys(names)
    if any(sought in fold(name) for name in found):
        return True
    return bool(spelt) and any(
        key.startswith(spelt) for name in found if not name.isascii() for key in spell(name).keys
    )
