"""The embedded engine, on tantivy."""

from __future__ import annotations

from pathlib import Path

from search.engines.tantivy.engine import TantivyEngine
from search.engines.tantivy.writer import TantivyWriter
from search.errors import EngineError


def open_engine(url: str) -> TantivyEngine:
    return TantivyEngine(_folder(url))


def open_writer(url: str) -> TantivyWriter:
    return TantivyWriter(_folder(url))


def _folder(url: str) -> Path:
    folder = url.partition(":")[2]
    if not folder:
        raise EngineError(f"{url!r} names no folder; write tantivy:<folder>")
    return Path(folder)
