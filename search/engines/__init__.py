"""The engines behind the ports, each in a package of its own, opened by their URL."""

from __future__ import annotations

from importlib import import_module
from typing import cast
from urllib.parse import urlsplit

from search.errors import EngineError
from search.ports import IndexWriter, SearchEngine

PACKAGES = {
    "tantivy": "search.engines.tantivy",
    "elasticsearch+http": "search.engines.elasticsearch",
    "elasticsearch+https": "search.engines.elasticsearch",
}
"""The package of each engine by the scheme of its URL; each has `open_engine(url)` and `open_writer(url)`."""


def open_engine(url: str) -> SearchEngine:
    """The engine a URL names, `tantivy:<folder>` or `elasticsearch+http://<host>/<prefix>`; it is imported only now."""
    return cast(SearchEngine, import_module(_package(url)).open_engine(url))


def open_writer(url: str) -> IndexWriter:
    """The writer of the index a URL names; EngineBusy where another one is at work."""
    return cast(IndexWriter, import_module(_package(url)).open_writer(url))


def shown(url: str) -> str:
    """An engine's URL for people: without user, password and options."""
    split = urlsplit(url)
    return f"{split.scheme}://{split.netloc.rpartition('@')[2]}{split.path}" if split.netloc else url


def _package(url: str) -> str:
    scheme = url.partition(":")[0]
    if scheme not in PACKAGES:
        known = ", ".join(f"{name}:…" for name in PACKAGES)
        raise EngineError(f"no engine is known by a URL of {scheme!r}; set WENMAI_ENGINE_URL to one of {known}")
    return PACKAGES[scheme]
