"""From what a publisher sent to a draft, or to the list of everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import blake2b
from reprlib import Repr
from typing import Any

import orjson
from marshmallow import ValidationError

from records.errors import InvalidRecord, Problem
from records.ids import dataset_of
from records.model import Draft, JsonMap
from records.schema.forms import unknown_name
from records.schema.record import RecordSchema

MOST_BYTES = 5_000_000
MOST_PROBLEMS = 200

SERVED_ONLY = ("seq", "version", "created", "modified", "links", "score", "highlights")

_SHORT = Repr()
"""Of deep and large values too, only as much as is shown."""

# Goes into every fingerprint: raised when the reading of a record changes, so that all are read anew.
_READING = b"wenmai-record-1"


@cache
def _schema() -> RecordSchema:
    return RecordSchema()


def check(content: JsonMap) -> JsonMap:
    """The record normalised: NFC, trimmed, today's region, its dataset; else InvalidRecord with every problem."""
    return _checked(content)[0]


def draft(content: JsonMap, print_: bytes | None = None) -> Draft:
    """A checked draft; `print_` is the fingerprint of `content` where it is already known."""
    found, canonical = _checked(content)
    return Draft(found["id"], found["dataset"], found["type"], canonical, print_ or fingerprint(content))


def fingerprint(content: JsonMap) -> bytes:
    """16 bytes that are the same for the same JSON, whatever the order of its names; not checked any further."""
    try:
        said = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    except TypeError as wrong:
        check(content)
        raise InvalidRecord([Problem("", "is not JSON")]) from wrong
    return blake2b(said, digest_size=16, person=_READING).digest()


def _checked(content: JsonMap) -> tuple[dict[str, Any], bytes]:
    try:
        found: dict[str, Any] = _schema().load(content)
    except ValidationError as refused:
        raise InvalidRecord(_told(refused.messages, content), _id_of(content)) from None
    found.setdefault("dataset", dataset_of(found["id"]))
    canonical = orjson.dumps(found, option=orjson.OPT_SORT_KEYS)
    if len(canonical) > MOST_BYTES:
        much = f"takes {len(canonical):,} bytes as JSON; at most {MOST_BYTES:,} are kept"
        raise InvalidRecord([Problem("", much)], found["id"])
    return found, canonical


def _id_of(content: Any) -> str:
    found = content.get("id") if isinstance(content, Mapping) else None
    return found if isinstance(found, str) and found.isprintable() and len(found) <= 200 else ""


def _told(messages: Any, content: Any) -> list[Problem]:
    if not isinstance(content, Mapping):
        return [Problem("", "is not an object {…}; one record is one JSON object", _shown(content))]
    found = list(_flat(messages, (), content))
    more = len(found) - MOST_PROBLEMS
    return [*found[:MOST_PROBLEMS], Problem("", f"and {more:,} more problems")] if more > 0 else found


def _flat(messages: Any, steps: tuple[Any, ...], content: Any) -> Iterator[Problem]:
    """Problems out of nested messages; `steps` are the names and indexes that lead to where they stand."""
    if isinstance(messages, Mapping):
        for step, inner in messages.items():
            yield from _flat(inner, steps if step == "_schema" else (*steps, step), content)
        return
    for reason in messages:
        yield Problem(_path(steps), _named(reason, steps), _value(content, steps))


def _named(reason: str, steps: tuple[Any, ...]) -> str:
    """marshmallow's word for a field it does not know is replaced by ours."""
    if reason != "Unknown field." or len(steps) != 1:
        return reason
    if steps[0] in SERVED_ONLY:
        return "is given by the node that serves the record; leave it out"
    return unknown_name(steps[0], tuple(_schema().fields), "the record form")


def _path(steps: tuple[Any, ...]) -> str:
    """`creators[2].name`; a name of the publisher's own is cut at 100 characters."""
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{_shown(step, 100)}" for step in steps)
    return path.removeprefix(".")


def _value(content: Any, steps: tuple[Any, ...]) -> str | None:
    for step in steps:
        try:
            content = content[step]
        except (KeyError, IndexError, TypeError):
            return None
    return _shown(content)


def _shown(value: Any, limit: int = 80) -> str:
    """A value in a few characters that any log, page or JSON answer can hold."""
    said = value if isinstance(value, str) else _SHORT.repr(value)
    clean = "".join(char if char.isprintable() else "\ufffd" for char in said[:limit])
    return clean if len(said) <= limit else clean + "…"
