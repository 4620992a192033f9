"""Kinds of parameter: how each is written in a link, and how strictly its JSON value is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from marshmallow import ValidationError, fields, validate

from api.errors import Fault
from api.nearest import nearest
from api.shapes import known_fields
from search.choices import is_choice, named, nearest_choice
from search.errors import QueryError, QuerySyntaxError
from search.grammar import parse
from search.query import Clause
from search.reasons import Reason

LONGEST_VALUE = 500
MOST_VALUES = 100

_WHOLE = re.compile(r"-?[0-9]{1,40}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?")
_NULL = "is null; leave it out where nothing is meant"
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


class Shaped(validate.Regexp):
    """What a pattern fits to the end: its `$` alone lets a line break pass behind."""

    def __init__(self, pattern: str, *, error: Reason) -> None:
        super().__init__(pattern, error=error)
        self.wrong = error

    def __call__(self, value: Any) -> Any:
        if not self.regex.fullmatch(value):
            raise ValidationError(self.wrong)
        return value


class Wrong(str):
    """Why a value was refused, and what was probably meant."""

    __slots__ = ("reason", "suggestion")
    reason: str
    suggestion: str

    def __new__(cls, reason: str, suggestion: str = "") -> Wrong:
        told = super().__new__(cls, reason)
        told.reason = reason
        told.suggestion = suggestion
        return told


def refused(reason: str, suggestion: str = "") -> ValidationError:
    """The error of a value that was refused."""
    return ValidationError([Wrong(reason, suggestion)])


NOT_TEXT = Reason("not-text", "is not text")
NOT_WHOLE = Reason("not-whole", "is not a whole number")
NOT_A_NUMBER = Reason("not-a-number", "is not a number")
NOT_A_FLAG = Reason("not-a-flag", "is neither true nor false")
NOT_A_DAY = Reason("not-a-day", "is not a date such as 2026-05-18")
NOT_A_MOMENT = Reason("not-a-moment", "is not a date such as 2026-05-18 or a moment such as 2026-05-18T08:00:00Z")
EMPTY = Reason("empty", "is empty; leave it out where nothing is meant")


class Text(fields.String):
    """One text."""

    repeated = False
    default_error_messages = {"invalid": "is not text", "null": _NULL}

    def from_texts(self, texts: Sequence[str]) -> Any:
        return texts[0]


class Question(fields.Field[Clause]):
    """Text in the language of `q`, read into a clause."""

    repeated = False

    def from_texts(self, texts: Sequence[str]) -> Any:
        return texts[0]

    def _deserialize(self, value: Any, attr: str | None, *_: Any, **__: Any) -> Clause:
        if type(value) is not str:
            raise refused(NOT_TEXT)
        try:
            return parse(value)
        except QueryError as error:
            position = error.position if isinstance(error, QuerySyntaxError) else None
            raise ValidationError([Fault(attr or "q", error.reason, error.suggestion, position)]) from error


class Whole(fields.Integer):
    """One whole number."""

    repeated = False

    def __init__(self, low: int, high: int, **kwargs: Any) -> None:
        super().__init__(strict=True, validate=Between(low, high), **kwargs)

    def from_texts(self, texts: Sequence[str]) -> Any:
        if not _WHOLE.fullmatch(texts[0]):
            raise refused(NOT_WHOLE)
        return int(texts[0])

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        if type(value) is float and value.is_integer():
            value = int(value)
        if type(value) is not int:
            raise refused(NOT_WHOLE)
        return value


def number(text: str) -> float:
    """A number as JSON writes it; refuses words such as `nan`, which Python would take."""
    if not _NUMBER.fullmatch(text):
        raise refused(Reason("not-a-number", f"{text[:40]!r} is not a number"))
    return float(text)


class Number(fields.Float):
    """One number."""

    repeated = False

    def from_texts(self, texts: Sequence[str]) -> Any:
        return number(texts[0])

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> float:
        if type(value) not in (int, float):
            raise refused(NOT_A_NUMBER)
        return float(value)


class Flag(fields.Boolean):
    """Yes or no."""

    repeated = False

    def from_texts(self, texts: Sequence[str]) -> Any:
        if texts[0] not in _FLAGS:
            raise refused(NOT_A_FLAG)
        return _FLAGS[texts[0]]

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        if type(value) is not bool:
            raise refused(NOT_A_FLAG)
        return value


class Many(fields.List[Any]):
    """Values of one kind, each in a parameter of its own (a value may hold a comma)."""

    repeated = True

    default_error_messages = {"invalid": 'is not a list, such as ["…"]', "null": _NULL}

    def __init__(self, inner: fields.Field[Any], most: int = MOST_VALUES, **kwargs: Any) -> None:
        super().__init__(inner, validate=[Filled(most)], **kwargs)
        self.most = most

    def from_texts(self, texts: Sequence[str]) -> Any:
        return list(texts)

    def _deserialize(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Of faults that differ only in their place the first is told: a thousand are no clearer than one."""
        try:
            found: list[Any] = super()._deserialize(*args, **kwargs)
        except ValidationError as error:
            if isinstance(error.messages, dict):
                raise ValidationError(_first_of_each(error.messages)) from error
            raise
        return found


