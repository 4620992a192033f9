"""Records, however many, written one after the other as files: NDJSON, CSV, Parquet, GeoJSON, JSON-LD."""

from exchange.exports.columns import COLUMNS, SCHEMA_VERSION, Column, columns_of, described
from exchange.exports.ending import Ending
from exchange.exports.kept import Kept, Shows, whole
from exchange.exports.writers import WRITERS, AsOf, Options, Writer, written

__all__ = [
    "COLUMNS",
    "SCHEMA_VERSION",
    "WRITERS",
    "AsOf",
    "Column",
    "Ending",
    "Kept",
    "Options",
    "Shows",
    "Writer",
    "columns_of",
    "described",
    "whole",
    "written",
]
