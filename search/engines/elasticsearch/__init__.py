"""The engine that grows, on Elasticsearch through its official client."""

from __future__ import annotations

from search.engines.elasticsearch.address import Address
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.elasticsearch.writer import ElasticsearchWriter


def open_engine(url: str) -> ElasticsearchEngine:
    return ElasticsearchEngine(Address.parse(url))


def open_writer(url: str) -> ElasticsearchWriter:
    return ElasticsearchWriter(Address.parse(url))
