"""Axes as aggregations inside each other, in the JSON that both engines take, and what they answer as cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from search.errors import TooManyBuckets
from search.tables.asks import MOST_VALUES, Ask, Axis, Binned, Cell, Key, Named

Asked = dict[str, Any]
Answered = Mapping[str, Any]

ONCE = "axis"


def aggregations(ask: Ask, part_size: str) -> Asked:
    """`part_size` is what an engine calls the number of values that each part of an index hands over."""
    inner: Asked = {name: {"sum": {"field": name}} for name in ask.sums}
    if ask.spread:
        inner["spread"] = {"cardinality": {"field": ask.spread}}
    for axis in reversed(ask.axes):
        inner = {ONCE: {**_axis(axis, part_size), **({"aggs": inner} if inner else {})}}
    return inner


def cells(ask: Ask, answer: Answered, keys: tuple[Key, ...] = ()) -> Iterator[Cell]:
    """The combinations found in the answer to an ask with axes."""
    axis, last = ask.axes[len(keys)], len(keys) + 1 == len(ask.axes)
    told = answer[ONCE]
    if told.get("sum_other_doc_count") and isinstance(axis, Named):
        raise TooManyBuckets(f"{axis.field} has more than {MOST_VALUES:,} values")
    for bucket in told["buckets"]:
        found = (*keys, _key(axis, bucket["key"]))
        if not last:
            yield from cells(ask, bucket, found)
        elif ask.sums or ask.spread:
            yield Cell(found, int(bucket["doc_count"]), sums(ask, bucket), spread(ask, bucket))
        else:
            yield Cell(found, int(bucket["doc_count"]))


def sums(ask: Ask, answer: Answered) -> tuple[int, ...]:
    """Whole numbers, and no larger than a double holds exactly."""
    return tuple(round(answer[name]["value"] or 0) for name in ask.sums)


def spread(ask: Ask, answer: Answered) -> int:
    return round(answer["spread"]["value"] or 0) if ask.spread else 0


def bounds(axes: Sequence[Axis]) -> Iterator[tuple[str, int, int]]:
    """The fields whose values must lie between two numbers, both counted."""
    for axis in axes:
        if isinstance(axis, Binned) and axis.cut and axis.first is not None and axis.last is not None:
            yield axis.field, axis.first * axis.width, (axis.last + 1) * axis.width - 1


def _axis(axis: Axis, part_size: str) -> Asked:
    if isinstance(axis, Binned):
        return {"histogram": {"field": axis.field, "interval": axis.width, "min_doc_count": 1}}
    size = MOST_VALUES if axis.only is None else max(1, len(axis.only))
    terms: Asked = {"field": axis.field, "size": size, part_size: size}
    return {"terms": terms | ({} if axis.only is None else {"include": list(axis.only)})}


def _key(axis: Axis, key: Any) -> Key:
    return round(key / axis.width) if isinstance(axis, Binned) else str(key)
