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
from exchange.exports import WRITERS, AsOf, Options, Shows, written
from exchange.exports.packing import packed
from records.ids import is_id
from search.answer import counted
from search.query import Query


@dataclass(frozen=True, slots=True)
class Export:
    """An export that was asked for. `file` is how the file itself is packed, `sent` how its bytes are on their way.

    `total` counts the records of the question, those before `after` too.
    """

    form: Form
    file: str
    sent: str
    total: int
    as_of: AsOf
    stream: Stream

    @property
    def ending(self) -> str:
        return f"{self.form.ending}.{FORMS[self.file].ending}" if self.file else self.form.ending

    @property
    def content_type(self) -> str:
        return FORMS[self.file].media_type if self.file else self.form.content_type


def export(asked: Asked) -> Export:
    """BadParameters for an `after` that is no record's id; Overloaded, EngineError, CannotShow."""
    turn = Turn(here().turns, keyed=caller().key is not None)
    try:
        return _begun(asked, turn)
    except BaseException:
        turn.give_back()
        raise


def _begun(asked: Asked, turn: Turn) -> Export:
    form = chosen_form(asked, OF_EXPORTS)
    file, sent = _packing(form, asked)
    options = _options(form, asked)
    marked = _marked(asked)
    writer = WRITERS[form.name](options)
    after = _place(asked.get("after"))
    query, total, as_of = _read(chosen(asked))

    def write(batches: Iterator[Batch]) -> Iterator[bytes]:
        return packed(written(writer, batches, as_of, marked=marked), file or sent)

    stream = streamed(here().engine.kept(query, after), write, turn, g.get("request_id", ""))
    return Export(form, file, sent, total, as_of, stream)


def _marked(asked: Asked) -> bool:
    marked: bool = asked.get("mark", True)
    if not marked and request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        raise BadParameters([Fault("mark", "cannot be left out over HTTP/1.0, where nothing else tells a part")])
    return marked


def _packing(form: Form, asked: Asked) -> tuple[str, str]:
    """How the file is packed, and how it is sent: pages of Parquet are packed inside it."""
    named = asked.get("compression", "")
    if form.name == "parquet" or named == NONE:
        return "", ""
    return (named, "") if named else ("", encoding())


def _read(query: Query) -> tuple[Query, int, AsOf]:
    """The question as the list reads it, what it finds, and up to which change."""
    read, found, relaxed = counted(engine(), query)
    return read, found.total, AsOf(found.as_of, relaxed=relaxed)


def _place(after: str | None) -> int:
    """The ordinal of a record, or of what is left of it."""
    if after is None:
        return -1
    found = engine().get([after])[0] if is_id(after) else None
    if found is None:
        raise BadParameters([Fault("after", "is no record's id; give that of the last record you have")])
    return found.ordinal


def _options(form: Form, asked: Asked) -> Options:
    fields, lang = tuple(asked.get("fields", ())), asked.get("lang", "")
    if fields and form.name == "jsonld":
        raise BadParameters([Fault("fields", "picks parts of a record; leave it out with format=jsonld")])
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
        "Content-Disposition": f'attachment; filename="wenmai-export.{found.ending}"',
        "X-Total-Count": str(found.total),
        "X-As-Of": str(found.as_of.seq),
    }
    return {**headers, "Content-Encoding": found.sent} if found.sent else headers
