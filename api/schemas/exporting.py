"""The parameters of exports."""

from __future__ import annotations

from api.schemas.forms import Forms, bom, choice
from api.schemas.parameters import Fields, about, chosen_fields, filters, language, made, question, relaxing, text
from api.schemas.values import Flag, OneOf, Text
from records.ids import LONGEST_ID

OF_EXPORTS: Forms = ("ndjson", "csv", "parquet", "geojson", "jsonld")
COMPRESSIONS = ("gzip", "zstd", "none")


def _going_on() -> Fields:
    after = about(
        "Only the records behind this one in the order of exports, which never changes: the id of the last record that "
        "came before a stream was cut off. It may have been withdrawn since.",
        "从此记录之后继续：传输中断时最后收到的记录编号（其后已撤回亦可）。",
        "classical-poems:jing-ye-si",
    )
    return {"after": text(LONGEST_ID, metadata=after)}


def _packing() -> Fields:
    told = about(
        "How the file is packed: `wenmai-export.ndjson.gz`. Without it the bytes are packed on their way alone, as "
        "`Accept-Encoding` allows. Parquet packs its pages inside, by zstd where nothing is said.",
        "文件的压缩方式；不填则仅按 Accept-Encoding 压缩传输。Parquet 在文件内部压缩。",
        "gzip",
    )
    return {"compression": Text(validate=OneOf(COMPRESSIONS), metadata=told)}


def _marking() -> Fields:
    told = about(
        "End the file with a mark that it is whole: count and checksum. Without it only the transfer tells.",
        "在文件末尾附完整性标记（条数与校验和）。",
        True,
    )
    return {"mark": Flag(metadata={**told, "default": True})}


def exporting() -> Fields:
    """All that an export takes, but which records."""
    return {
        **chosen_fields(),
        **language(),
        **choice(OF_EXPORTS),
        **_packing(),
        **_going_on(),
        **_marking(),
        **bom(),
    }


ExportJobParameters = made("ExportJobParameters", language())
ExportParameters = made("ExportParameters", question(), filters(), relaxing(), exporting())
