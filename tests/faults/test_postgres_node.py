"""A node whose records are kept in PostgreSQL: taken in, indexed, served."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.common import ROOT
from bench.serving import get, serving
from tests import postgres
from tests.faults.node import Node

pytestmark = pytest.mark.slow


def test_from_a_file_to_an_answer(postgres_cluster: postgres.Cluster, tmp_path: Path) -> None:
    url = postgres_cluster.url(postgres_cluster.new_database())
    node = Node(tmp_path / "node", {"WENMAI_DATABASE_URL": url})
    file = ROOT / "data" / "sample" / "persons.jsonl"
    records = [json.loads(line) for line in file.read_bytes().splitlines()]

    taken = node.run("ingest", str(file), "--no-sync")
    assert (taken.code, taken.outcome["files"][0]["created"]) == (0, len(records))
    assert node.run("ingest", str(file), "--no-sync").outcome["files"][0]["unchanged"] == len(records)
    synced = node.run("sync")
    assert (synced.code, synced.outcome["seq"]) == (0, len(records))
    assert node.run("withdraw", records[0]["id"], "--reason", "twice").code == 0
    assert not list(node.data.rglob("records.db"))

    with serving(node.data, WENMAI_DATABASE_URL=url) as (port, _):
        listed = json.loads(get(port, "/v1/records?page_size=0")[1])
        assert (listed["total"]["value"], listed["as_of"]) == (len(records) - 1, len(records) + 1)
        assert get(port, f"/v1/records/{records[0]['id']}")[0] == 410
        shown = json.loads(get(port, f"/v1/records/{records[1]['id']}")[1])
        assert shown["title"] == records[1]["title"]
        history = json.loads(get(port, f"/v1/records/{records[1]['id']}/history")[1])
        assert len(history["versions"]) == 1
    status = node.run("status", "--json").outcome
    assert status["datasets"][0]["live"] == len(records) - 1
