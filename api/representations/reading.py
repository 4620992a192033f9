"""The spec cut up for reading: chapters by tag, each with its operations, parameters, examples and statuses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

import orjson
from markupsafe import Markup, escape

Json = Mapping[str, Any]

_QUOTED = re.compile("`([^`]+)`")


def chapters(spec: Json) -> list[dict[str, Any]]:
    """The spec's tags in their order, its pages for people last; each operation is told of in both languages."""
    return [
        {
            "name": tag["name"],
            "description": tag.get("description", ""),
            "operations": list(_operations(spec, tag["name"])),
        }
        for tag in sorted(spec["tags"], key=lambda tag: tag["name"] == "portal")
    ]


def _operations(spec: Json, tag: str) -> Iterator[dict[str, Any]]:
    for path, methods in spec["paths"].items():
        for method in ("get", "post", "delete"):
            operation = methods.get(method)
            if operation and tag in operation["tags"]:
                yield _operation(spec, path, method, operation, methods.get("parameters", ()))


def _operation(spec: Json, path: str, method: str, operation: Json, shared: Any) -> dict[str, Any]:
    given = [*shared, *operation.get("parameters", ())]
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "zh": operation.get("x-zh", ""),
        "cost": operation.get("x-cost", ""),
        "examples": [unquote(example) for example in operation.get("x-examples", ())],
        "body": _body(operation),
        "parameters": [_parameter(_resolved(spec, one)) for one in given],
        "statuses": [(status, _resolved(spec, one)["description"]) for status, one in operation["responses"].items()],
    }


def _resolved(spec: Json, part: Json) -> Json:
    """What a reference stands for."""
    if "$ref" not in part:
        return part
    found: Any = spec
    for step in part["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    resolved: Json = found
    return resolved


def _body(operation: Json) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    found = next((one.get("example") for one in content.values()), None)
    return "" if found is None else orjson.dumps(found).decode()


def _parameter(one: Json) -> dict[str, Any]:
    schema = one.get("schema", {})
    choices = schema.get("enum") or schema.get("items", {}).get("enum") or ()
    return {
        "name": one["name"],
        "in": one["in"],
        "required": one.get("required", False),
        "description": one.get("description", ""),
        "zh": one.get("x-zh", ""),
        "example": _shown(one.get("example")),
        "choices": choices,
        "default": schema.get("default"),
    }


def _shown(example: Any) -> str:
    if isinstance(example, list):
        return ",".join(map(str, example))
    if isinstance(example, bool):
        return str(example).lower()
    return "" if example is None else str(example)


def told(text: str) -> Markup:
    """A description as HTML: what stands between backticks as code, all else as it is."""
    code = Markup("<code>{}</code>").format
    return Markup().join(code(part) if place % 2 else escape(part) for place, part in enumerate(_QUOTED.split(text)))
