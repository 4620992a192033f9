"""The browse trees: paths, children, and counts that are what a list finds."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from records.vocabularies import regions
from tests.http.asking import get, problem

TREES = {"regions": "region", "categories": "category", "periods": "period"}


@pytest.mark.parametrize("tree", TREES)
def test_every_count_is_what_a_list_finds(client: FlaskClient, tree: str) -> None:
    top = get(client, f"/v1/{tree}")
    for child in (one for one in top["children"] if one["count"]):
        assert get(client, "/v1/records", page_size=0, **{TREES[tree]: child["id"]})["total"]["value"] == child["count"]
        below = get(client, child["links"]["self"].removeprefix("http://localhost"))
        assert below["count"] == child["count"]
        assert len(below["children"]) == child["children_count"]


def test_regions_begin_with_the_nation(client: FlaskClient) -> None:
    top = get(client, "/v1/regions")
    assert top["id"] == "100000"
    assert len(top["children"]) == 34
    assert top["count"] == get(client, "/v1/records", region="100000", page_size=0)["total"]["value"]


def test_other_trees_have_several_roots(client: FlaskClient) -> None:
    top = get(client, "/v1/categories")
    assert top["id"] is None
    assert "heritage" in [child["id"] for child in top["children"]]
    assert top["count"] == get(client, "/v1/records", facets="category")["total"]["value"] - missing(client)


def missing(client: FlaskClient) -> int:
    count: int = get(client, "/v1/records", facets="category", page_size=0)["facets"]["category"]["missing_count"]
    return count


def test_a_node_has_its_path_and_labels(client: FlaskClient) -> None:
    node = get(client, "/v1/regions/110101", lang="en")
    assert [step["label"] for step in node["path"]] == ["China", "Beijing"]
    assert node["labels"]["zh-Hans"] == "东城区"
    assert node["level"] == "county"
    assert node["count"] >= 2
    period = get(client, "/v1/periods/ming-wanli")
    assert (period["start"], period["end"], period["kind"]) == (1573, 1620, "reign")
    category = get(client, "/v1/categories/literature/poem/shi")
    assert [step["id"] for step in category["path"]] == ["literature", "literature/poem"]


def test_filters_narrow_the_counts_and_one_on_the_tree_itself_gives_way(client: FlaskClient) -> None:
    all_, some = get(client, "/v1/regions"), get(client, "/v1/regions", dataset="made")
    assert some["count"] == 2 < all_["count"]
    assert {child["id"]: child["count"] for child in some["children"] if child["count"]} == {"110000": 2}
    assert get(client, "/v1/regions/110000", region="440000")["count"] == get(client, "/v1/regions/110000")["count"]
    assert get(client, "/v1/regions", q='"Test vessel"')["count"] == 2


def test_a_withdrawn_region_tells_what_took_its_place(client: FlaskClient) -> None:
    withdrawn = next(region for region in regions() if region.withdrawn and len(region.successors) == 1)
    node = get(client, f"/v1/regions/{withdrawn.id}")
    assert node["withdrawn"] is True
    assert node["successors"] == list(withdrawn.successors)


@pytest.mark.parametrize(
    "path", ["/v1/regions/", "/v1/regions/11", "/v1/categories/heritage/", "/v1/categories/a/b/c/d"]
)
def test_unknown_nodes_are_not_found(client: FlaskClient, path: str) -> None:
    problem(client.get(path), 404, "not-found")


def test_links_keep_what_else_was_asked(client: FlaskClient) -> None:
    top = get(client, "/v1/regions", type="site", lang="en")
    for child in (one for one in top["children"] if one["count"]):
        found = get(client, child["links"]["records"].removeprefix("http://localhost"))
        assert found["total"]["value"] == child["count"]
        below = get(client, child["links"]["self"].removeprefix("http://localhost"))
        assert (below["count"], below["label"]) == (child["count"], child["label"])


@pytest.mark.parametrize(("lang", "label"), [("", "类别"), ("zh-Hant", "類別"), ("en", "Category")])
def test_the_top_of_several_roots_has_a_label(client: FlaskClient, lang: str, label: str) -> None:
    assert get(client, "/v1/categories", **({"lang": lang} if lang else {}))["label"] == label
