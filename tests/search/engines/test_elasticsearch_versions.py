"""A build that another version made is known by its mark before anything in it is read."""

from __future__ import annotations

from contextlib import closing

import pytest

from deploy.elasticsearch.node import ask
from search.engines import open_engine, open_writer
from search.errors import EngineUnavailable
from search.query import Query
from tests.search.engines.entries import entries

pytestmark = pytest.mark.slow


def test_a_build_of_another_version_is_told_and_made_again(elasticsearch_url: str, index_prefix: str) -> None:
    url = f"elasticsearch+{elasticsearch_url}/{index_prefix}"
    with closing(open_writer(url)) as writer, closing(open_engine(url)) as engine:
        old = writer.begin()
        writer.write(old, entries(1, 3))
        writer.promote(old, 3)
        meta = {"_meta": {"schema": "of another version", "promoted": "2026-01-01"}}
        assert ask(elasticsearch_url, "PUT", f"/{old.id}/_mapping", meta)[0] == 200
        position = {"kind": "position", "seq": 3}
        path = f"/{old.id}/_doc/position?refresh=true&version=4&version_type=external"
        assert ask(elasticsearch_url, "PUT", path, position)[0] in (200, 201)
        with pytest.raises(EngineUnavailable, match="another version; build the index again"):
            engine.search(Query())
        assert writer.position() == -1
        new = writer.begin()
        writer.write(new, entries(1, 5))
        writer.promote(new, 5)
        assert engine.search(Query()).total == 5