def _first_of_each(messages: Mapping[int, Sequence[str]]) -> dict[int, Sequence[str]]:
    """By place; those that mean something else are another kind, whatever they say."""
    kinds: dict[Any, int] = {}
    for place, told in messages.items():
        kinds.setdefault(tuple((one, getattr(one, "suggestion", "")) for one in told), place)
    return {place: messages[place] for place in kinds.values()}


class Listed(Many):
    """Values of one kind, parted by commas."""

    def from_texts(self, texts: Sequence[str]) -> Any:
        return [part for text in texts for part in text.split(",")]


class Numbers(fields.List[Any]):
    """A set number of numbers, parted by commas: a point, a box."""

    repeated = False

    def __init__(self, names: Sequence[str], bounds: Sequence[float], **kwargs: Any) -> None:
        super().__init__(Number(), **kwargs)
        self.names = tuple(names)
        self.bounds = tuple(bounds)

    def from_texts(self, texts: Sequence[str]) -> Any:
        parts = texts[0].split(",")
        if len(parts) != len(self.names):
            raise refused(self._needed(" parted by commas"))
        return [number(part.strip()) for part in parts]

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[Any]:
        if type(value) is not list or len(value) != len(self.names):
            raise refused(self._needed())
        numbers: list[Any] = [self.inner.deserialize(one) for one in value]
        for name, one, bound in zip(self.names, numbers, self.bounds, strict=True):
            if not -bound <= one <= bound:
                order = f" (the order is {','.join(self.names)})"
                told = f"{name} is {one:g}; it lies between -{bound:g} and {bound:g}{order}"
                raise refused(Reason("out-of-range", told, low=f"-{bound:g}", high=f"{bound:g}"))
        return numbers

    def _needed(self, how: str = "") -> Reason:
        names = ",".join(self.names)
        told = f"takes {names}: {len(self.names)} numbers{how}"
        return Reason("numbers-needed", told, names=names, n=str(len(self.names)))


class Between(validate.Range):
    """Both ends counted."""

    def __init__(self, low: float, high: float, unit: str = "") -> None:
        super().__init__(low, high)
        self.unit = f" {unit}" if unit else ""

    def _format_error(self, value: Any, _: str) -> str:
        told = f"{value} is out of range; it takes {self.min} to {self.max}{self.unit}"
        return Reason("out-of-range", told, low=str(self.min), high=f"{self.max}{self.unit}")


class Sized(validate.Length):
    """So many characters, both ends counted."""

    def __init__(self, low: int, high: int) -> None:
        super().__init__(low, high)

    def _format_error(self, *_: Any) -> str:
        told = f"has no or too many characters; it takes {self.min} to {self.max}"
        return Reason("characters", told, low=str(self.min), high=str(self.max))


class OneOf(validate.OneOf):
    """One of a closed list; a wrong value is answered with the nearest right one."""

    def __call__(self, value: Any) -> Any:
        if value not in self.choices:
            known = [str(choice) for choice in self.choices]
            told = f"{str(value)[:80]!r} is not one of {', '.join(known)}"
            raise refused(Reason("not-one-of", told, known=", ".join(known)), nearest(str(value), known))
        return value


class Filled:
    """At least one value and at most so many, none of them empty or overlong."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, values: Sequence[Any]) -> Any:
        if not values:
            raise refused(EMPTY)
        if len(values) > self.most:
            told = f"has {len(values)} values; at most {self.most} are taken"
            raise refused(Reason("too-many-values", told, most=str(self.most)))
        if any(value == "" for value in values):
            raise refused(Reason("empty", "has an empty value; leave it out where nothing is meant"))
        return values


class Chosen:
    """A value the field may be asked for; a label of it, in any language, is answered with the value."""

    def __init__(self, field: str) -> None:
        self.field = field

    def __call__(self, value: str) -> str:
        if not is_choice(self.field, value):
            meant = next(iter(named(self.field, value)), "") or nearest_choice(self.field, value)
            told = f"{value[:80]!r} is not a value of {self.field}; /v1/facets/{self.field} lists them"
            raise refused(Reason("value-unknown", told, field=self.field, value=value[:80]), meant)
        return value


class RecordField:
    """The name of a field of a record; of a dotted name the first part is looked at."""

    def __call__(self, value: str) -> str:
        first, dot, rest = value.partition(".")
        if first not in known_fields():
            near = nearest(first, known_fields())
            raise refused(f"{value[:80]!r} is not a field of a record", near and near + dot + rest)
        return value


class Moment:
    """A day, or a moment, that the calendar has."""

    def __call__(self, value: str) -> str:
        try:
            datetime.fromisoformat(value)
        except ValueError as error:
            raise refused(NOT_A_MOMENT) from error
        return value


class Said:
    """A text in which the store finds nothing wrong."""

    def __init__(self, wrong: Callable[[str], str]) -> None:
        self.wrong = wrong

    def __call__(self, value: str) -> str:
        if reason := self.wrong(value):
            raise refused(reason)
        return value
