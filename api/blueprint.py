"""Routes that document themselves: flask-smorest with our parser, our problems and our examples."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar, cast

import flask_smorest
from flask import g, request
from marshmallow import Schema
from webargs.flaskparser import FlaskParser
from werkzeug.routing import BaseConverter

from api.problems import KINDS, MEDIA_TYPE
from api.questions.parsing import Parser
from api.schemas.answers import Problem
from api.schemas.forms import Forms
from api.schemas.parameters import NoParameters
from api.schemas.values import Chosen
from records.vocabularies import vocabulary
from search.fields import FIELDS

ANYWHERE = (401, 403, 408, 414, 429, 431, 500)
"""The problems any address may answer with."""

KEYED: Sequence[Mapping[str, Sequence[str]]] = [{"ApiKey": []}, {"Bearer": []}]
"""How a key is sent, where one is needed."""

View = TypeVar("View", bound=Callable[..., Any])
ENUMERATED = ("types", "levels")
"""Vocabularies short enough to be listed in the spec."""


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    """A group of routes."""

    ARGUMENTS_PARSER: FlaskParser = Parser()

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """As flask-smorest's; typed."""
        decorator: Callable[[View], View] = super().route(rule, **options)
        return decorator

    def asks(self, schema: type[Schema] = NoParameters) -> Callable[[View], View]:
        """The view takes the parameters of `schema` that were given, as one mapping; anything else is refused."""
        return self._read(schema(), "query")

    def takes(self, schema: type[Schema], example: Any) -> Callable[[View], View]:
        """The view takes a JSON body."""
        return self._read(schema(), "json", example=example)

    def _read(self, schema: Schema, location: str, **told: Any) -> Callable[[View], View]:
        parse = self.ARGUMENTS_PARSER.parse

        def decorate(view: View) -> View:
            @wraps(view)
            def reading(*args: Any, **kwargs: Any) -> Any:
                g.asked = parse(schema, request, location=location)
                return view(g.asked, *args, **kwargs)

            return _documented(cast(View, reading), self.arguments(schema, location=location, **told))

        return decorate

    def answers(
        self,
        schema: type[Schema] | dict[str, Any],
        zh: str,
        *,
        examples: Sequence[str] = (),
        problems: Sequence[int] = (400, 503),
        more: Sequence[int] = (304,),
        media_type: str = "application/json",
    ) -> Callable[[View], View]:
        """What the view gives: its schema, its other statuses, its summary in Chinese, and links that show it."""
        good = self.response(200, schema, content_type=media_type)
        return self._tells(zh, examples, (*problems, *more), good)

    def in_forms(self, forms: Forms, beside: Callable[[], str] = str) -> Callable[[View], View]:
        """The answer of the view can be had in these forms, JSON among them; `remembered` keeps each by itself.

        `beside` tells what else the answer depends on, beside the question and the index.
        """
        told = super().doc(**{"x-forms": list(forms)})
        none = self.alt_response(406, HTTPStatus.NOT_ACCEPTABLE.name)

        def decorate(view: View) -> View:
            view.forms, view.beside = forms, beside  # type: ignore[attr-defined]
            return _documented(view, told, none)

        return decorate

    def several(self, content: Mapping[str, Any]) -> Callable[[View], View]:
        """The good answer is of one of these media types, each with its schema; above `answers`."""
        told = super().doc(responses={"200": {"description": "OK", "content": content}})
        return lambda view: _documented(view, told)

    def makes(self, schema: type[Schema], zh: str, problems: Sequence[int]) -> Callable[[View], View]:
        """The view makes something new (201)."""
        return self._tells(zh, (), problems, self.response(201, schema))

    def begins(self, schema: type[Schema], zh: str, problems: Sequence[int]) -> Callable[[View], View]:
        """The view begins something that goes on by itself (202), or leads to what was begun before (200)."""
        told = (self.alt_response(200, schema=schema, success=True), self.response(202, schema))
        tells = self._tells(zh, (), problems, told[1])
        return lambda view: _documented(tells(view), told[0])

    def with_header(self, name: str, told: Mapping[str, Any]) -> Callable[[View], View]:
        """The view reads a header of its own; `told` is its description."""
        header = {"name": name, "in": "header", "schema": {"type": "string"}, **told}
        told_of = super().doc(parameters=[header])
        return lambda view: _documented(view, told_of)

    def keyed(self, view: View) -> View:
        """Nothing can be had of the view without a key."""
        return _documented(view, super().doc(security=KEYED))

    def leads(self, zh: str, problems: Sequence[int] = (400,)) -> Callable[[View], View]:
        """The view leads elsewhere (302)."""
        return self._tells(zh, (), problems, self.response(302, description="`Location` leads there."))

    def _tells(
        self, zh: str, examples: Sequence[str], others: Sequence[int], good: Callable[[Any], Any]
    ) -> Callable[[View], View]:
        told = super().doc(**{"x-zh": zh, "x-examples": list(examples)})
        statuses = [self.alt_response(status, HTTPStatus(status).name) for status in (*others, *ANYWHERE)]

        def decorate(view: View) -> View:
            return _documented(view, *statuses, told, super(Blueprint, self).doc(operationId=view.__name__), good)

        return decorate


def _documented(view: View, *decorators: Callable[[Any], Any]) -> View:
    """The view itself, with what the decorators say of it; their own wrappers would cost time in every request."""

    def stub() -> None: ...

    told: Any = stub
    told._apidoc = getattr(view, "_apidoc", {})
    for decorator in decorators:
        told = decorator(told)
    view._apidoc = told._apidoc  # type: ignore[attr-defined]
    return view


class RecordId(BaseConverter):
    """What may be a record's id in a path; each has a colon, which words such as `batch` have not."""

    regex = "[^/]*:[^/]*"


class Api(flask_smorest.Api):  # type: ignore[misc]
    """The spec's maker; errors are ours (`api.problems`)."""

    ERROR_SCHEMA = Problem
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """None of flask-smorest's own."""

    def _register_responses(self) -> None:
        self.ma_plugin.converter.add_attribute_function(_vocabulary_values)
        for status in sorted({kind.status for kind in KINDS.values()}):
            self.spec.components.response(HTTPStatus(status).name, _problem_response(status), lazy=True)
        self.spec.components.response("NOT_MODIFIED", {"description": "What you have is still right."}, lazy=True)
        part = {"description": "The range that was asked for; `Content-Range` tells which it is."}
        self.spec.components.response("PARTIAL_CONTENT", part, lazy=True)
        moved = {"description": "Merged into another record; `Location` leads there."}
        self.spec.components.response("MOVED_PERMANENTLY", moved, lazy=True)
        tidied = {"description": "The same page without the parameters that were empty; `Location` leads there."}
        self.spec.components.response("SEE_OTHER", tidied, lazy=True)


def _problem_response(status: int) -> dict[str, Any]:
    kinds = [kind for kind in KINDS.values() if kind.status == status]
    return {
        "description": "; ".join(f"`{kind.type}`: {kind.title}" for kind in kinds),
        "content": {MEDIA_TYPE: {"schema": Problem}},
    }


def _vocabulary_values(_: Any, field: Any, **__: Any) -> dict[str, Any]:
    """The values of a field out of a short vocabulary, as an enum; of a long one, its name."""
    name = next((FIELDS[one.field].vocabulary for one in field.validators if isinstance(one, Chosen)), "")
    if name in ENUMERATED:
        return {"enum": [term.id for term in vocabulary(name)]}
    return {"x-vocabulary": name} if name else {}
