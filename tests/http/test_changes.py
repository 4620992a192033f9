"""The change feed: all that was done, in its order, as far as it can be read; waiting for what comes next."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.feeds.late import MAY_WAIT
from records.schema import draft
from records.store import Store
from settings import Settings
from tests.http import nodes
from tests.http.asking import faults, get, problem

URL = "/v1/changes"


def follow(client: FlaskClient, **query: Any) -> list[dict[str, Any]]:
    """All changes, going by `links.next`."""
    answer = get(client, URL, **query)
    seen = answer["changes"]
    while "next" in answer["links"]:
        assert answer["since"] < answer["upto"]
        answer = client.get(answer["links"]["next"]).get_json()
        seen.extend(answer["changes"])
    assert answer["upto"] >= answer["as_of"]
    return list(seen)


def short(changes: list[dict[str, Any]]) -> list[tuple[int, str, str]]:
    return [(one["seq"], one["id"], one["action"]) for one in changes]


def test_everything_that_was_done_is_told_in_its_order(node: nodes.Following) -> None:
    client = node.app.test_client()
    node.put(*(nodes.record(n) for n in (1, 2, 3)))
    node.withdraw("made:2")
    node.put(nodes.record(1, materials=["玉"]), nodes.record(2))
    store = Store.open(node.settings.database_url)
    store.merge("made:3", "made:1")
    store.close()
    node.put(nodes.record(4))
    done = [
        *((n, f"made:{n}", "created") for n in (1, 2, 3)),
        (4, "made:2", "withdrawn"),
        (5, "made:1", "updated"),
        (6, "made:2", "restored"),
        (7, "made:3", "merged"),
        (8, "made:4", "created"),
    ]
    for limit in (1, 3, 8, 100):
        assert short(follow(client, limit=limit)) == done
    assert short(follow(client, since=5)) == done[5:]
    assert short(follow(client, action=["withdrawn", "merged"])) == [done[3], done[6]]
    merged = get(client, URL, since=6, limit=1)["changes"][0]
    assert (merged["merged_into"], merged["latest"], merged["version"]) == ("made:1", True, 2)


def test_a_withdrawal_stays_and_says_why(client: FlaskClient) -> None:
    (gone,) = follow(client, action="withdrawn")
    assert (gone["id"], gone["reason"], gone["latest"]) == (nodes.WITHDRAWN, nodes.REASON, True)
    (merged,) = follow(client, action="merged", dataset="made")
    assert (merged["id"], merged["merged_into"]) == (nodes.MERGED, nodes.TARGET)
    assert follow(client, action="withdrawn", dataset="classical-poems") == []


def test_a_decided_withdrawal_is_told_once_whatever_is_published_after_it(node: nodes.Following) -> None:
    client = node.app.test_client()
    node.put(nodes.record(1), nodes.record(2))
    node.withdraw("made:1", decided=True)
    for materials in ([], ["玉"]):
        node.put(nodes.record(1, materials=materials), nodes.record(2))
        assert problem(client.get("/v1/records/made:1"), 410, "withdrawn")["reason"] == nodes.REASON
        told = get(client, URL, since=2)
        assert short(told["changes"]) == [(3, "made:1", "withdrawn")]
        assert told["as_of"] == told["upto"] == 3
    node.restore("made:1")
    assert get(client, "/v1/records/made:1")["title"] == nodes.record(1)["title"]
    assert short(follow(client, since=3)) == [(4, "made:1", "restored")]


def test_a_dataset_has_its_own(client: FlaskClient) -> None:
    theirs = {one["id"] for one in nodes.sample() if one["dataset"] == "classical-poems"}
    assert {one["id"] for one in follow(client, dataset="classical-poems", limit=7)} == theirs


def test_the_last_page_says_where_to_wait(client: FlaskClient) -> None:
    last = get(client, URL)["as_of"]
    answer = get(client, URL, since=last, dataset="made")
    assert (answer["changes"], answer["upto"]) == ([], last)
    assert "next" not in answer["links"]
    assert answer["links"]["follow"] == f"http://localhost{URL}?dataset=made&since={last}&wait=30"
    response = client.get(URL, query_string={"since": last - 1})
    assert response.headers["Cache-Control"] == "no-store"
    assert "Link" not in response.headers
    first = client.get(f"{URL}?limit=2")
    assert first.headers["Link"] == f'<http://localhost{URL}?limit=2&since=2>; rel="next"'


def test_a_change_is_told_once_it_can_be_read(node: nodes.Following) -> None:
    client = node.app.test_client()
    node.put(nodes.record(1))
    store = Store.open(node.settings.database_url)
    store.put([draft(nodes.record(2))])
    store.close()
    answer = get(client, URL)
    assert (short(answer["changes"]), answer["as_of"]) == ([(1, "made:1", "created")], 1)
    assert "next" not in answer["links"]
    assert get(client, URL, since=2)["upto"] == 2
    node.put(nodes.record(3))
    for one in get(client, URL)["changes"]:
        assert client.get(f"/v1/records/{one['id']}").get_json()["seq"] >= one["seq"]


def test_without_an_engine_all_is_told(filled: Settings, tmp_path: Path) -> None:
    app = create_app(replace(filled, engine_url=f"tantivy:{tmp_path}/nothing"))
    store = Store.open(filled.database_url)
    assert get(app.test_client(), URL)["as_of"] == store.last_seq()
    store.close()
    app.extensions["wenmai"].close()


def test_without_the_store_it_says_so(filled: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    app = create_app(replace(filled, database_url=f"sqlite:///{tmp_path}/file/records.db"))
    response = app.test_client().get(URL, environ_overrides={MAY_WAIT: True}, query_string={"wait": 9})
    problem(response, 503, "store-unavailable")
    assert int(response.headers["Retry-After"]) > 0
    app.extensions["wenmai"].close()


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"since": -1}, "since"),
        ({"since": "last"}, "since"),
        ({"since": 10**9}, "since"),
        ({"limit": 0}, "limit"),
        ({"limit": 1001}, "limit"),
        ({"wait": 31}, "wait"),
        ({"action": "deleted"}, "action"),
        ({"dataset": ""}, "dataset"),
        ({"q": "山"}, "q"),
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_named(client: FlaskClient, query: dict[str, Any], parameter: str) -> None:
    assert list(faults(client.get(URL, query_string=query))) == [parameter]


def test_a_number_that_never_was_tells_how_to_go_on(client: FlaskClient) -> None:
    reason = faults(client.get(URL, query_string={"since": 10**9}))["since"]["reason"]
    assert f"the last change here is {get(client, URL)['as_of']}" in reason
    assert "cursor=*" in reason


@pytest.fixture
def waiting(node: nodes.Following) -> Iterator[ThreadPoolExecutor]:
    node.put(nodes.record(1))
    with ThreadPoolExecutor(12) as pool:
        yield pool


def wait(client: FlaskClient, **query: Any) -> tuple[Any, float]:
    begun = time.monotonic()
    response = client.get(URL, query_string=query, environ_overrides={MAY_WAIT: True})
    assert response.status_code == 200
    return response, time.monotonic() - begun


def test_who_waits_is_told_as_soon_as_it_can_be_read(node: nodes.Following, waiting: ThreadPoolExecutor) -> None:
    asked = [waiting.submit(wait, node.app.test_client(), since=1, wait=20, action=a) for a in ("created", "withdrawn")]
    store = Store.open(node.settings.database_url)
    store.put([draft(nodes.record(2))])
    store.close()
    time.sleep(1.2)
    assert not any(one.done() for one in asked)
    node.put(nodes.record(3))
    response, seconds = asked[0].result(30)
    assert short(response.get_json()["changes"]) == [(2, "made:2", "created"), (3, "made:3", "created")]
    assert seconds < 15
    assert response.get_json()["since"] == 1
    assert not asked[1].done()
    node.withdraw("made:1")
    assert short(asked[1].result(30)[0].get_json()["changes"]) == [(4, "made:1", "withdrawn")]


def test_where_nothing_comes_the_answer_is_empty_and_in_time(
    node: nodes.Following, waiting: ThreadPoolExecutor
) -> None:
    response, seconds = wait(node.app.test_client(), since=1, wait=1)
    assert (response.get_json()["changes"], response.get_json()["upto"]) == ([], 1)
    assert 0.9 < seconds < 15
    assert wait(node.app.test_client(), since=0, wait=20)[1] < 15


@pytest.mark.parametrize(
    ("query", "later"),
    [
        ({"since": 2, "wait": 20}, True),
        ({"since": 1, "wait": 20}, False),
        ({"since": 0, "limit": 1, "action": "withdrawn", "wait": 20}, True),
        ({"since": 2, "wait": 0}, False),
        ({"since": 2}, False),
    ],
    ids=str,
)
def test_who_could_not_wait_is_told_when_to_come_again(
    node: nodes.Following, query: dict[str, Any], later: bool
) -> None:
    node.put(nodes.record(1), nodes.record(2))
    begun = time.monotonic()
    response = node.app.test_client().get(URL, query_string=query)
    assert time.monotonic() - begun < 15
    assert (int(response.headers.get("Retry-After", 0)) > 0) is later
    assert bool(response.get_json()["changes"]) is (query["since"] == 1)


def test_one_caller_cannot_take_all_places(node: nodes.Following, waiting: ThreadPoolExecutor) -> None:
    places = node.app.extensions["wenmai"].feed.places
    asked = [waiting.submit(wait, node.app.test_client(), since=1, wait=30) for _ in range(8)]
    until = time.monotonic() + 15
    while places.taken < 8 and time.monotonic() < until:
        time.sleep(0.01)
    assert places.taken == 8
    response, seconds = wait(node.app.test_client(), since=1, wait=30)
    assert seconds < 15
    assert int(response.headers["Retry-After"]) > 0
    assert response.get_json()["changes"] == []
    node.put(nodes.record(2))
    for one in asked:
        assert "Retry-After" not in one.result(30)[0].headers
    assert places.taken == 0


def test_the_end_of_a_node_answers_who_waits(node: nodes.Following, waiting: ThreadPoolExecutor) -> None:
    asked = waiting.submit(wait, node.app.test_client(), since=1, wait=25)
    time.sleep(0.3)
    node.app.extensions["wenmai"].feed.close()
    assert asked.result(5)[0].get_json()["changes"] == []


def test_it_is_the_same_on_every_database(database_url: str, tmp_path: Path) -> None:
    node = nodes.following(tmp_path, WENMAI_DATABASE_URL=database_url)
    node.put(*(nodes.record(n) for n in range(5)))
    node.withdraw("made:3")
    told = follow(node.app.test_client(), limit=2)
    assert short(told) == [*((n + 1, f"made:{n}", "created") for n in range(5)), (6, "made:3", "withdrawn")]
    assert [one["latest"] for one in told] == [True, True, True, False, True, True]
    node.app.extensions["wenmai"].close()


def test_a_page_size_is_called_limit_here(client: FlaskClient) -> None:
    assert faults(client.get("/v1/changes?page_size=5"))["page_size"]["suggestion"] == "limit"
