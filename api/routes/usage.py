"""How the node is used: public counts, and what is read most."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response

from api import links
from api.answering import STABLE, json, timed, unless_known
from api.blueprint import Blueprint
from api.caching.remembering import remembered
from api.node import here
from api.questions import filtering
from api.questions.asking import shape
from api.questions.filtering import Asked
from api.representations import usage
from api.representations.records import shown_hit
from api.representations.results import total
from api.schemas.parameters import HotParameters, LanguageParameters
from api.schemas.usage import HotAnswer, StatsAnswer
from api.turns.taking import engine
from api.usage.heat import hot_list
from api.usage.hot import DAYS
from api.usage.noting import note_asked
from api.usage.public import Told
from records.usage import SMALLEST
from search.answer import answer
from search.query import Ids, Page, Query, Sort
from search.results import Results, Served

blp = Blueprint("usage", __name__, url_prefix="/v1", description="How the node is used, and what is read most.")

DEFAULT_HOT = 20


@blp.route("/stats")
@blp.asks(LanguageParameters)
@blp.answers(StatsAnswer, "公开的使用统计", examples=("/v1/stats?lang=en",))
def show_stats(asked: Asked) -> Response:
    """How much the node is used.

    Of yesterday, and of the seven and thirty days up to it (UTC). Each day's counts are told in whole tens, and what is
    below is null, so that no sum or difference of these numbers tells it.
    """
    told = here().public_usage.told()
    live = _live(told.values())
    periods = {name: usage.period(one, live, asked.get("lang", "")) for name, one in told.items()}
    body = {"smallest": SMALLEST, "periods": periods, "links": {"self": links.again()}}
    return unless_known(json(body, cache=STABLE), body)


def _live(told: Iterable[Told]) -> dict[str, Served]:
    ids = list(dict.fromkeys(one.name for period in told for one in period.records))
    return {one.id: one for one in engine().get(ids) if isinstance(one, Served)}


@blp.route("/hot")
@remembered
@blp.asks(HotParameters)
@blp.answers(HotAnswer, "近七日热点", examples=("/v1/hot?view=card", "/v1/hot?type=literary-work&page_size=5"))
def list_hot(asked: Asked) -> Response:
    """The records read most.

    Within seven days, most read first; the filters of `/v1/records` narrow them. How often is not told. The list is
    made anew every few minutes.
    """
    here().hot.current()
    ids = hot_list().ids
    found = timed("engine", lambda: _hot(asked, ids)) if ids else Results(0, (), (), 0)
    form = shape(asked)
    body = {
        "total": total(found.total),
        "records": [shown_hit(hit, form) for hit in found.hits],
        "days": DAYS,
        "links": {"self": links.again()},
    }
    return json(body)


def _hot(asked: Asked, ids: tuple[str, ...]) -> Results:
    query = Query(
        filters=(*filtering.filters(asked), Ids(ids)),
        sort=Sort("hot"),
        page=Page(size=asked.get("page_size", DEFAULT_HOT)),
        origin=filtering.point(asked),
        hot=ids,
    )
    found = answer(engine(), query)
    note_asked(query, found)
    return found
