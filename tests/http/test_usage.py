"""Public counts of use, and the records read most: on every engine, without what is small, and without counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.usage.hot import LEAST_READS
from records.store import Store
from records.usage import day_number, today
from records.usage_adding import Batch
from settings import Settings
from tests.http import nodes
from tests.http.asking import faults, get, ids, problem
from tests.http.conftest import EngineSettings
from tests.http.nodes import Following
from tests.http.usage import flushed


def add(settings: Settings, kind: str, counts: dict[str, int], days_ago: int = 1) -> None:
    """As if counted so many days ago."""
    with closing(Store.open(settings.database_url)) as store:
        day = day_number(today() - timedelta(days=days_ago))
        batch = f"{kind}-{days_ago}-{abs(hash(tuple(counts.items())))}"[:32]
        store.usage.add([Batch(batch, {(kind, day, name): count for name, count in counts.items()})])


def read(client: FlaskClient, record_id: str, times: int) -> None:
    for _ in range(times):
        assert client.get(f"/v1/records/{record_id}").status_code == 200


def hot_again(node: Following) -> None:
    """What was read is brought to the store, and the list made anew as in the next minutes."""
    flushed(node.app)
    hot = node.app.extensions["wenmai"].hot
    now = hot._clock() + 300
    hot._clock = lambda: now
    hot.refresh()


@pytest.fixture
def read_node(node: Following) -> Iterator[Following]:
    """made:3 read most, then made:1 and made:5 as often as each other, then made:2; made:4 too seldom."""
    sites = {"type": "site", "region": "110101"}
    node.put(*(nodes.record(number, **(sites if number % 2 else {})) for number in range(1, 9)))
    client = node.app.test_client()
    for number, more in ((3, 3), (5, 2), (1, 2), (2, 1)):
        read(client, f"made:{number}", LEAST_READS - 1 + more)
    read(client, "made:4", LEAST_READS - 1)
    hot_again(node)
    return node


HOTTEST = ["made:3", "made:1", "made:5", "made:2"]


def test_hot_are_the_records_read_most_without_how_often(read_node: Following) -> None:
    client = read_node.app.test_client()
    answer = get(client, "/v1/hot")
    assert ids(answer) == HOTTEST
    assert answer["total"] == {"value": 4, "relation": "eq"}
    assert answer["days"] == 7
    assert not {"score", "count", "reads"} & set(answer["records"][0])
    assert ids(get(client, "/v1/hot", page_size=2)) == HOTTEST[:2]
    assert ids(get(client, "/v1/hot", type="site", region="110000")) == HOTTEST[:3]
    assert ids(get(client, "/v1/hot", **{"-type": "site"})) == ["made:2"]
    assert ids(get(client, "/v1/hot", dataset="none")) == []


def test_sorted_by_hot_the_rest_follows_in_the_order_that_never_changes(read_node: Following) -> None:
    client = read_node.app.test_client()
    whole = [*HOTTEST, "made:4", "made:6", "made:7", "made:8"]
    assert ids(get(client, "/v1/records", sort="hot")) == whole
    assert ids(get(client, "/v1/records", sort="-hot")) == whole
    assert ids(client.post("/v1/search", json={"sort": "hot"}).get_json()) == whole
    answer = get(client, "/v1/records", sort="hot", q="测试", type="site", facets="type,region", page_size=3, page=2)
    assert ids(answer) == ["made:7"]
    assert answer["total"]["value"] == 4
    assert {one["value"]: one["count"] for one in answer["facets"]["type"]["values"]} == {"artifact": 4, "site": 4}
    assert "prev" in answer["links"]
    pages = [ids(get(client, "/v1/records", sort="hot", page_size=3, page=page)) for page in (1, 2, 3)]
    assert [one for page in pages for one in page] == whole


def test_a_withdrawn_record_is_hot_no_more(read_node: Following) -> None:
    client = read_node.app.test_client()
    get(client, "/v1/hot")
    read_node.withdraw("made:3")
    assert ids(get(client, "/v1/hot")) == HOTTEST[1:]
    assert ids(get(client, "/v1/records", sort="hot", page_size=4)) == [*HOTTEST[1:], "made:4"]
    hot_again(read_node)
    assert ids(get(client, "/v1/hot")) == HOTTEST[1:]


@pytest.mark.parametrize("path", ["/v1/hot", "/v1/records?sort=hot"])
def test_another_list_is_another_answer(read_node: Following, path: str) -> None:
    client = read_node.app.test_client()
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(path).headers["Cache-Status"] == "wenmai; hit"
    hot_again(read_node)
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    read(client, "made:8", 9)
    hot_again(read_node)
    changed = client.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert ids(changed.get_json())[0] == "made:8"


def test_a_posted_question_too_follows_the_list(read_node: Following) -> None:
    client = read_node.app.test_client()
    body = {"sort": "hot", "page_size": 1}
    assert ids(client.post("/v1/search", json=body).get_json()) == ["made:3"]
    read(client, "made:8", 9)
    hot_again(read_node)
    assert ids(client.post("/v1/search", json=body).get_json()) == ["made:8"]


def test_a_cursor_does_not_walk_by_hot(client: FlaskClient) -> None:
    refused = faults(client.get("/v1/records?sort=hot&cursor=*"))
    assert "cannot walk by hot" in refused["sort"]["reason"]
    beyond = problem(client.get("/v1/records?sort=hot&page=9999&page_size=20"), 400, "beyond-window")
    assert "sort" not in beyond["cursor"]
    assert client.get(beyond["cursor"]).status_code == 200


def test_without_a_store_hot_is_503_and_the_order_goes_on(engine_settings: EngineSettings, tmp_path: Path) -> None:
    chosen = nodes.settings(tmp_path, **engine_settings())
    nodes.fill(chosen)
    away = nodes.settings(
        tmp_path, WENMAI_DATABASE_URL="postgresql+psycopg://nobody@127.0.0.1:1/x", WENMAI_ENGINE_URL=chosen.engine_url
    )
    app = nodes.create_app(away)
    client = app.test_client()
    problem(client.get("/v1/hot"), 503, "store-unavailable")
    problem(client.get("/v1/stats"), 503, "store-unavailable")
    assert ids(get(client, "/v1/records", sort="hot", ids="made:6,made:1")) == ["made:1", "made:6"]
    app.extensions["wenmai"].close()


def stats(node: Following) -> Any:
    return get(node.app.test_client(), "/v1/stats", lang="en")


def test_stats_tell_whole_days_in_tens_and_nothing_small(node: Following) -> None:
    node.put(*(nodes.record(number) for number in range(1, 5)))
    add(node.settings, "route", {"/v1/records": 129, "/docs": 9})
    add(node.settings, "route", {"/v1/records": 40, "/docs": 9}, 7)
    add(node.settings, "route", {"/v1/records": 1_000}, 8)
    add(node.settings, "route", {"/v1/records": 5_000}, 31)
    add(node.settings, "route", {"/v1/records": 9_999}, 0)
    add(node.settings, "dataset", {"made": 57, "small": 3})
    add(node.settings, "region", {"110000": 57, "110101": 57, "320000": 2})
    add(node.settings, "record", {"made:1": 31, "made:2": 12, "made:3": 9, "made:9": 90, "": 400})
    add(node.settings, "zero", {"some words": 500})
    periods = stats(node)["periods"]
    day, week, month = (periods[name] for name in ("day", "week", "month"))
    assert (day["from"], day["to"]) == ((today() - timedelta(days=1)).isoformat(),) * 2
    assert day["routes"] == [{"route": "/v1/records", "count": 120}, {"route": "/docs", "count": None}]
    assert (day["requests"], week["requests"], month["requests"]) == (120, 160, 1_160)
    assert week["routes"][1] == {"route": "/docs", "count": None}
    assert day["datasets"] == [
        {"value": "made", "label": "made", "count": 50},
        {"value": "small", "label": "small", "count": None},
    ]
    assert [(one["value"], one["count"]) for one in day["regions"]] == [("110000", 50), ("320000", None)]
    assert day["regions"][0]["label"] == "Beijing"
    assert day["records_read"] == 50
    assert [(one["id"], one["count"]) for one in day["records"]] == [("made:1", 30), ("made:2", 10)]
    assert day["records"][0]["title"] == {"en": "Test vessel 1"}
    assert "some words" not in node.app.test_client().get("/v1/stats").get_data(as_text=True)


def test_stats_are_the_same_whatever_the_hidden_numbers_are(engine_settings: EngineSettings, tmp_path: Path) -> None:
    """So no sum, difference or look at another period tells one of them."""
    told = set()
    for hidden in (1, 5, 9):
        node = nodes.following(tmp_path / str(hidden), **engine_settings())
        node.put(nodes.record(1), nodes.record(2))
        for kind in ("route", "dataset", "type", "record"):
            add(node.settings, kind, {"made:1": 25, "made:2": hidden})
            add(node.settings, kind, {"made:1": hidden, "made:2": 10}, 3)
        told.add(node.app.test_client().get("/v1/stats").get_data())
        node.app.extensions["wenmai"].close()
    assert len(told) == 1


def test_withdrawn_records_vanish_from_stats_at_once(node: Following) -> None:
    node.put(nodes.record(1), nodes.record(2))
    add(node.settings, "record", {"made:1": 31, "made:2": 12})
    assert [one["id"] for one in stats(node)["periods"]["week"]["records"]] == ["made:1", "made:2"]
    node.withdraw("made:1")
    assert [one["id"] for one in stats(node)["periods"]["week"]["records"]] == ["made:2"]


def test_stats_that_did_not_change_are_not_sent_again(node: Following) -> None:
    client = node.app.test_client()
    first = client.get("/v1/stats")
    assert first.get_json()["periods"]["day"]["requests"] is None
    again = client.get("/v1/stats", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
