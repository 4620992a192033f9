"""What is told of each cell of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from search.breakdown import Metric
from search.errors import QueryError, QueryRefused, TooManyBuckets
from search.results import Value
from search.tables.asks import Axis, Key, Named, Tally
from search.tables.cells import Amounts, Keys, Piles, amounts, piles, spread_estimates
from search.tables.laying import Amount, Laid
from search.tables.numbered import every_year

YEARS = ("year_start", "year_end")

Pile = Mapping[Key, int]


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of a table; `exact` is whether it is no estimate."""

    name: str
    of: Callable[[Keys], Value]
    exact: bool = True


def measures(
    tally: Tally, metrics: Sequence[Metric], laid: Sequence[Laid], found: Amounts, total: int
) -> list[Measure]:
    """In the order asked; what several metrics are made of is asked for once."""
    piled: dict[str, Piles] = {}

    def pile(axis: Axis) -> Piles:
        if axis.field not in piled:
            piled[axis.field] = piles(tally, laid, axis)
        return piled[axis.field]

    def measure(metric: Metric) -> Measure:
        if metric.kind == "count":
            return Measure(metric.name, lambda key: found.get(key, Amount()).number)
        if metric.kind == "share":
            return Measure(metric.name, _share(tally, laid, found, total))
        if metric.kind == "count_distinct":
            return _distinct(tally, metric, laid, pile)
        told = _YEARS[metric.kind]
        spans = pile(every_year(metric.field))
        return Measure(metric.name, lambda key: told(metric, spans[key]) if key in spans else None)

    return list(map(measure, metrics))


def _share(tally: Tally, laid: Sequence[Laid], found: Amounts, total: int) -> Callable[[Keys], Value]:
    """Of the records of the cell without the last dimension, which in a table of one are all there are."""
    above: Amounts = amounts(tally, laid[:-1]) if len(laid) > 1 else {(): Amount(total)}

    def share(key: Keys) -> Value:
        whole = above.get(key[:-1], Amount()).number
        return found.get(key, Amount()).number / whole if whole else None

    return share


def _distinct(tally: Tally, metric: Metric, laid: Sequence[Laid], pile: Callable[[Axis], Piles]) -> Measure:
    """Exact as far as an engine tells the values of a cell apart, which is 65,000 of them; else estimated."""
    try:
        found = pile(Named(metric.field))
        return Measure(metric.name, lambda key: len(found.get(key, ())))
    except TooManyBuckets:
        if not all(each.one_to_one for each in laid):
            raise QueryRefused((_UNTOLD,)) from None
        told = spread_estimates(tally, laid, metric.field)
        return Measure(metric.name, lambda key: told.get(key, 0), exact=False)


_UNTOLD = QueryError(
    "metric", "there are too many values to tell apart beside years that overlap, or days; narrow the query"
)


def percentile(metric: Metric, pile: Pile) -> Value:
    """By nearest rank: a value that some record has, at most `percent` of the values below it."""
    rank = max(1, ceil(Fraction(str(metric.percent)) * sum(pile.values()) / 100))
    for value in sorted(pile):
        rank -= pile[value]
        if rank <= 0:
            return value
    raise ValueError(metric.percent)


def _mean(_metric: Metric, pile: Pile) -> Value:
    return sum(int(value) * count for value, count in pile.items()) / sum(pile.values())


_YEARS: Mapping[str, Callable[[Metric, Pile], Value]] = {
    "min": lambda _metric, pile: min(pile),
    "max": lambda _metric, pile: max(pile),
    "avg": _mean,
    "percentile": percentile,
}
