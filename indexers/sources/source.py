"""What a source is: how one publisher's files become records, and what is told of the data set they form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from indexers.readers.rows import Row
from indexers.sources.mapped import MapRow


@dataclass(frozen=True, slots=True)
class DatasetInfo:
    """What is told of a data set; `licence` is a Creative Commons or RightsStatements address."""

    id: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    publisher: str
    licence: str
    url: str = ""

    def to_json(self) -> bytes:
        told = {
            "id": self.id,
            "title": self.title,
            "description": self.description,
            "publisher": {"name": self.publisher},
            "licence": self.licence,
            "url": self.url,
        }
        return orjson.dumps({name: value for name, value in told.items() if value}, option=orjson.OPT_SORT_KEYS)


@dataclass(frozen=True, slots=True)
class Source:
    """`id` is its name on the command line; `files` are the names under which its files are published.

    `linking` makes, from the folder of the file, a mapper that also names related records told of in files beside it;
    where those are missing its records are the same without the relations.
    """

    id: str
    dataset: DatasetInfo
    files: tuple[str, ...]
    read: Callable[[Path], Iterator[Row]]
    map: MapRow
    linking: Callable[[Path], MapRow] | None = None

    def mapper(self, folder: Path) -> MapRow:
        """What maps the rows of a file of that folder."""
        return self.linking(folder) if self.linking else self.map
