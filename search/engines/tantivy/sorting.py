"""Sort keys: for each sort one fast field whose values are unique, since each ends in the record's ordinal."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import tantivy

from search.indexed import LONGEST_ORDINAL, YEARS
from search.query import Place

ORDINAL_BITS = 40
Key = int | str


@dataclass(frozen=True, slots=True)
class Order:
    """How one sort is kept: `field` holds `key(value, ordinal)`; `place` takes a key apart again.

    `complete` is whether every record has a key. Text keys are hexadecimal: that keeps the order of code points,
    and is the one form in which a range of text can be put to tantivy's query parser without quoting.

    `head` is a field of numbers in the same order, equal for some records: tantivy looks up the text of every hit in
    every segment, which takes many times as long as a number does, so a page is first narrowed by numbers.
    """

    field: str
    key: Callable[[int | str, int], Key]
    place: Callable[[Key], Place]
    complete: bool = True
    head: str = ""

    def after(self, index: tantivy.Index, place: Place, descending: bool) -> tantivy.Query:
        """Whatever stands behind a place that has a value."""
        key = self.key(place.value if place.value is not None else 0, place.ordinal)
        if isinstance(key, str):
            return _text_range(index, self.field, key, descending)
        low, high = (None, key - 1) if descending else (key + 1, None)
        return tantivy.Query.range_query(index.schema, self.field, tantivy.FieldType.Integer, low, high)


def _text_range(index: tantivy.Index, field: str, key: str, descending: bool) -> tantivy.Query:
    int(key, 16)
    return index.parse_query(f"{field}:[* TO {key}}}" if descending else f"{field}:{{{key} TO *]")


def _ordinal_key(_value: int | str, ordinal: int) -> Key:
    return ordinal


def _ordinal_place(key: Key) -> Place:
    return Place(None, int(key))


def _year_key(value: int | str, ordinal: int) -> Key:
    return ((int(value) + YEARS) << ORDINAL_BITS) | ordinal


def _year_place(key: Key) -> Place:
    packed = int(key)
    return Place((packed >> ORDINAL_BITS) - YEARS, packed & LONGEST_ORDINAL)


def _day_key(value: int | str, ordinal: int) -> Key:
    return (int(value) << ORDINAL_BITS) | ordinal


def _day_place(key: Key) -> Place:
    packed = int(key)
    return Place(packed >> ORDINAL_BITS, packed & LONGEST_ORDINAL)


def _modified_key(value: int | str, ordinal: int) -> Key:
    return f"{int(value):012x}{ordinal:010x}"


def _modified_place(key: Key) -> Place:
    return Place(int(str(key)[:12], 16), int(str(key)[12:], 16))


def _title_key(value: int | str, ordinal: int) -> Key:
    """Two zeros part title and ordinal: they are lower than any character of a title."""
    return f"{str(value).encode().hex()}00{ordinal:010x}"


def _title_place(key: Key) -> Place:
    text = str(key)
    return Place(bytes.fromhex(text[:-12]).decode(), int(text[-10:], 16))


_LETTERS = b" 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""What sort keys of titles are mostly made of, in its order."""

_IN_HEAD = 10
"""Letters of six bits, as many as a signed number of 64 bits holds."""

_ALL = (1 << 6) - 1


def title_head(title: str) -> int:
    """The beginning of a title's sort key as a number: of two titles, the greater never has the lesser number.

    From the first character on that is none of the letters, titles are not told apart further.
    """
    codes: list[int] = []
    for byte in title.encode()[:_IN_HEAD]:
        code = bisect_right(_LETTERS, byte)
        codes.append(code)
        if not code or _LETTERS[code - 1] != byte:
            codes += [_ALL] * _IN_HEAD
            break
    codes += [0] * _IN_HEAD
    return sum(code << 6 * (_IN_HEAD - place) for place, code in enumerate(codes[:_IN_HEAD], 1))


ORDERS: Mapping[str, Order] = {
    "ordinal": Order("ordinal", _ordinal_key, _ordinal_place),
    "year": Order("year_key", _year_key, _year_place, complete=False),
    "event": Order("event_key", _day_key, _day_place, complete=False),
    "modified": Order("modified_key", _modified_key, _modified_place, head="modified"),
    "title": Order("title_key", _title_key, _title_place, complete=False, head="title_head"),
}
