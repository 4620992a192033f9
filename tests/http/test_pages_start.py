"""The first page: what is new is of several data sets, and every word to try finds something."""

from __future__ import annotations

from urllib.parse import unquote

from flask.testing import FlaskClient

from tests.http import pages
from tests.http.asking import get
from tests.http.nodes import Following, record


def new(page: pages.Page) -> list[str]:
    """The ids among what is new, the newest first."""
    headings = [one.attributes["href"] for one in page.all("a") if one.of[-2:] == ("article", "h2")]
    return [unquote(one.partition("?")[0].removeprefix("/records/")) for one in headings]


def of(dataset: str, number: int) -> dict[str, object]:
    return record(number) | {"id": f"{dataset}:{number}", "dataset": dataset}


def test_one_data_set_does_not_hide_what_is_new_in_others(node: Following) -> None:
    for dataset, many in (("first", 3), ("second", 1), ("third", 20)):
        node.put(*(of(dataset, number) for number in range(many)))
    found = new(pages.get(node.app.test_client(), "/"))
    assert found[:2] == ["third:19", "third:18"]
    assert set(found) == {"third:19", "third:18", "third:17", "second:0", "first:2", "first:1"}
    assert found[2:] == ["third:17", "second:0", "first:2", "first:1"]


def test_of_a_single_data_set_all_is_shown(node: Following) -> None:
    node.put(*(of("only", number) for number in range(9)))
    assert new(pages.get(node.app.test_client(), "/")) == [f"only:{number}" for number in range(8, 2, -1)]


def test_words_to_try_find_something(client: FlaskClient, node: Following) -> None:
    def tried(asked: FlaskClient) -> list[str]:
        return [one.inside for one in pages.get(asked, "/").all("a") if "q=" in one.attributes["href"]]

    assert {"静夜思", "gugong"} <= set(tried(client))
    for one in tried(client):
        assert get(client, "/v1/records", q=one, relax="false")["total"]["value"]
    node.put(record(1, title={"zh-Hans": "端午赛龙舟"}))
    assert tried(node.app.test_client()) == ["端午"]
