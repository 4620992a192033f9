"""A new build is made and served while people ask: not one of them notices."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import pytest

from bench.common import ROOT, environment
from bench.killing import write_records
from bench.processes import within, workers_of
from bench.serving import ask, get, serving
from indexers.following import UPGRADED
from records.schema import draft
from records.store import Store
from tests.faults.node import PATIENT, Ended, Node, ended
from tests.indexers.taking import record

pytestmark = pytest.mark.slow

RECORDS = 600
BUILDS = 2
ASKERS = 3
PATHS = (
    "/v1/records?facets=type,region&page_size=5",
    "/v1/records?q=北京&page_size=5",
    "/v1/records?cursor=*&page_size=100",
    "/v1/records/faults:7",
    "/v1/suggest?q=bei",
    "/v1/regions/110000",
    "/readyz",
)


@pytest.fixture
def node(request: pytest.FixtureRequest, tmp_path: Path) -> Node:
    """On tantivy, unless the test names another engine."""
    settings = {}
    if getattr(request, "param", "") == "elasticsearch":
        host, prefix = (request.getfixturevalue(name) for name in ("elasticsearch_url", "index_prefix"))
        settings["WENMAI_ENGINE_URL"] = f"elasticsearch+{host}/{prefix}"
    node = Node(tmp_path / "node", settings)
    write_records(tmp_path / "faults.jsonl", RECORDS)
    assert node.run("ingest", str(tmp_path / "faults.jsonl")).code == 0
    return node


@pytest.mark.parametrize("node", ["tantivy", "elasticsearch"], indirect=True)
def test_no_request_fails_while_new_builds_are_made_and_served(node: Node) -> None:
    with serving(node.data, **PATIENT, **node.settings) as (port, _), _asking(port) as answered:
        builds = [node.run("build") for _ in range(BUILDS)]
    assert [build.code for build in builds] == [0] * BUILDS, builds
    assert len({path for path, _, _ in answered}) == len(PATHS)
    assert {status for _, status, _ in answered} == {200}
    assert {total for path, _, total in answered if path == PATHS[0]} == {RECORDS}
    assert len({total for path, _, total in answered if path == PATHS[1]}) == 1
    assert min(answered.values()) > BUILDS


@pytest.mark.parametrize("node", ["tantivy", "elasticsearch"], indirect=True)
def test_a_later_version_builds_while_this_one_serves_and_goes_on_from_there(node: Node) -> None:
    """As in an upgrade: nobody builds it as before. The old index answers on where it is embedded, from renewed workers
    too; on Elasticsearch it is gone, and the first to answer again is the later version."""
    with serving(node.data, **PATIENT, **node.settings) as (port, process), _asking(port) as answered:
        built = _later(node, "build")
        _put_one_more(node)
        assert within(60, lambda: UPGRADED in node.data.with_name(f"{node.data.name}.log").read_text())
        before = set(workers_of(process.pid))
        process.send_signal(signal.SIGHUP)
        assert within(120, lambda: bool(found := set(workers_of(process.pid))) and not found & before)
        renewed = [get(port, path.replace("北京", "%E5%8C%97%E4%BA%AC"))[0] for path in PATHS]
    assert (built.code, built.outcome["built"]) == (0, True), built
    told = {status for _, status, _ in answered} | set(renewed)
    assert told == ({200, 503} if node.settings else {200})
    assert {total for path, status, total in answered if (path, status) == (PATHS[0], 200)} == {RECORDS}
    synced = _later(node, "sync").outcome
    assert (synced["built"], synced["written"], synced["seq"]) == (False, 1, RECORDS + 1)


def _later(node: Node, command: str) -> Ended:
    words = [sys.executable, "-m", "tests.indexers.later", command]
    told = environment(node.data, **node.settings)
    return ended(subprocess.Popen(words, env=told, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE))


def _put_one_more(node: Node) -> None:
    with closing(Store.open(f"sqlite:///{node.data / 'records.db'}")) as store:
        store.put([draft(record(1))])


@contextmanager
def _asking(port: int) -> Iterator[Counter[tuple[str, int, int]]]:
    """Some ask without a pause while the block runs; how they were answered is there after it, see `_ask_until`."""
    over, answered = Event(), Counter[tuple[str, int, int]]()
    with ThreadPoolExecutor(ASKERS) as pool:
        asking = [pool.submit(_ask_until, over, port) for _ in range(ASKERS)]
        try:
            yield answered
        finally:
            over.set()
        for each in asking:
            answered.update(each.result())


def _ask_until(over: Event, port: int) -> Counter[tuple[str, int, int]]:
    """How often each path was answered, by status and total; a connection that breaks is an error."""
    answered: Counter[tuple[str, int, int]] = Counter()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        for path in _over_and_over(over):
            status, body = ask(connection, path.replace("北京", "%E5%8C%97%E4%BA%AC"))
            answered[path, status, json.loads(body).get("total", {}).get("value", -1)] += 1
    return answered


def _over_and_over(over: Event) -> Iterator[str]:
    while True:
        yield from PATHS
        if over.wait(0.02):
            return


def test_a_build_waits_for_its_turn_and_what_comes_in_meanwhile_is_in_it(node: Node, tmp_path: Path) -> None:
    more = tmp_path / "more.jsonl"
    more.write_bytes((tmp_path / "faults.jsonl").read_bytes().replace(b"faults", b"others"))
    with serving(node.data, **node.settings):
        build = node.start("build")
        taken = node.run("ingest", str(more))
        _, told = build.communicate(timeout=120)
        assert (build.returncode, taken.code) == (0, 0), (told, taken.told)
        index = node.run("status", "--json").outcome["index"]
        assert (index["records"], index["seq"]) == (2 * RECORDS, 2 * RECORDS)
    node.state()
