"""Readers: published files as rows, each row readable or with the reason why not."""

from indexers.readers.apart import Packed, Unpack, apart
from indexers.readers.delimited import read_delimited, read_header
from indexers.readers.encodings import UnknownEncoding, detect_encoding
from indexers.readers.json_rows import read_json, read_json_lines
from indexers.readers.opening import LINE_LIMIT, open_bytes
from indexers.readers.rows import Row

__all__ = [
    "LINE_LIMIT",
    "Packed",
    "Row",
    "UnknownEncoding",
    "Unpack",
    "apart",
    "detect_encoding",
    "open_bytes",
    "read_delimited",
    "read_header",
    "read_json",
    "read_json_lines",
]
