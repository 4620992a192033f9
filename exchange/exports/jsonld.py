"""Records as schema.org in JSON-LD 1.1: one graph, a line a record; the mark means nothing to a reader of the graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson

from exchange.crosswalks.described import Described
from exchange.crosswalks.jsonld import CONTEXT, plain_node
from exchange.crosswalks.schema_org import in_schema_org
from exchange.exports.ending import MARK, Ending
from exchange.exports.kept import Kept, Shows
from exchange.exports.members import Members
from records.ids import dataset_of
from records.model import JsonMap


class JsonldWriter:
    """`base` is the node's address without closing slash, `datasets` what is told of each data set, by id."""

    def __init__(self, shows: Shows, base: str, datasets: Mapping[str, JsonMap]) -> None:
        self._shows = shows
        self._base = base
        self._datasets = datasets
        # A name without a meaning is no statement.
        context = orjson.dumps({**CONTEXT, MARK: None})
        self._members = Members(b'{"@context":%b,"@graph":[\n' % context)

    def begin(self) -> bytes:
        return self._members.begin

    def add(self, records: Sequence[Kept]) -> bytes:
        return self._members.add([orjson.dumps(self._node(self._shows(one))) for one in records])

    def last(self) -> bytes:
        return self._members.last()

    def mark(self, ending: Ending | None) -> bytes:
        return self._members.mark(ending)

    def _node(self, record: JsonMap) -> JsonMap:
        dataset = self._datasets.get(dataset_of(record["id"]), {})
        return plain_node(in_schema_org(Described(record, self._base, dataset)))
