"""Forms: how a JSON value of one shape is read, strictly, and how the same shape is told in a JSON schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from marshmallow import ValidationError

Reader = Callable[[Any], Any]

LONGEST_LIST = 500


@dataclass(frozen=True, slots=True)
class Form:
    """`read` gives the normalised value or raises ValidationError; `schema` is a JSON schema of what it takes.

    Messages of the error are nested by field name and list index, as marshmallow nests its own.
    """

    read: Reader
    schema: Mapping[str, Any]

    def shown(self, description: str) -> Form:
        return replace(self, schema={**self.schema, "description": description})


_KINDS: Mapping[type, str] = {
    type(None): "null",
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "text",
    list: "a list",
    dict: "an object {…}",
}


def wrong_kind(value: object, wanted: str) -> ValidationError:
    """The refusal of a value of another JSON kind than the `wanted` one."""
    if value is None:
        return ValidationError(f"is null where {wanted} belongs; leave the field out where nothing is known")
    return ValidationError(f"is {_KINDS.get(type(value), 'not JSON')} where {wanted} belongs")


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word most like `word`, or "" if none is near."""
    found = get_close_matches(word[:100], known, n=1, cutoff=0.6)
    return found[0] if found else ""


def unknown_name(name: object, known: Sequence[str], whose: str) -> str:
    near = nearest(str(name), known)
    guess = f'; did you mean "{near}"?' if near else f"; there are {', '.join(known)}."
    return f'is not a field of {whose}{guess} What is yours alone goes under "extra"'


def number(low: float, high: float, hint: str = "") -> Form:
    def read(value: Any) -> float:
        if type(value) is not float and type(value) is not int:
            raise wrong_kind(value, "a number")
        if not low <= value <= high:
            raise ValidationError(f"is outside {low:g} to {high:g}{hint}")
        return value

    return Form(read, {"type": "number", "minimum": low, "maximum": high})


def listing(form: Form, *, distinct: bool = False) -> Form:
    """A list of one form; `distinct` drops repeated values without a word."""
    read_one = form.read

    def read(value: Any) -> list[Any]:
        if type(value) is not list:
            raise wrong_kind(value, "a list")
        if len(value) > LONGEST_LIST:
            raise ValidationError(f"has {len(value):,} members; at most {LONGEST_LIST} are kept")
        try:
            found = [read_one(member) for member in value]
        except ValidationError:
            raise _every_problem(value) from None
        return list(dict.fromkeys(found)) if distinct and len(found) > 1 else found

    def _every_problem(value: list[Any]) -> ValidationError:
        wrong: dict[Any, Any] = {}
        for index, member in enumerate(value):
            try:
                read_one(member)
            except ValidationError as refused:
                wrong[index] = refused.messages
        return ValidationError(wrong)

    return Form(read, {"type": "array", "maxItems": LONGEST_LIST, "items": form.schema})


def fields(whose: str, members: Mapping[str, Form], *, required: Sequence[str] = ()) -> Form:
    """An object of named fields; `whose` names it in refusals. With nothing required it must still hold something."""
    readers = {name: form.read for name, form in members.items()}

    def read(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            raise wrong_kind(value, f"an object {{…}} with {', '.join(readers)}")
        found: dict[str, Any] = {}
        wrong: dict[Any, Any] = {}
        for name, member in value.items():
            reader = readers.get(name)
            if reader is None:
                wrong[name] = [unknown_name(name, tuple(readers), whose)]
                continue
            try:
                found[name] = reader(member)
            except ValidationError as refused:
                wrong[name] = refused.messages
        for name in required:
            if name not in value:
                wrong[name] = [f"is missing; {whose} needs it"]
        if wrong:
            raise ValidationError(wrong)
        if not found:
            raise ValidationError("is empty; leave the field out where nothing is known")
        return found

    schema: dict[str, Any] = {
        "type": "object",
        "properties": {name: form.schema for name, form in members.items()},
        "additionalProperties": False,
    }
    return Form(read, {**schema, "required": list(required)} if required else {**schema, "minProperties": 1})


def then(form: Form, after: Reader) -> Form:
    """A form whose value is read further by `after` once it is sound in itself."""
    read_first = form.read

    def read(value: Any) -> Any:
        return after(read_first(value))

    return Form(read, form.schema)
