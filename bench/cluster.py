"""The Elasticsearch a bench asks: a node of its own with a heap of 1 GB, or the one that ELASTICSEARCH_URL names."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from elasticsearch import Elasticsearch

from bench.common import KEPT, require_disk
from deploy.elasticsearch.node import ElasticsearchError
from deploy.elasticsearch.server import running
from search.engines.elasticsearch.address import Address
from search.engines.elasticsearch.connecting import client

HEAP = "1g"
GIGABYTES = 6.0
TIMEOUT_S = 120.0
AT_ONCE = 4
SETTLED_S = 120.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bench may make indices; all of them begin with `prefix`, and are removed afterwards."""

    url: str
    prefix: str

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 9200

    def engine_url(self, name: str) -> str:
        return f"elasticsearch+{self.url}/{self.prefix}-{name}"

    def address(self, name: str) -> Address:
        return Address.parse(self.engine_url(name))

    def client(self) -> Elasticsearch:
        """As our own engine makes it."""
        return client(self.address("any"), TIMEOUT_S, AT_ONCE)


@contextmanager
def cluster() -> Iterator[Place]:
    """A place in a cluster of one node, on this machine."""
    with _server() as url:
        place = Place(url, f"bench-{secrets.token_hex(4)}")
        try:
            yield place
        finally:
            remove(place)


@contextmanager
def _server() -> Iterator[str]:
    if there := os.environ.get("ELASTICSEARCH_URL"):
        if urlsplit(there).scheme != "http" or urlsplit(there).hostname not in ("127.0.0.1", "localhost"):
            sys.exit(f"ELASTICSEARCH_URL is {there}; a bench asks only http://127.0.0.1:PORT")
        yield there.rstrip("/")
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    require_disk(KEPT, GIGABYTES)
    with tempfile.TemporaryDirectory(prefix="elasticsearch-", dir=KEPT) as folder:
        try:
            with running(Path(folder), heap=HEAP) as started:
                yield started.url
        except ElasticsearchError as error:
            sys.exit(str(error))


def remove(place: Place, name: str = "") -> None:
    """All indices of the place, or those of one name; by their names, for a stock server deletes none by pattern."""
    with closing(place.client()) as asked:
        pattern = f"{place.prefix}-{name}*"
        found = asked.indices.get_settings(index=pattern, allow_no_indices=True, expand_wildcards="all")
        for index in found:
            asked.options(ignore_status=404).indices.delete(index=index)


def settle(place: Place) -> None:
    """Wait until the merges that a load left behind have ended, for so long at the most."""
    with closing(place.client()) as asked:
        until = time.monotonic() + SETTLED_S
        while time.monotonic() < until:
            told = asked.indices.stats(index=f"{place.prefix}-*", metric="merge")
            if not told["_all"]["total"].get("merges", {}).get("current", 0):
                return
            time.sleep(0.5)


def megabytes(place: Place, name: str) -> float:
    """What the indices of a name take on the disk, as the cluster says."""
    with closing(place.client()) as asked:
        told = asked.indices.stats(index=f"{place.prefix}-{name}*", metric="store")
        return float(told["_all"]["total"]["store"]["size_in_bytes"]) / 1e6
