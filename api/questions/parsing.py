"""Reads the parameters and bodies of requests: only what was given, strictly, and every fault at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from flask import Request
from marshmallow import Schema, ValidationError
from webargs.flaskparser import FlaskParser

from api.errors import BadParameters, BrokenJson, Fault, WrongContentType
from api.nearest import nearest
from api.questions.rules import clashes
from api.schemas.values import Wrong
from search.reasons import Reason

UNKNOWN = Reason("parameter-unknown", "there is no such parameter here")
REPEATED = Reason("given-twice", "is given more than once; it takes one value")
MISSING = Reason("parameter-missing", "is missing")


def faults(name: str, messages: Any) -> Iterator[Fault]:
    """The faults in marshmallow's tree of messages, each at its path, such as `facets[1]`."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from faults(f"{name}[{key}]" if isinstance(key, int) else f"{name}.{key}".lstrip("."), inner)
    elif isinstance(messages, list):
        for message in messages:
            yield from faults(name, message)
    elif isinstance(messages, Fault):
        yield messages
    elif isinstance(messages, Wrong):
        yield Fault(name, messages.reason, messages.suggestion)
    else:
        yield Fault(name, messages if isinstance(messages, Reason) else str(messages))


def unknown(name: str, schema: Schema) -> Fault:
    return Fault(name, UNKNOWN, nearest(name, schema.fields))


class Parser(FlaskParser):  # type: ignore[misc]
    """What flask-smorest asks to read a request; refuses with BadParameters, BrokenJson or WrongContentType."""

    DEFAULT_VALIDATION_STATUS = 400

    def parse(self, argmap: Any, req: Request | None = None, *, location: str | None = None, **_: Any) -> Any:
        request = req if req is not None else self.get_default_request()
        schema = self._get_schema(argmap, request)
        return _read_query(request, schema) if location == "query" else _read_body(request, schema)


def _read_query(request: Request, schema: Schema) -> dict[str, Any]:
    """Only the parameters given are looked at: there are fifty a request may have, and few it has."""
    values: dict[str, Any] = {}
    wrong: list[Fault] = []
    for name, texts in request.args.lists():
        field: Any = schema.fields.get(name)
        if field is None:
            wrong.append(unknown(name, schema))
        elif len(texts) > 1 and not field.repeated:
            wrong.append(Fault(name, REPEATED))
        else:
            try:
                values[name] = field.deserialize(field.from_texts(texts), name)
            except ValidationError as error:
                # Values that are parted by commas have no place of their own.
                wrong.extend(dict.fromkeys(replace(fault, parameter=name) for fault in faults(name, error.messages)))
    wrong.extend(_missing(schema, request.args))
    wrong.extend(clashes(values, request.args))
    if wrong:
        raise BadParameters(wrong)
    return values


def _missing(schema: Schema, given: Mapping[str, Any]) -> Iterator[Fault]:
    for name, field in schema.fields.items():
        if field.required and name not in given:
            yield Fault(name, MISSING)


def _read_body(request: Request, schema: Schema) -> dict[str, Any]:
    if request.args:
        raise BadParameters([Fault(name, "is in the address; send it in the body") for name in request.args])
    if not request.is_json:
        raise WrongContentType("Send the body as application/json")
    body = _json(request.get_data())
    if not isinstance(body, dict):
        raise BrokenJson("The body is JSON, but not an object {…}")
    wrong = [unknown(name, schema) for name in body if name not in schema.fields]
    values, refused = _loaded({name: value for name, value in body.items() if name in schema.fields}, schema)
    wrong.extend((*refused, *clashes(values, body)))
    if wrong:
        raise BadParameters(list(dict.fromkeys(wrong)))
    return values


def _json(body: bytes) -> Any:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BrokenJson(f"The body is not valid JSON: {error}") from error
    _require_unique_names(body)
    return found


def _require_unique_names(body: bytes) -> None:
    """Of a name that stands twice in an object the first value would be lost without a word."""
    try:
        json.loads(body, object_pairs_hook=_unique)
    except RecursionError as error:
        raise BrokenJson("The body is JSON that lies deeper in itself than is read here") from error


def _unique(pairs: Sequence[tuple[str, Any]]) -> None:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        ((twice, _),) = Counter(names).most_common(1)
        raise BrokenJson(
            f"The body names {twice[:60]!r} twice in one object; name it once, with all that belongs to it"
        )


def _loaded(body: dict[str, Any], schema: Schema) -> tuple[dict[str, Any], list[Fault]]:
    """The values that are sound, and what is wrong with the others."""
    try:
        return schema.load(body), []
    except ValidationError as error:
        sound: Any = error.valid_data
        return sound, list(faults("", error.messages))
