"""Reads a mapping file, and says everything that is wrong with it at once."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from indexers.errors import MappingError
from indexers.mapping.nodes import Form, Leaf, Listing, Node, placeholders
from indexers.mapping.rows import MappedFile, MappedRows
from indexers.sources.source import DatasetInfo, Source
from records.ids import is_dataset
from records.schema import RecordSchema
from records.vocabularies import LANGUAGES, types

_TOP = ("id", "type", "drop", "dataset", "file", "fields")
_DATASET = ("id", "title", "description", "publisher", "licence", "url")
_FILE = ("delimiter", "encoding")
_READINGS = ("date", "region", "number", "lines", "html")
_LEAF = ("column", "columns", "template", "constant", "split", "map", "default", *_READINGS)
_ORIGINS = ("column", "columns", "template", "constant")
_MAPPED_ELSEWHERE = ("id", "type", "dataset")


def load_mapping(path: Path) -> Source:
    """A source made from a TOML file (docs/guides/csv-mapping.md); MappingError names every problem by its key."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError(path, [f"it cannot be read: {error}"]) from error
    except tomllib.TOMLDecodeError as error:
        raise MappingError(path, [f"it is not TOML: {error}; a key in Chinese stands in quotes"]) from error
    return _Loader(path).source(said)


@cache
def _record_form() -> Mapping[str, Mapping[str, Any]]:
    """The JSON schema of each field of a record."""
    return {name: declared.metadata for name, declared in RecordSchema().fields.items()}


