"""Records: lists, searches, batches, one by its id, those like it, and its past."""

from __future__ import annotations

from typing import Any

from flask import Response

from api import links
from api.accepting import chosen
from api.answering import FRESH, NEVER, json, timed, unless_known
from api.asking import found_by, meant, record_of
from api.blueprint import Blueprint
from api.caching.remembering import remembered
from api.errors import NotKnown
from api.forming import InForms, formed
from api.node import here
from api.questions.asking import shape
from api.questions.bodies import BatchBody, SearchBody
from api.questions.filtering import Asked
from api.representations import crosswalks, feeds, results
from api.representations.history import history
from api.representations.records import shown, shown_hit
from api.schemas.answers import BatchAnswer, HistoryAnswer, Record, RecordsPage, SimilarAnswer
from api.schemas.forms import FORMS, OF_LISTS, OF_RECORDS, Form, ListParameters, RecordParameters
from api.schemas.parameters import HistoryParameters, SimilarParameters
from api.schemas.paths import BY_ID, EXAMPLE_ID
from api.shapes import Shape
from api.turns.taking import engine
from api.usage.noting import note_read
from records.ids import LONGEST_ID, is_id
from search.results import Redirect, Served, Tombstone

blp = Blueprint("records", __name__, url_prefix="/v1", description="Records: find them, read them.")

SEARCH_EXAMPLE = {
    "q": "山",
    "filter": {"and": [{"type": ["site"]}, {"not": {"region": ["110000"]}}]},
    "facets": ["region"],
    "page_size": 5,
}
LIST_EXAMPLES = (
    "/v1/records?q=明月&highlight=true&page_size=3",
    "/v1/records?type=site&region=110000&facets=category,period&page_size=5",
    "/v1/records?q=jingyesi&fields=title,text",
    "/v1/records?near=39.9163,116.3972&radius=50&sort=distance&view=card",
    "/v1/records?year_from=618&year_to=907&-type=literary-work&sort=year",
    "/v1/records?cursor=*&page_size=50&fields=title",
    "/v1/records?type=site&region=110000&format=atom",
    "/v1/records?q=月&format=rss&lang=zh-Hant",
    "/v1/records?type=venue&format=jsonfeed&page_size=5",
    "/v1/records?type=event&format=ical&page_size=200",
)


@blp.route("/records")
@remembered
@blp.asks(ListParameters)
@blp.in_forms(OF_LISTS, feeds.beside)
@blp.answers(
    RecordsPage,
    "查询记录：检索、筛选、统计、排序、翻页、订阅",
    examples=LIST_EXAMPLES,
)
def list_records(asked: Asked) -> Response:
    """Find records.

    Filters of different names must all hold; values of one name are alternatives. A facet leaves its own filter out of
    account, so its counts are what a click on a value gives. By `format` or `Accept` the same is a feed, what changed
    last first where no `sort` is given, or a calendar of the events among the records of the page.
    """
    form = chosen(asked, OF_LISTS)
    wanted = meant(asked if form.name == "json" else feeds.as_feed(asked))
    found = found_by(wanted)
    if form.name == "json":
        body = results.answer(wanted, found, here().cursors)
        return formed(asked, InForms("records", OF_LISTS, body=lambda: body, steps=body["links"]))
    told = feeds.feed(wanted, found, form)
    return formed(asked, InForms("records", OF_LISTS, shown=lambda: told, steps=told.steps))


@blp.route("/search", methods=["POST"])
@remembered
@blp.takes(SearchBody, SEARCH_EXAMPLE)
@blp.answers(RecordsPage, "以 JSON 查询，条件可嵌套", problems=(400, 413, 415, 503), more=())
def search_records(asked: Asked) -> Response:
    """Find records by a JSON question.

    The same as `GET /v1/records`, with a `filter` whose parts nest by `and`, `or` and `not`. A part holds filters by
    their parameter names, all of which must hold: `{"type": ["site"], "year_from": 618}`.
    """
    wanted = meant(asked)
    return json(results.answer(wanted, found_by(wanted), here().cursors, linked=False))


@blp.route("/records/batch", methods=["POST"])
@blp.takes(BatchBody, {"ids": [EXAMPLE_ID, "classical-poems:no-such-poem"], "view": "card"})
@blp.answers(BatchAnswer, "按编号批量取记录", problems=(400, 413, 415, 503), more=())
def batch_records(asked: Asked) -> Response:
    """Fetch many records by id.

    Answered in the order asked, each with the status its own address would have.
    """
    form = shape(asked)
    found = engine().get(asked["ids"])
    return json(
        {"records": [_entry(id_, one, form) for id_, one in zip(asked["ids"], found, strict=True)]}, cache=NEVER
    )


