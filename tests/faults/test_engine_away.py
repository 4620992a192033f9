"""Elasticsearch is stopped, or killed, and started again: while changes are applied, and while a build is made."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench.killing import write_records
from deploy.elasticsearch.command import QUICK
from deploy.elasticsearch.node import Cluster, ElasticsearchMissing
from deploy.elasticsearch.server import running
from search.engines import open_engine, open_writer
from search.engines.elasticsearch import bulk
from search.entries import IndexEntry
from search.query import Query
from tests.contract.making import Maker, Row
from tests.faults.inside import LIST, Inside, followed, inside, soon
from tests.faults.node import Node, ended

pytestmark = pytest.mark.slow

NARROW = {"thread_pool.write.size": "1", "thread_pool.write.queue_size": "1"}
"""Little is written at once, and next to nothing waits: the rest is refused as too much."""


@pytest.fixture(scope="module")
def cluster(elasticsearch_allowed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One node of this file alone."""
    try:
        with running(tmp_path_factory.mktemp("away"), heap="256m", jvm=QUICK, settings=NARROW) as found:
            yield found
    except ElasticsearchMissing as missing:
        pytest.fail(str(missing))


@pytest.fixture(autouse=True)
def _started(cluster: Cluster) -> None:
    cluster.start()


def _url(cluster: Cluster, prefix: str, **options: object) -> str:
    asked = "&".join(f"{name}={value}" for name, value in options.items())
    return f"elasticsearch+{cluster.url}/{prefix}?{asked}"


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_changes_wait_for_an_engine_that_is_away(cluster: Cluster, tmp_path: Path, end: str) -> None:
    drawn = random.Random(f"7-{end}")
    with inside(
        tmp_path / "node", _url(cluster, f"away-{end}", timeout=2), f"away-{end}", f":{cluster.nodes[0].port}"
    ) as node:
        node.put(30)
        with followed(node):
            soon(lambda: node.total() == 30)
            assert node.ask(LIST).status == 200  # now it is kept for sure
            node.put(300)
            time.sleep(drawn.uniform(0, 0.5))
            getattr(cluster.nodes[0], end)()
            node.put(20)
            _is_told_of(node)
            cluster.start()
            soon(lambda: node.total() == 350, 90)
            soon(node.in_step, 90)
        node.state()


def _is_told_of(node: Inside) -> None:
    assert node.ask(LIST).stale
    assert {node.ask(path).status for path in ("/v1/records/towers:1", "/v1/records?q=tower", "/readyz")} == {503}
    assert {node.ask(path).status for path in ("/healthz", "/v1/records/towers:1/history", "/v1/limits")} == {200}


def test_a_build_that_loses_its_engine_harms_nothing(cluster: Cluster, tmp_path: Path) -> None:
    drawn = random.Random(7)
    node = Node(tmp_path / "node", {"WENMAI_ENGINE_URL": _url(cluster, "building")})
    hasty = Node(tmp_path / "node", {"WENMAI_ENGINE_URL": _url(cluster, "building", patience=10)})
    write_records(tmp_path / "faults.jsonl", 5_000)
    assert node.run("ingest", str(tmp_path / "faults.jsonl")).code == 0
    before = node.state()
    build = hasty.start("build")
    soon(lambda: len(_indices(cluster, "building-2*")) == 2)
    time.sleep(drawn.uniform(0, 0.5))
    cluster.nodes[0].kill()
    told = ended(build)
    assert (told.code, told.outcome["done"]) == (1, False), told
    assert "Traceback" not in told.told
    cluster.start()
    assert cluster.nodes[0].ask("GET", "/_cluster/health/building?wait_for_status=yellow&timeout=30s")[0] == 200
    assert node.state() == before
    assert node.run("build").code == 0
    assert node.state() == before
    assert len(_indices(cluster, "building-2*")) == 2


def _indices(cluster: Cluster, pattern: str) -> list[str]:
    status, found = cluster.nodes[0].ask("GET", f"/{pattern}/_settings?filter_path=*.settings.index.uuid")
    return list(found or {}) if status == 200 else []


@pytest.fixture
def rows() -> list[Row]:
    return Maker(5).rows(600)


def _entries(rows: list[Row]) -> list[IndexEntry]:
    return [row.entry() for row in rows]


def _refused_as_too_much(cluster: Cluster) -> int:
    _, told = cluster.nodes[0].ask("GET", "/_nodes/stats/thread_pool")
    return sum(int(node["thread_pool"]["write"]["rejected"]) for node in told["nodes"].values())


def test_what_is_refused_as_too_much_is_sent_again(
    cluster: Cluster, rows: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST_ENTRIES", 40)
    url = _url(cluster, "narrow", shards=3)
    before = _refused_as_too_much(cluster)
    with closing(open_writer(url)) as writer, closing(open_engine(url)) as engine:
        build = writer.begin()
        assert writer.write(build, _entries(rows)).refused == ()
        writer.promote(build, rows[-1].seq)
        assert _refused_as_too_much(cluster) > before
        assert {each.id: each.source for each in engine.scan(Query())} == {
            entry.id: entry.source for entry in _entries(rows)
        }


def test_a_bad_entry_is_refused_alone(cluster: Cluster, rows: list[Row]) -> None:
    """The longest id Elasticsearch takes has 512 bytes; records have shorter ones, so nothing else refuses this."""
    url = _url(cluster, "bad")
    bad = Maker(6).row(9_999, f"tang:{'x' * 600}")
    with closing(open_writer(url)) as writer, closing(open_engine(url)) as engine:
        build = writer.begin()
        outcome = writer.write(build, _entries([*rows[:20], bad]))
        assert [refused for refused, _ in outcome.refused] == [bad.id]
        assert outcome.written == 20
        writer.promote(build, 20)
        outcome = writer.apply(_entries([bad, *rows[20:40]]), 40)
        assert [refused for refused, _ in outcome.refused] == [bad.id]
        assert (engine.search(Query()).total, engine.position()[1]) == (40, 40)
