"""What is counted of requests: what was read and asked, also when kept answers are given again; never who asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.usage import noting
from records.keys import Wish
from records.store import Store
from tests.http import nodes
from tests.http.nodes import Following
from tests.http.usage import counted, flushed

ADDRESS = "203.0.113.77"


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Following]:
    """Counting knows nothing of engines: one will do."""
    found = nodes.following(tmp_path)
    found.put(
        nodes.record(1, region="110101"),
        nodes.record(2),
        nodes.record(3, type="site"),
        nodes.record(4),
        nodes.record(5),
    )
    yield found
    found.app.extensions["wenmai"].close()


@pytest.fixture
def client(node: Following) -> FlaskClient:
    return node.app.test_client()


def test_good_answers_are_counted_by_route_probes_and_refusals_are_not(node: Following, client: FlaskClient) -> None:
    for path in ("/v1/records", "/v1/records?q=测试", "/v1/records/made:1", "/healthz", "/readyz", "/metrics"):
        assert client.get(path).status_code == 200
    for path, status in (("/v1/records?nosuch=1", 400), ("/v1/records/made:99", 404), ("/nope", 404)):
        assert client.get(path).status_code == status
    flushed(node.app)
    assert counted(node.settings, "route") == {"/v1/records": 2, "/v1/records/{record_id}": 1}


def test_a_reading_is_counted_by_what_the_record_belongs_to(node: Following, client: FlaskClient) -> None:
    client.get("/v1/records/made:1")
    client.get("/v1/records/made:1?view=card")
    client.get("/v1/records/made:3")
    client.get("/v1/records/made:2/similar")
    client.head("/v1/records/made:2")
    client.post("/v1/records/batch", json={"ids": ["made:4"]})
    flushed(node.app)
    assert counted(node.settings, "record") == {"made:1": 2, "made:3": 1}
    assert counted(node.settings, "dataset") == {"made": 3}
    assert counted(node.settings, "type") == {"artifact": 2, "site": 1}
    assert counted(node.settings, "region") == {"110000": 2, "110101": 2}


def test_an_answer_given_again_is_counted_as_the_first(node: Following, client: FlaskClient) -> None:
    tag = client.get("/v1/records/made:1").headers["ETag"]
    again = client.get("/v1/records/made:1")
    assert again.headers["Cache-Status"] == "wenmai; hit"
    assert client.get("/v1/records/made:1", headers={"If-None-Match": tag}).status_code == 304
    tag = client.get("/v1/records?type=site&q=无此").headers["ETag"]
    client.get("/v1/records?q=无此&type=site")
    assert client.get("/v1/records?type=site&q=无此", headers={"If-None-Match": tag}).status_code == 304
    flushed(node.app)
    assert counted(node.settings, "record") == {"made:1": 3}
    assert counted(node.settings, "region") == {"110000": 3, "110101": 3}
    assert counted(node.settings, "filter") == {"type=site": 3}
    assert counted(node.settings, "zero") == {"无此": 3}


def test_merged_and_withdrawn_records_are_not_read(node: Following, client: FlaskClient) -> None:
    node.withdraw("made:4")
    assert client.get("/v1/records/made:4").status_code == 410
    flushed(node.app)
    assert counted(node.settings, "record") == {}


def test_filters_are_counted_where_their_values_exist(node: Following, client: FlaskClient) -> None:
    client.get("/v1/records?type=site&type=artifact&region=110000&dataset=made&-type=site&creator=someone")
    client.get("/v1/records?dataset=made&q=测试")
    client.get("/v1/records?dataset=my+neighbour")
    client.post("/v1/search", json={"filter": {"and": [{"type": ["site"]}, {"year_from": 5}]}})
    flushed(node.app)
    assert counted(node.settings, "filter") == {
        "type=site": 2,
        "type=artifact": 1,
        "region=110000": 1,
        "dataset=made": 1,
    }


def test_filters_of_tables_are_counted_too(node: Following, client: FlaskClient) -> None:
    for _ in range(2):
        client.get("/v1/aggregate?by=type&region=110000&dataset=made")
    client.get("/v1/aggregate?by=type&dataset=my+neighbour")
    client.post("/v1/aggregate", json={"by": ["type"], "filter": {"type": ["site"]}})
    flushed(node.app)
    assert counted(node.settings, "filter") == {"region=110000": 2, "dataset=made": 2, "type=site": 1}


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("金繩玉檢", "金绳玉检"),
        ("  ＱＵＩＺＺＩＣＡＬ “Xylophagous”", "quizzical xylophagous"),
        ("someone@example.org", ""),
        ("138 0013 8000", ""),
        ("北京市朝阳区12345", ""),
        (ADDRESS, ""),
        ("8.8.8.8", ""),
        ("fe80::1", ""),
        ("永" * 61, ""),
    ],
)
def test_words_that_find_nothing_are_kept_unless_they_may_tell_who(
    node: Following, client: FlaskClient, asked: str, kept: str
) -> None:
    assert client.get("/v1/records", query_string={"q": asked}).status_code == 200
    flushed(node.app)
    assert counted(node.settings, "zero") == ({kept: 1} if kept else {})


def test_slow_answers_are_counted_by_their_shape(
    node: Following, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noting, "SLOW_S", 0.0)
    client.get("/v1/records?q=secret&type=site&facets=type")
    client.post("/v1/search", json={"q": "secret", "filter": {"type": ["site"]}})
    client.get("/v1/records/made:1")
    flushed(node.app)
    assert counted(node.settings, "slow") == {
        "/v1/records facets&q&type": 1,
        "/v1/search filter&q": 1,
        "/v1/records/{record_id}": 1,
    }


def test_no_address_and_no_text_of_a_key_is_in_any_table(node: Following, client: FlaskClient) -> None:
    with closing(Store.open(node.settings.database_url)) as store:
        issued = store.keys.issue(Wish("Walks", "dev@example.org", "Tests that count."))
    asking = {"headers": {"X-Api-Key": issued.text}, "environ_base": {"REMOTE_ADDR": ADDRESS}}
    assert client.get("/v1/records/made:1", **asking).status_code == 200
    client.get("/v1/records", query_string={"q": f"{issued.text} {ADDRESS}"}, **asking)
    client.get("/v1/records", query_string={"q": issued.text}, **asking)
    client.post("/v1/search", json={"q": issued.text.lower()}, **asking)
    flushed(node.app)
    assert counted(node.settings, "key")[issued.key.id] >= 2
    found = dumped(node.settings.data / "records.db")
    assert issued.key.id in found
    for secret in (ADDRESS, issued.text, issued.text.removeprefix("wenmai_sk_"), issued.text[10:30].lower()):
        assert secret not in found


def dumped(path: Path) -> str:
    """All that is in a database, as text: what is kept as bytes too."""
    with closing(sqlite3.connect(path)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [row for table in tables for row in database.execute(f"SELECT * FROM {table}")]
    values = (value for row in rows for value in row)
    return "\n".join(value.decode("latin-1") if isinstance(value, bytes) else str(value) for value in values)
