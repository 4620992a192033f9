"""How years are divided where nobody said how: so that a page's table and picture can be read."""

from __future__ import annotations

from collections.abc import Mapping

from api.answering import timed
from api.questions.asking import chosen
from api.questions.filtering import Asked
from api.turns.taking import engine
from exchange.charts.span import span
from search.breakdown import INTERVALS, Breakdown, Years
from search.errors import QueryRefused
from search.query import Query
from search.results import Table
from search.tables.answering import broken_down

MOST_STRETCHES = 60
ROUNDS = 2
"""The span that most records are of is known by its stretches alone, and better by shorter ones."""


def usual(asked: Asked) -> Mapping[str, int]:
    """What a page asks beside what it was asked: `interval`, and `year_from` and `year_to` where a few records take up
    more than half of the years. Nothing where the interval was told, or nothing is broken down by years."""
    if "year" not in asked["by"] or "interval" in asked:
        return {}
    found: dict[str, int] = {}
    for _ in range(ROUNDS):
        told = _next({**found, **asked})
        if not told or told == found:
            break
        found = told
    return {name: value for name, value in found.items() if name == "interval" or not _told_years(asked)}


def _told_years(asked: Asked) -> bool:
    return "year_from" in asked or "year_to" in asked


def _next(asked: Asked) -> dict[str, int]:
    table = _broken_down(chosen(asked), Years(asked.get("interval"), asked.get("counted", "overlap")))
    if table is None or not table.rows:
        return {}
    rows = [(float(str(row[0])), float(str(row[-1]))) for row in table.rows]
    ends = span(rows)
    first, last = (int(one) for one in (ends or (rows[0][0], rows[-1][0])))
    (dimension,) = table.by
    step = dimension.interval or 1 if isinstance(dimension, Years) else 1
    years = last + step - first
    told = {"interval": next((each for each in INTERVALS if years / each <= MOST_STRETCHES), INTERVALS[-1])}
    if ends or "year_from" in asked:
        told |= {"year_from": first or 1, "year_to": (last + step - 1) or -1}
    return told


def _broken_down(query: Query, years: Years) -> Table | None:
    """None where so short an interval makes too many stretches: the one before does."""
    try:
        found: Table = timed("engine", lambda: broken_down(engine(), query, Breakdown((years,))))
    except QueryRefused:
        return None
    return found
