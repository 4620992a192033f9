"""JSON as strict as it is written: no repeated keys, no NaN, no zero characters, whole numbers kept whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

import orjson

_ESCAPED_NUL = b"\\u0000"


class BadJson(ValueError):
    """The message says what is wrong, with line and column where the parser knows them."""


class _Repeated(dict[str, Any]):
    """An object in which a key stood twice."""

    key = ""


def parse(raw: bytes) -> Any:
    """The value, or BadJson.

    A text that orjson writes back byte for byte held nothing that parsing loses, so most rows are parsed once;
    the others are read again by the parser that can tell repeated keys and large numbers.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise BadJson(_fault(raw, error)) from error
    if orjson.dumps(value) == raw and _ESCAPED_NUL not in raw:
        return value
    return _parse_slowly(raw)


def _parse_slowly(raw: bytes) -> Any:
    met: list[str] = []

    def whole(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            met.append(_first_repeated(pairs))
        return found

    try:
        value = json.loads(raw, object_pairs_hook=whole, parse_constant=_no_constant)
    except RecursionError as error:
        raise BadJson("nested too deep to be read") from error
    if met:
        raise BadJson(f"the key {met[0]!r} stands twice in one object")
    if _ESCAPED_NUL in raw and (path := path_of_nul(value)) is not None:
        raise BadJson(f"a NUL character (\\u0000) stands in {path or 'the text'}")
    return value


def parse_document(raw: bytes) -> Any:
    """Like `parse`, but an object with a repeated key is left standing for `repeated_key` to find."""

    def marked(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        flawed = _Repeated(found)
        flawed.key = _first_repeated(pairs)
        return flawed

    try:
        return json.loads(raw, object_pairs_hook=marked, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise BadJson(_place(error)) from error
    except UnicodeDecodeError as error:
        raise BadJson(f"not valid UTF-8 at byte {error.start + 1}") from error
    except RecursionError as error:
        raise BadJson("nested too deep to be read") from error


def repeated_key(value: object) -> str | None:
    """The first key found twice anywhere under a value of `parse_document`."""
    if isinstance(value, _Repeated):
        return value.key
    return next((key for member in _members(value) if (key := repeated_key(member)) is not None), None)


def path_of_nul(value: object, path: str = "") -> str | None:
    """Where under a value a NUL character stands (`creators.0.name`), or None."""
    if isinstance(value, str):
        return path if "\0" in value else None
    named = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    found = (path_of_nul(member, f"{path}.{name}".lstrip(".")) for name, member in named)
    return next((place for place in found if place is not None), None)


def _members(value: object) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _first_repeated(pairs: list[tuple[str, Any]]) -> str:
    names = [name for name, _ in pairs]
    return next(name for name in names if names.count(name) > 1)


def _no_constant(name: str) -> NoReturn:
    raise BadJson(f"{name} is not JSON; write null, or leave the field out")


def _fault(raw: bytes, error: orjson.JSONDecodeError) -> str:
    """What orjson refused, told by the other parser where that says more."""
    if b"\0" in raw:
        return f"a NUL byte stands at byte {raw.index(0) + 1}"
    try:
        json.loads(raw, parse_constant=_no_constant)
    except BadJson as told:
        return str(told)
    except json.JSONDecodeError as told:
        return _place(told)
    except UnicodeDecodeError as told:
        return f"not valid UTF-8 at byte {told.start + 1}"
    except RecursionError:
        return "nested too deep to be read"
    return _place(error)


def _place(error: json.JSONDecodeError) -> str:
    return f"broken JSON at line {error.lineno}, column {error.colno}: {error.msg}"
