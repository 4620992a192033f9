"""Walks: everything once, in an order that never changes, whatever is written meanwhile; cursors nobody can forge."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from api import create_app
from search.grammar import MAX_LENGTH
from settings import Settings
from tests.http import nodes
from tests.http.asking import faults, get, ids, problem


def walk(client: FlaskClient, **query: Any) -> list[str]:
    """The ids a walk yields, going by `links.next`."""
    answer = get(client, "/v1/records", cursor="*", **query)
    seen = ids(answer)
    while "next" in answer["links"]:
        assert answer["page"]["cursor"]
        answer = client.get(answer["links"]["next"]).get_json()
        seen.extend(ids(answer))
    assert answer["page"]["cursor"] is None
    return seen


@pytest.mark.parametrize("sort", [None, "title", "-title", "year", "-year", "modified", "-modified"])
def test_a_walk_yields_everything_once_in_the_order_of_pages(client: FlaskClient, sort: str | None) -> None:
    query = {"sort": sort} if sort else {}
    seen = walk(client, page_size=97, **query)
    assert len(seen) == len(set(seen)) == get(client, "/v1/records", page_size=0)["total"]["value"]
    assert seen[:100] == ids(get(client, "/v1/records", page_size=100, **query))


def test_a_last_page_that_is_full_has_no_next(client: FlaskClient) -> None:
    answer = get(client, "/v1/records", cursor="*", dataset="made", page_size=4)
    assert len(answer["records"]) == 4
    assert answer["page"] == {"cursor": None, "size": 4, "consistency": "live", "since": answer["as_of"]}
    assert "next" not in answer["links"]


def test_a_walk_of_words_goes_by_the_plain_order(client: FlaskClient) -> None:
    seen = walk(client, q="明月", page_size=3)
    assert sorted(seen) == sorted(ids(get(client, "/v1/records", q="明月", page_size=100)))


def test_a_cursor_may_be_asked_again_and_take_other_steps(client: FlaskClient) -> None:
    cursor = get(client, "/v1/records", cursor="*", page_size=10)["page"]["cursor"]
    first = get(client, "/v1/records", cursor=cursor, page_size=10)
    assert ids(get(client, "/v1/records", cursor=cursor, page_size=10)) == ids(first)
    assert ids(get(client, "/v1/records", cursor=cursor, page_size=20, fields="title"))[:10] == ids(first)


def test_a_refused_cursor_tells_where_to_begin(client: FlaskClient) -> None:
    for path in ("/v1/records?q=山&sort=title", "/v1/facets/subject?type=site", "/v1/aggregate?by=type"):
        body = problem(client.get(f"{path}&cursor=nonsense"), 400, "bad-parameter")
        assert body["cursor"].startswith(f"http://localhost{path.partition('?')[0]}?")
        again = client.get(body["cursor"]).get_json()
        assert again["links"]["self"] == body["cursor"]
    posted = client.post("/v1/search", json={"cursor": "nonsense"})
    assert problem(posted, 400, "bad-parameter")["cursor"] == "*"


def test_an_old_cursor_is_refused(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    cursors = client.application.extensions["wenmai"].cursors
    cursor = get(client, "/v1/records", cursor="*", page_size=10)["page"]["cursor"]
    now = time.time()
    monkeypatch.setattr(cursors, "_clock", lambda: now + 29 * 86_400)
    assert get(client, "/v1/records", cursor=cursor, page_size=10)["records"]
    monkeypatch.setattr(cursors, "_clock", lambda: now + 366 * 86_400)
    reason = faults(client.get("/v1/records", query_string={"cursor": cursor, "page_size": 11}))["cursor"]["reason"]
    assert "holds for 30 days" in reason
    assert "cursor=*" in reason


def test_a_walk_tells_since_when_it_is_right(node: nodes.Following) -> None:
    client = node.app.test_client()
    node.put(*(nodes.record(n) for n in range(30)))
    answer = get(client, "/v1/records", cursor="*", page_size=10)
    began = answer["as_of"]
    node.put(nodes.record(1, materials=["玉"]))
    answer = client.get(answer["links"]["next"]).get_json()
    assert answer["page"]["since"] == began
    assert began <= answer["as_of"] <= began + 1  # the position may be one read a moment ago (decision 14)
    missed = get(client, "/v1/changes", since=answer["page"]["since"])["changes"]
    assert [one["id"] for one in missed] == ["made:1"]


def test_a_walk_reads_its_words_the_same_to_its_end(node: nodes.Following) -> None:
    """Words that nothing holds are read loosely; then comes a record that holds them as they stand."""
    client = node.app.test_client()
    node.put(*(nodes.record(n, title={"zh-Hans": "拙政园"}) for n in range(12)))
    answer = get(client, "/v1/records", q="拙正园", cursor="*", page_size=5)
    assert answer["relaxed"]
    seen = ids(answer)
    node.put(*(nodes.record(n, title={"zh-Hans": "拙正园"}) for n in range(100, 106)))
    while "next" in answer["links"]:
        answer = client.get(answer["links"]["next"]).get_json()
        assert answer["relaxed"]
        seen.extend(ids(answer))
    assert {f"made:{n}" for n in range(12)} <= set(seen)
    assert len(seen) == len(set(seen))
    assert not get(client, "/v1/records", q="拙正园", cursor="*")["relaxed"]


def test_a_walk_leaves_the_same_words_out_to_its_end(node: nodes.Following) -> None:
    client = node.app.test_client()
    node.put(*(nodes.record(n, title={"en": f"Garden {n}"}) for n in range(12)))
    answer = get(client, "/v1/records", q="garden xqzzkw", cursor="*", page_size=5)
    assert answer["unmatched"] == ["xqzzkw"]
    seen = ids(answer)
    node.put(*(nodes.record(n, title={"en": "Xqzzkw garden"}) for n in range(100, 106)))
    while "next" in answer["links"]:
        answer = client.get(answer["links"]["next"]).get_json()
        assert answer["unmatched"] == ["xqzzkw"]
        seen.extend(ids(answer))
    assert {f"made:{n}" for n in range(12)} <= set(seen)


def test_a_walk_of_the_longest_words_goes_on_to_its_end(node: nodes.Following) -> None:
    """Its cursors hold all the words that nothing holds: rare Han, each of which takes most, by chance so that they
    cannot be packed."""
    chance = random.Random(17)
    client = node.app.test_client()
    node.put(*(nodes.record(n, title={"en": f"Garden {n}"}) for n in range(12)))
    left = MAX_LENGTH - len("garden")
    words = ["".join(chr(0x20000 + chance.randrange(40_000)) for _ in range(left // 63 - 1)) for _ in range(63)]
    answer = get(client, "/v1/records", q=" ".join(("garden", *words)), cursor="*", page_size=5)
    assert answer["unmatched"] == words
    seen = ids(answer)
    while "next" in answer["links"]:
        answer = get(client, answer["links"]["next"])
        seen.extend(ids(answer))
    assert sorted(seen) == sorted(f"made:{n}" for n in range(12))


def values(client: FlaskClient, field: str, **query: Any) -> list[str]:
    """The values a walk yields, going by `links.next`."""
    answer = get(client, f"/v1/facets/{field}", cursor="*", **query)
    seen = [one["value"] for one in answer["values"]]
    while "next" in answer["links"]:
        assert answer["page"]["cursor"]
        answer = client.get(answer["links"]["next"]).get_json()
        seen.extend(one["value"] for one in answer["values"])
    assert answer["page"]["cursor"] is None
    return seen


@pytest.mark.parametrize("field", ["creator", "region", "subject", "type"])
@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_values_are_walked_in_their_own_order(client: FlaskClient, field: str, size: int) -> None:
    query = {"type": ["venue", "person"]} if size == 1 else {}
    answer = get(client, f"/v1/facets/{field}", page_size=400, **query)
    paged = [one["value"] for one in answer["values"]]
    while "next" in answer["links"]:
        answer = client.get(answer["links"]["next"]).get_json()
        paged.extend(one["value"] for one in answer["values"])
    assert values(client, field, page_size=size, **query) == sorted(paged)
    assert (answer["total"]["value"], answer["other_count"]) == (len(paged), 0)


def test_values_searched_for_are_walked(client: FlaskClient) -> None:
    found = get(client, "/v1/facets/subject", q="月", page_size=1_000)["values"]
    assert len(found) > 2
    assert values(client, "subject", q="月", page_size=2) == sorted(one["value"] for one in found)


def test_a_longer_list_of_values_says_where_a_walk_begins(client: FlaskClient) -> None:
    answer = get(client, "/v1/facets/subject", page_size=5, page=2)
    assert answer["links"]["walk"] == "http://localhost/v1/facets/subject?cursor=*&page_size=5"
    assert "walk" not in get(client, "/v1/facets/type", page_size=1_000)["links"]
    assert "page" in faults(client.get("/v1/facets/subject?cursor=*&page=2"))


def test_a_cursor_of_other_values_is_refused(client: FlaskClient) -> None:
    cursor = get(client, "/v1/facets/subject", cursor="*", page_size=2)["page"]["cursor"]
    assert get(client, "/v1/facets/subject", cursor=cursor, page_size=3, lang="en")["values"]
    for field, query in (("creator", {}), ("subject", {"q": "月"}), ("subject", {"type": "site"})):
        told = faults(client.get(f"/v1/facets/{field}", query_string={"cursor": cursor, **query}))
        assert "another query" in told["cursor"]["reason"]
    assert "cursor" in faults(client.get("/v1/records", query_string={"cursor": cursor}))


def test_for_a_cursor_that_was_changed_nothing_is_near(client: FlaskClient) -> None:
    body = problem(client.get("/v1/records?cursor=nonsense"), 400, "bad-parameter")
    assert body["detail"].endswith("start again with cursor=*")
    assert "suggestion" not in body["errors"][0]


def test_no_value_is_lost_or_seen_twice_while_counts_change(node: nodes.Following) -> None:
    chance = random.Random(13)
    client = node.app.test_client()
    node.put(*(nodes.record(n, subjects=[f"题{n % 40:02}"]) for n in range(80)))
    answer = get(client, "/v1/facets/subject", cursor="*", page_size=6)
    seen, fresh = [one["value"] for one in answer["values"]], 500
    while "next" in answer["links"]:
        fresh += 1
        node.put(nodes.record(fresh, subjects=[f"题{chance.randrange(40):02}", f"新{fresh}", f"A{fresh}"]))
        node.withdraw(f"made:{chance.randrange(40)}")
        answer = client.get(answer["links"]["next"]).get_json()
        seen.extend(one["value"] for one in answer["values"])
    assert len(seen) == len(set(seen))
    assert {f"题{n:02}" for n in range(40)} <= set(seen)


def test_a_cursor_of_another_query_is_refused(client: FlaskClient) -> None:
    cursor = get(client, "/v1/records", cursor="*", page_size=10, type="site")["page"]["cursor"]
    for query in ({"type": "person"}, {}, {"type": "site", "q": "山"}, {"type": "site", "sort": "title"}):
        told = faults(client.get("/v1/records", query_string={"cursor": cursor, **query}))
        assert "another query" in told["cursor"]["reason"]


def test_a_changed_cursor_is_refused(client: FlaskClient) -> None:
    cursor = get(client, "/v1/records", cursor="*", page_size=10)["page"]["cursor"]
    chance = random.Random(3)
    for _ in range(50):
        place = chance.randrange(len(cursor) - 1)
        letter = chance.choice([one for one in "ABCabc012-_" if one != cursor[place]])
        changed = cursor[:place] + letter + cursor[place + 1 :]
        assert client.get("/v1/records", query_string={"cursor": changed, "page_size": 10}).status_code == 400


def test_a_cursor_holds_for_every_process_of_the_node_and_no_other(filled: Settings, tmp_path: Path) -> None:
    one, two = create_app(filled), create_app(filled)
    cursor = get(one.test_client(), "/v1/records", cursor="*", page_size=10)["page"]["cursor"]
    assert get(two.test_client(), "/v1/records", cursor=cursor, page_size=10)["records"]
    other = nodes.following(tmp_path / "other").app
    assert "cursor" in faults(other.test_client().get("/v1/records", query_string={"cursor": cursor}))
    for app in (one, two, other):
        app.extensions["wenmai"].close()


@pytest.mark.parametrize("sort", [None, "title", "-year"])
def test_nothing_is_lost_or_seen_twice_while_records_come_and_go(node: nodes.Following, sort: str | None) -> None:
    chance = random.Random(11)
    client = node.app.test_client()
    node.put(*(nodes.record(n, date={"start": n % 7 + 1, "end": n % 7 + 1}) for n in range(1, 121)))
    answer = get(client, "/v1/records", cursor="*", page_size=10, **({"sort": sort} if sort else {}))
    seen, gone, fresh = ids(answer), set(), 500
    while "next" in answer["links"]:
        node.put(nodes.record(fresh, date={"start": 3, "end": 3}))
        fresh += 1
        victim = f"made:{chance.randrange(1, 121)}"
        node.withdraw(victim)
        gone.add(victim)
        answer = client.get(answer["links"]["next"]).get_json()
        seen.extend(ids(answer))
    assert len(seen) == len(set(seen))
    assert {f"made:{n}" for n in range(1, 121)} - gone <= set(seen)


def test_a_page_past_the_window_holds_the_way_on(client: FlaskClient) -> None:
    body = problem(client.get("/v1/records?page=101&page_size=100&type=site&sort=-relevance"), 400, "beyond-window")
    assert body["errors"][0]["parameter"] == "page"
    assert "beginning with the first, in an order of its own: none walks by relevance" in body["detail"]
    assert body["cursor"] == "http://localhost/v1/records?cursor=*&page_size=100&type=site"
    assert client.get(body["cursor"]).status_code == 200
    sorted_ = problem(client.get("/v1/records?page=9000&sort=-year"), 400, "beyond-window")
    assert sorted_["cursor"] == "http://localhost/v1/records?cursor=*&sort=-year"
    assert sorted_["detail"].endswith("beginning with the first")


def test_the_window_is_reached_to_its_edge(client: FlaskClient) -> None:
    assert get(client, "/v1/records", page=10, page_size=1000)["records"] == []
    problem(client.get("/v1/records?page=11&page_size=1000"), 400, "beyond-window")
    for far in ("page=10001&page_size=1", "page=20000"):
        assert "cursor=" in problem(client.get(f"/v1/records?{far}"), 400, "beyond-window")["cursor"]