class _Loader:
    """Builds the source and collects problems on the way."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._problems: list[str] = []

    def source(self, said: Mapping[str, Any]) -> Source:
        self._known("the mapping", said, _TOP)
        dataset = self._dataset(self._table(said, "dataset"))
        file = self._table(said, "file", required=False)
        self._known("[file]", file, _FILE)
        rows = MappedRows(
            dataset=dataset.id,
            id_template=self._id_template(said),
            type=self._type(said),
            fields=self._fields(self._table(said, "fields")),
            drop=frozenset(self._texts(said, "drop")),
        )
        reader = MappedFile(self._path, rows, self._text(file, "delimiter"), self._text(file, "encoding"))
        if self._problems:
            raise MappingError(self._path, self._problems)
        return Source(dataset.id, dataset, (), reader, rows)

    def _dataset(self, said: Mapping[str, Any]) -> DatasetInfo:
        self._known("[dataset]", said, _DATASET)
        for name in ("id", "title", "publisher", "licence"):
            if name not in said:
                self._problems.append(f"[dataset] lacks {name!r}")
        dataset_id = str(said.get("id", ""))
        if dataset_id and not is_dataset(dataset_id):
            self._problems.append(f"[dataset] id {dataset_id!r} may hold letters, digits and . _ - only")
        return DatasetInfo(
            id=dataset_id,
            title=self._languages("title", said.get("title", {})),
            description=self._languages("description", said.get("description", {})),
            publisher=str(said.get("publisher", "")),
            licence=str(said.get("licence", "")),
            url=str(said.get("url", "")),
        )

    def _languages(self, name: str, said: Any) -> Mapping[str, str]:
        """A text alone stands for simplified Chinese."""
        if isinstance(said, str):
            return {LANGUAGES[0]: said}
        if isinstance(said, dict) and all(isinstance(text, str) for text in said.values()):
            return said
        self._problems.append(f"[dataset] {name} should be text by language: {{ zh-Hans = …, en = … }}")
        return {}

    def _id_template(self, said: Mapping[str, Any]) -> str:
        template = said.get("id")
        if isinstance(template, str) and placeholders(template):
            return template
        self._problems.append('id should be a template that names a column, such as id = "{编号}"')
        return ""

    def _type(self, said: Mapping[str, Any]) -> Leaf:
        kind = said.get("type")
        if isinstance(kind, str):
            if kind not in types():
                self._problems.append(f"type {kind!r} is none of {', '.join(term.id for term in types())}")
            return Leaf("type", constant=kind)
        if isinstance(kind, dict):
            return self._leaf("type", kind)
        self._problems.append('type should be one for all rows (type = "site"), or { column = …, map = … }')
        return Leaf("type")

    def _fields(self, said: Mapping[str, Any]) -> Form:
        names = tuple(name for name in _record_form() if name not in _MAPPED_ELSEWHERE)
        self._known("[fields]", said, names)
        if "title" not in said:
            self._problems.append('[fields] lacks a title, such as title.zh-Hans = "名称"')
        return Form("", tuple((name, self._field(name, said[name])) for name in said if name in names))

    def _field(self, name: str, said: Any) -> Node:
        schema = _record_form()[name]
        if schema.get("type") == "array":
            entries = said if isinstance(said, list) else [said]
            return Listing(name, tuple(self._entry(name, each, schema.get("items", {})) for each in entries))
        return self._entry(name, said, schema)

    def _entry(self, path: str, said: Any, schema: Mapping[str, Any]) -> Leaf | Form:
        """A column's name, a table that says how to read one, or a table of members that are such themselves."""
        if isinstance(said, str):
            return Leaf(path, columns=(said,))
        if not isinstance(said, dict):
            self._problems.append(f"{path} should be a column's name or a table, not {said!r}")
            return Leaf(path)
        if any(origin in said and isinstance(said[origin], _SHAPES[origin]) for origin in _ORIGINS):
            return self._leaf(path, said)
        if "properties" in schema:
            self._known(path, said, tuple(schema["properties"]))
        elif "additionalProperties" not in schema:
            self._problems.append(f"{path} needs one of {', '.join(_ORIGINS)}")
        return Form(path, tuple((name, self._entry(f"{path}.{name}", each, {})) for name, each in said.items()))

    def _leaf(self, path: str, said: Mapping[str, Any]) -> Leaf:
        self._known(path, said, _LEAF)
        origins = [name for name in _ORIGINS if name in said]
        readings = [name for name in _READINGS if said.get(name)]
        if len(origins) != 1:
            self._problems.append(f"{path} should have exactly one of {', '.join(_ORIGINS)}")
        if len(readings) > 1:
            self._problems.append(f"{path} can be read in one way only, not as {' and '.join(readings)}")
        columns = self._texts(said, "columns") or ((said["column"],) if "column" in said else ())
        if len(columns) > 1 and readings != ["region"]:
            self._problems.append(f"{path} has several columns, which only region = true reads; use a template")
        return Leaf(
            path=path,
            columns=columns,
            template=self._text(said, "template") or "",
            constant=said.get("constant"),
            split=self._text(said, "split") or "",
            table=self._map(path, said.get("map")),
            default=said.get("default"),
            reading=readings[0] if readings else "",
        )

    def _map(self, path: str, said: Any) -> Mapping[str, Any] | None:
        if said is None or isinstance(said, dict):
            return said
        self._problems.append(f"{path} map should be a table: {{ 古遗址 = … }}")
        return None

    def _known(self, where: str, said: Mapping[str, Any], names: Collection[str]) -> None:
        for name in said:
            if name not in names:
                near = get_close_matches(name, names, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}"
                self._problems.append(f"{where} knows no {name!r}; {hint}")

    def _table(self, said: Mapping[str, Any], name: str, *, required: bool = True) -> Mapping[str, Any]:
        table = said.get(name, {})
        if not isinstance(table, dict) or (required and not table):
            self._problems.append(f"the table [{name}] is missing or empty")
            return {}
        return table

    def _text(self, said: Mapping[str, Any], name: str) -> str | None:
        value = said.get(name)
        if value is None or isinstance(value, str):
            return value
        self._problems.append(f"{name} should be text, not {value!r}")
        return None

    def _texts(self, said: Mapping[str, Any], name: str) -> tuple[str, ...]:
        value = said.get(name, [])
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        self._problems.append(f"{name} should be a list of texts, not {value!r}")
        return ()


_SHAPES: Mapping[str, Any] = {"column": str, "columns": list, "template": str, "constant": object}
"""What makes a table a leaf and not a form with a member of that name."""
