"""Tables: records broken down by what they have, as rows, as a matrix, and in other forms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from flask import Response, request

from api import links
from api.answering import timed
from api.asking import table_of
from api.blueprint import Blueprint
from api.caching.remembering import remembered
from api.forming import InForms, about, formed, language, others
from api.node import here
from api.questions.asking import chosen
from api.questions.bodies import AggregateBody
from api.questions.breaking import breakdown
from api.questions.cursors import today
from api.questions.filtering import Asked
from api.questions.stepping import Step, step
from api.representations.tables.labelled import labelled
from api.representations.tables.matrix import matrix
from api.representations.tables.telling import title
from api.representations.tables.tidy import tidy
from api.schemas.breaking import AggregateParameters
from api.schemas.forms import OF_TABLES, Forms
from api.schemas.tables import AggregateAnswer
from api.turns.taking import engine
from api.usage.noting import note_counted
from exchange.tables import About, Table
from search import results
from search.breakdown import Breakdown
from search.query import Query
from search.tables.answering import crossed
from search.tables.tabulate import within

blp = Blueprint("tables", __name__, url_prefix="/v1", description="Tables: records counted, ready to be drawn.")

EXAMPLES = (
    "/v1/aggregate?by=region&type=site",
    "/v1/aggregate?by=region,period&metric=count,share&lang=en",
    "/v1/aggregate?by=year&interval=100&empty=true&type=literary-work",
    "/v1/aggregate?by=category,type&depth=2&parent=heritage&layout=matrix",
    "/v1/aggregate?by=subject,type&top=20,type:3&metric=count,count_distinct:creator,median:year_start",
    "/v1/aggregate?by=grid&precision=6",
)
BODY_EXAMPLE = {
    "by": ["subject", "type"],
    "top": {"subject": 20},
    "metric": ["count", "share"],
    "filter": {"not": {"region": ["110000"]}},
}
Links = dict[str, str | None]
_PART = About({}, datetime.min.replace(tzinfo=UTC))
"""Of a part of a table, which tells nothing of itself."""
MOST_DRAWN = 2


@dataclass(frozen=True, slots=True)
class _Told:
    """A table that was asked for, with those of its dimensions by themselves where it is to be a matrix."""

    asked: Asked
    query: Query
    breakdown: Breakdown
    table: results.Table
    sides: tuple[results.Table, ...] = ()


@blp.route("/aggregate")
@remembered
@blp.in_forms(OF_TABLES, today)
@blp.asks(AggregateParameters)
@blp.answers(AggregateAnswer, "统计表：按最多三个维度分组计数，可作图、可下载", examples=EXAMPLES)
def aggregate_records(asked: Asked) -> Response:
    """Records broken down by up to three dimensions.

    The filters and `q` are those of `/v1/records`, and so are the numbers: a region's count is the list's total for
    that region. A record with several values counts in each of its cells. Rows stand in the order of their dimensions'
    values.
    """
    return _shown(_told(asked))


@blp.route("/aggregate", methods=["POST"])
@remembered
@blp.in_forms(OF_TABLES, today)
@blp.takes(AggregateBody, BODY_EXAMPLE)
@blp.answers(AggregateAnswer, "以 JSON 查询统计表，条件可嵌套", problems=(400, 413, 415, 503), more=())
def aggregate_asked(asked: Asked) -> Response:
    """Records broken down, by a JSON question.

    The same as `GET /v1/aggregate`, with the `filter` of `POST /v1/search`. A setting for one dimension is written
    `{"subject": 20}`.
    """
    return _shown(_told(asked))


def _told(asked: Asked) -> _Told:
    query, by = chosen(asked), breakdown(asked)
    if asked.get("layout") == "matrix":
        whole, sides = timed("engine", lambda: crossed(engine(), query, by))
        note_counted(query, whole.total)
        return _Told(asked, query, by, whole, sides)
    return _Told(asked, query, by, table_of(query, by))


def _shown(told: _Told) -> Response:
    name = "-".join(("aggregate", *(each.name for each in told.breakdown.by)))
    offered = _offered(told.breakdown)
    if told.sides:
        steps: Links = {"self": links.again()}
        return formed(told.asked, InForms(name, offered, lambda: _matrix(told, steps), lambda: _whole(told), steps))
    page = step(told.asked, told.query, told.breakdown, told.table, here().cursors)
    steps = _steps(told.asked, page.cursor)
    return formed(told.asked, InForms(name, offered, lambda: _rows(told, page, steps), lambda: _whole(told), steps))


def _offered(asked: Breakdown) -> Forms:
    """The forms that can hold it: charts have two dimensions at most, and GeoJSON needs places."""
    names = {each.name for each in asked.by}
    placed = "grid" in names or ("region" in names and here().shapes is not None)
    without = {*(() if placed else ("geojson",)), *(() if len(names) <= MOST_DRAWN else ("vegalite", "svg", "png"))}
    return tuple(form for form in OF_TABLES if form not in without)


def _rows(told: _Told, page: Step, steps: Links) -> dict[str, Any]:
    shown = labelled(replace(told.table, rows=tuple(page.rows)), told.breakdown, _PART)
    paging = {"page": {"cursor": page.cursor, "size": page.size, "consistency": "same-rows"}}
    return {**_begun(told, "tidy"), **tidy(told.table, shown, language(told.asked)), **paging, **_ended(told, steps)}


def _matrix(told: _Told, steps: Links) -> dict[str, Any]:
    shown = [labelled(side, told.breakdown, _PART) for side in told.sides]
    kinds = [metric.kind for metric in told.breakdown.metrics]
    laid = matrix(told.table, told.sides, shown, kinds, language(told.asked))
    return {**_begun(told, "matrix"), **laid, **_ended(told, steps)}


def _begun(told: _Told, layout: str) -> dict[str, Any]:
    return {"title": title(told.breakdown, told.query)[language(told.asked)], "layout": layout}


def _ended(told: _Told, steps: Links) -> dict[str, Any]:
    addresses = {**steps, **others(_offered(told.breakdown))}
    return {"links": {name: target for name, target in addresses.items() if target}}


def _steps(asked: Asked, cursor: str | None) -> Links:
    """A POST has no addresses of pages."""
    if request.method == "POST":
        return {"self": links.again()}
    following = links.again(cursor=cursor) if cursor else None
    return {"self": links.again(), "next": following, "first": links.again(cursor="*") if "cursor" in asked else None}


def _whole(told: _Told) -> Table:
    """With what it tells of itself."""
    named = title(told.breakdown, told.query)
    return labelled(told.table, told.breakdown, about(named, within(told.query, told.breakdown)))
