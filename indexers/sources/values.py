"""Raw values on their way into a record: required text, ids without numbers of their own, and what is left over."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import wraps
from hashlib import blake2b
from typing import Any

from indexers.errors import RowRejected
from indexers.normalise.dates import ParsedDate
from indexers.normalise.text import line
from indexers.sources.mapped import Mapped, MapRow, Note
from records.model import JsonMap
from records.vocabularies import regions

MakeRecords = Callable[[Mapping[str, Any]], Mapped | tuple[JsonMap, ...]]

_OTHER_NAME = "is not the name of a division today; the region is the one that took its place, or is called so in short"
_LARGER = "is no division that is known; the region is the next larger one"

_NUMBERS = frozenset((bool, int, float))
"""Of these 0 and false say something; of all other kinds what is empty says nothing."""


def refusing(map_row: MakeRecords) -> MapRow:
    """A mapper that refuses a row of another shape than its publisher's (text for a list, a node without a name)."""

    @wraps(map_row)
    def refused(row: Mapping[str, Any]) -> Mapped:
        try:
            made = map_row(row)
            return made if isinstance(made, Mapped) else Mapped(made)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise RowRejected(
                f"is not built as the rows of this source are ({type(error).__name__}: {error})"
            ) from error

    return refused


def needed(row: Mapping[str, Any], name: str) -> str:
    """The text under `name`, in one line; RowRejected where there is none."""
    value = row.get(name)
    text = line(value) if isinstance(value, str) else ""
    if not text:
        raise RowRejected(f"{name!r} is empty, and a record cannot be made without it")
    return text


def optional(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return line(value) if isinstance(value, str) else ""


def degrees(row: Mapping[str, Any], name: str) -> float:
    """The latitude or longitude written under `name`; RowRejected where it is no number."""
    text = needed(row, name)
    try:
        return float(text)
    except ValueError as error:
        raise RowRejected(f"{name} is {text!r}; it should be degrees, such as 29.2999") from error


def mark(text: str) -> str:
    """Ten hexadecimal digits that stand for a text: an id where the publisher gives none.

    The same text always gives the same id; a corrected text is a new record.
    """
    return blake2b(text.encode(), digest_size=5).hexdigest()


def left_over(row: Mapping[str, Any], used: Collection[str]) -> dict[str, Any]:
    """What has no place of its own in the record form, under the publisher's own names; nothing is dropped."""
    return {name: value for name, value in row.items() if name not in used and (value or type(value) in _NUMBERS)}


def date_form(text: str, parsed: ParsedDate) -> dict[str, Any]:
    """The `date` of a record; years only where the whole text was understood."""
    if parsed.start is None or parsed.end is None:
        return {"text": text}
    return {"text": text, "start": parsed.start, "end": parsed.end}


def region_notes(column: str, name: str, region: str) -> tuple[Note, ...]:
    """Where the county of `column` is not what its region is called today: which of the two it is."""
    found = regions().get(region)
    if found is None or not name or found.labels["zh-Hans"] == name:
        return ()
    return (Note(column, _OTHER_NAME if found.level == "county" else _LARGER),)


def without_nothing(record: dict[str, Any]) -> dict[str, Any]:
    """The record without fields that hold nothing."""
    return {name: value for name, value in record.items() if value or type(value) in _NUMBERS}
