"""From what a request asks to a stream: which records, from where on, in which form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import g, request

from api import links
from api.accepting import chosen as chosen_form
from api.errors import BadParameters, Fault
from api.exporting.compressing import NONE, encoding
from api.exporting.streaming import Batch, Stream, Turn, streamed
from api.keys.callers import caller
from api.node import here
from api.questions.asking import chosen
from api.questions.filtering import Asked
from api.representations.datasets import described
from api.representations.records import content, only
from api.schemas.exporting import OF_EXPORTS
from api.schemas.forms import FORMS, Form
from api.shapes import Shape
from api.turns.taking import engine
from exchange.exports import WRITERS, AsOf, Options, Shows, Writer, written
from exchange.exports.packing import packed
from records.ids import is_id
from search.answer import counted
from search.ports import SearchEngine
from search.query import Query


@dataclass(frozen=True, slots=True)
class Plan:
    """What an export is to be: which records, in which form, and how the file itself is packed (`file`)."""

    form: Form
    file: str
    options: Options
    marked: bool
    query: Query
    after: int

    @property
    def ending(self) -> str:
        return f"{self.form.ending}.{FORMS[self.file].ending}" if self.file else self.form.ending

    @property
    def content_type(self) -> str:
        return content_type(self.form, self.file)

    @property
    def writer(self) -> Writer:
        """CannotShow where this node has not what the form takes."""
        return WRITERS[self.form.name](self.options)


@dataclass(frozen=True, slots=True)
class Export:
    """An export that was asked for; `sent` is how its bytes are packed on their way.

    `total` counts the records of the question, those before `after` too.
    """

    plan: Plan
    sent: str
    total: int
    as_of: AsOf
    stream: Stream


def content_type(form: Form, file: str) -> str:
    return FORMS[file].media_type if file else form.content_type


def planned(asked: Asked, engine: SearchEngine, form: Form) -> Plan:
    """BadParameters for what does not go together, and for an `after` that is no record's id; EngineError."""
    return Plan(
        form,
        packing(form, asked),
        _options(form, asked),
        asked.get("mark", True),
        chosen(asked),
        _place(asked.get("after"), engine),
    )


def export(asked: Asked) -> Export:
    """What `planned` raises; Overloaded, EngineError, CannotShow."""
    turn = Turn(here().turns, keyed=caller().key is not None)
    try:
        return _begun(asked, turn)
    except BaseException:
        turn.give_back()
        raise


def _begun(asked: Asked, turn: Turn) -> Export:
    _require_mark(asked)
    plan = planned(asked, engine(), chosen_form(asked, OF_EXPORTS))
    sent = _sending(plan, asked)
    writer = plan.writer
    query, total, as_of = read(engine(), plan.query)

    def write(batches: Iterator[Batch]) -> Iterator[bytes]:
        return packed(written(writer, batches, as_of, marked=plan.marked), plan.file or sent)

    stream = streamed(here().engine.kept(query, plan.after), write, turn, g.get("request_id", ""))
    return Export(plan, sent, total, as_of, stream)


def _require_mark(asked: Asked) -> None:
    if not asked.get("mark", True) and request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        raise BadParameters([Fault("mark", "cannot be left out over HTTP/1.0, where nothing else tells a part")])


def packing(form: Form, asked: Asked) -> str:
    """How the file is packed: pages of Parquet are packed inside it."""
    named: str = asked.get("compression", NONE)
    return "" if form.name == "parquet" or named == NONE else named


def _sending(plan: Plan, asked: Asked) -> str:
    """How bytes are packed on their way, where nothing is said of the file."""
    return "" if plan.form.name == "parquet" or "compression" in asked else encoding()


def read(asked_of: SearchEngine, query: Query) -> tuple[Query, int, AsOf]:
    """The question as the list reads it, what it finds, and up to which change."""
    as_read, found, relaxed = counted(asked_of, query)
    return as_read, found.total, AsOf(found.as_of, relaxed=relaxed)


def _place(after: str | None, asked_of: SearchEngine) -> int:
    """The ordinal of a record, or of what is left of it."""
    if after is None:
        return -1
    found = asked_of.get([after])[0] if is_id(after) else None
    if found is None:
        raise BadParameters([Fault("after", "is no record's id; give that of the last record you have")])
    return found.ordinal


def _options(form: Form, asked: Asked) -> Options:
    fields, lang = tuple(asked.get("fields", ())), asked.get("lang", "")
    if fields and form.name == "jsonld":
        raise BadParameters([Fault("fields", "picks parts of a record; leave it out with format=jsonld")])
    if asked.get("bom") and form.name != "csv":
        raise BadParameters([Fault("bom", "is for spreadsheets, which open format=csv alone; leave it out")])
    return Options(
        fields=fields,
        shows=_shows(form, fields, lang),
        base=links.base(),
        datasets=described() if form.name == "jsonld" else {},
        codec=asked.get("compression", "zstd"),
        bom=asked.get("bom", False),
    )


def _shows(form: Form, fields: tuple[str, ...], lang: str) -> Shows | None:
    """None where records go out whole, as they are kept."""
    shape = Shape(links.base(), view="full", lang=lang)
    if form.name == "ndjson" and fields:
        return lambda kept: only(content(kept, shape), fields)
    return (lambda kept: content(kept, shape)) if lang else None


def told(found: Export) -> dict[str, Any]:
    """The headers of the answer."""
    headers = {
        "Content-Disposition": f'attachment; filename="wenmai-export.{found.plan.ending}"',
        "X-Total-Count": str(found.total),
        "X-As-Of": str(found.as_of.seq),
    }
    return {**headers, "Content-Encoding": found.sent} if found.sent else headers
