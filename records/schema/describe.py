"""The record form told to others: as one JSON schema, and as the tables of docs/record.md.

`python -m records.schema.describe docs/record.md` writes those tables anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from records.schema.record import RecordSchema
from records.vocabularies import vocabulary

MARKS = ("<!-- fields: made from the schema -->", "<!-- end of fields -->")

_FEW = 20


def spelled_out(schema: Any) -> Any:
    """A JSON schema in which small vocabularies (`x-vocabulary`) are given as an enum too."""
    if isinstance(schema, list):
        return [spelled_out(part) for part in schema]
    if not isinstance(schema, Mapping):
        return schema
    found = {name: spelled_out(part) for name, part in schema.items()}
    terms = vocabulary(schema["x-vocabulary"]) if "x-vocabulary" in schema else ()
    return {**found, "enum": [term.id for term in terms]} if 0 < len(terms) <= _FEW else found


@cache
def json_schema() -> Mapping[str, Any]:
    """The whole record form."""
    declared = RecordSchema().fields
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Record",
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, field in declared.items() if field.required],
        "properties": {name: spelled_out(dict(field.metadata)) for name, field in declared.items()},
    }


_GIVEN: Mapping[str, Mapping[str, Any]] = {
    "seq": {"type": "integer", "minimum": 1, "description": "The number of its last change on this node."},
    "version": {"type": "integer", "minimum": 1, "description": "How often it was published in another form."},
    "created": {"type": "string", "format": "date-time", "description": "When it was first published here."},
    "modified": {"type": "string", "format": "date-time", "description": "When it was last changed here."},
    "links": {
        "type": "object",
        "additionalProperties": {"type": "string", "format": "uri"},
        "description": "Where it is; in exports, whose addresses follow from the ids, it is left out.",
    },
}


@cache
def served_schema() -> Mapping[str, Any]:
    """A whole record as it is given: with what the node adds to it."""
    sent = json_schema()
    required = [*sent["required"], *(name for name in _GIVEN if name != "links")]
    return {**sent, "required": required, "properties": {**sent["properties"], **_GIVEN}}


def told(schema: Mapping[str, Any]) -> str:
    """A form in a few words."""
    if "x-vocabulary" in schema:
        return f"id of the vocabulary {schema['x-vocabulary']}"
    if "title" in schema:
        return str(schema["title"])
    if "enum" in schema:
        return " / ".join(f"`{value}`" for value in schema["enum"])
    if "oneOf" in schema:
        return " or ".join(told(one) for one in schema["oneOf"])
    return _TOLD[schema["type"]](schema)


def _told_text(schema: Mapping[str, Any]) -> str:
    kind = "web address" if schema.get("format") == "uri" else "text"
    return f"{kind}, ≤ {schema['maxLength']:,}"


def _told_list(schema: Mapping[str, Any]) -> str:
    return f"list, ≤ {schema['maxItems']:,}, of: {told(schema['items'])}"


def _told_number(schema: Mapping[str, Any]) -> str:
    if "maximum" in schema:
        return f"number {schema['minimum']:g} to {schema['maximum']:g}"
    return "whole number"


def _told_object(schema: Mapping[str, Any]) -> str:
    if "properties" not in schema:
        values = schema["additionalProperties"]
        return "object" if values is True else f"language map of: {told(values)}"
    required = schema.get("required", ())
    members = (f"`{name}`{'' if name in required else '?'} {told(form)}" for name, form in schema["properties"].items())
    return "{ " + "; ".join(members) + " }"


_TOLD = {
    "string": _told_text,
    "array": _told_list,
    "number": _told_number,
    "integer": _told_number,
    "object": _told_object,
}


def table() -> str:
    """Every field in a Markdown table: its form, its meaning, an example."""
    return "\n".join(_rows())


def _rows() -> Iterator[str]:
    yield "| field | form | meaning | example |"
    yield "|---|---|---|---|"
    required = json_schema()["required"]
    for name, field in RecordSchema().fields.items():
        schema = field.metadata
        example = orjson.dumps(schema["examples"][0]).decode()
        label = f"**`{name}`**" if name in required else f"`{name}`"
        yield f"| {label} | {told(schema)} | {schema['description']} | `{example}` |"


def with_table(page: str) -> str:
    """A page with the table between its marks made anew."""
    before, _, rest = page.partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    return f"{before}{MARKS[0]}\n{table()}\n{MARKS[1]}{after}"


def main(path: str) -> None:
    page = Path(path)
    page.write_text(with_table(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