def _entry(record_id: str, found: Served | Tombstone | Redirect | None, form: Shape) -> dict[str, Any]:
    if isinstance(found, Served):
        return {"id": record_id, "status": 200, "record": shown(found, form)}
    if isinstance(found, Redirect):
        return {"id": record_id, "status": 301, "merged_into": found.to}
    if isinstance(found, Tombstone):
        return {"id": record_id, "status": 410, "reason": found.reason}
    return {"id": record_id, "status": 404}


@blp.route("/records/<record:record_id>", parameters=BY_ID)
@remembered
@blp.in_forms(OF_RECORDS, crosswalks.beside)
@blp.asks(RecordParameters)
@blp.answers(
    Record,
    "读取一条记录",
    examples=(
        f"/v1/records/{EXAMPLE_ID}",
        f"/v1/records/{EXAMPLE_ID}?view=full",
        f"/v1/records/{EXAMPLE_ID}?view=card&lang=en",
        *(f"/v1/records/{EXAMPLE_ID}.{FORMS[name].ending}" for name in OF_RECORDS if name != "json"),
    ),
    problems=(400, 404, 410, 503),
    more=(301, 304),
)
def show_record(asked: Asked, record_id: str) -> Response:
    """Read one record.

    Ids are for ever: 301 leads on from a record that was merged, 410 says why one was withdrawn. As schema.org, Dublin
    Core or a citation it is had by `format`, by `Accept`, or by an ending behind its id: `.jsonld`, `.ttl`, `.dc.xml`,
    `.dcterms.xml`, `.bib`, `.csl.json`, `.txt` (GB/T 7714).
    """
    found, ending = _named(record_id)
    form = crosswalks.form_of(asked, ending)
    if isinstance(found, Redirect):
        return _moved(found, f".{form.ending}" if ending else "")
    response = _in_form(found, form, asked)
    note_read(found)
    response.headers["Link"] = crosswalks.alternates(found.id, form)
    return unless_known(response, found.id, found.seq, form.name, crosswalks.beside())


def _named(record_id: str) -> tuple[Served | Redirect, str]:
    """What is there, and the form that the address ends in; an id that ends so itself is an id first."""
    bare, form = crosswalks.parted(record_id)
    if not form or not is_id(bare) or (is_id(record_id) and engine().get([record_id])[0] is not None):
        return record_of(record_id), ""
    return record_of(bare), form


def _in_form(found: Served, form: Form, asked: Asked) -> Response:
    wanted = shape(asked)
    if form.name == "json":
        return json(shown(found, wanted))
    body = timed("form", lambda: crosswalks.in_form(found, form, wanted))
    response = Response(body, content_type=form.content_type)
    response.headers["Cache-Control"] = FRESH
    return response


def _moved(found: Redirect, suffix: str = "") -> Response:
    target = links.address(f"/v1/records/{found.to}{suffix}", links.asked())
    response = json({"id": found.id, "merged_into": found.to, "links": {"self": target}})
    response.status_code = 301
    response.headers["Location"] = target
    return response


@blp.route("/records/<record:record_id>/similar", parameters=BY_ID)
@remembered
@blp.asks(SimilarParameters)
@blp.answers(
    SimilarAnswer,
    "相似的记录",
    examples=(f"/v1/records/{EXAMPLE_ID}/similar?page_size=3&view=card",),
    problems=(400, 404, 410, 503),
    more=(301, 304),
)
def similar_records(asked: Asked, record_id: str) -> Response:
    """Records most like one.

    By theme, time, place and words; the record itself is left out.
    """
    form = shape(asked)
    found = record_of(record_id)
    if isinstance(found, Redirect):
        return _moved(found, "/similar")
    hits = timed("engine", lambda: engine().similar(record_id, asked.get("page_size", 10)))
    return json({"records": [shown_hit(hit, form) for hit in hits], "links": {"self": links.again()}})


@blp.route("/records/<record:record_id>/history", parameters=BY_ID)
@blp.asks(HistoryParameters)
@blp.answers(
    HistoryAnswer,
    "记录的历次版本",
    examples=(f"/v1/records/{EXAMPLE_ID}/history",),
    problems=(400, 404, 503),
)
def record_history(asked: Asked, record_id: str) -> Response:
    """Every version of a record.

    From the record store, so also of records withdrawn or merged; 503 while the store does not answer. Of a record that
    was taken down by a decision of the node, its versions are told without what they said.
    """
    store = here().store
    entry = store.get(record_id) if is_id(record_id) else None
    if entry is None:
        raise NotKnown(f"There is no record {record_id[:LONGEST_ID]!r}")
    versions = store.history(record_id)
    body = history(record_id, versions, asked, taken_down=entry.decided)
    return unless_known(json(body, link=body["links"]), versions[0].seq)
