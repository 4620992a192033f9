"""Exports: every record of a question as a file, and what stands in it."""

from __future__ import annotations

from typing import Any

from flask import Response

from api import links
from api.answering import NEVER, STABLE, json, unless_known
from api.blueprint import Blueprint
from api.exporting import asking
from api.questions.filtering import Asked
from api.schemas.exporting import OF_EXPORTS, ExportParameters
from exchange.exports import SCHEMA_VERSION, described
from records.schema.describe import served_schema

blp = Blueprint("exports", __name__, url_prefix="/v1", description="Exports: all of it, in bulk, known to be whole.")

EXAMPLES = (
    "/v1/export?dataset=classical-poems",
    "/v1/export?type=site&format=csv&lang=zh-Hans",
    "/v1/export?region=110000&format=geojson",
    "/v1/export?q=月&format=parquet",
    "/v1/export?format=jsonld&dataset=world-heritage-china&compression=gzip",
    "/v1/export?fields=title,date&after=classical-poems:jing-ye-si",
)


@blp.route("/export")
@blp.in_forms((*OF_EXPORTS, "gzip", "zstd"))
@blp.asks(ExportParameters)
@blp.answers(
    {"type": "string"},
    "批量导出：一个问题的全部记录，流式传输，可断点续传",
    examples=EXAMPLES,
    more=(),
    media_type="application/x-ndjson",
)
def export_records(asked: Asked) -> Response:
    """Every record of a question, first to last, as a file.

    `q` and the filters are those of `/v1/records`. The records come whole, in an order that never changes. The last
    line tells that the file is whole: how many records it has, and the SHA-256 of everything before that line; a
    Parquet file tells it in its footer. A stream that breaks off has no such mark, and its connection is cut: go on
    behind the last record you have by `after`. What stands in the columns is told by `/v1/columns.json`.
    """
    found = asking.export(asked)
    response = Response(found.stream, content_type=found.plan.content_type)
    response.headers.extend(asking.told(found))
    response.headers["Cache-Control"] = NEVER
    response.vary.update(("Accept", "Accept-Encoding"))
    return response


@blp.route("/schema.json")
@blp.asks()
@blp.answers({"type": "object"}, "记录的 JSON Schema", examples=("/v1/schema.json",), problems=(400,))
def record_schema(_: Asked) -> Response:
    """The JSON schema (2020-12) of a record as it is served and exported."""
    body = {"$id": links.address("/v1/schema.json"), **served_schema()}
    return unless_known(json(body, cache=STABLE))


@blp.route("/columns.json")
@blp.asks()
@blp.answers({"type": "object"}, "导出表格的列说明", examples=("/v1/columns.json",), problems=(400,))
def export_columns(_: Asked) -> Response:
    """The columns of CSV and Parquet, as CSV on the Web (W3C) tells of a table's columns.

    They do not change within one `wenmai:schema`. A column of `separator` holds a list: `|` and the backslash in a
    value have a backslash before them; in Parquet it is a list.
    """
    body: dict[str, Any] = {
        "@context": "http://www.w3.org/ns/csvw",
        "wenmai:schema": SCHEMA_VERSION,
        "dialect": {"encoding": "utf-8", "header": True, "commentPrefix": "#", "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": list(described())},
    }
    return unless_known(json(body, cache=STABLE))
