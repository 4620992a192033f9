"""What is near: how far one looks, what is told where nothing is, and how the place is taken back."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.http import pages
from tests.http.asking import get
from tests.http.nodes import Following, record

BEIJING = "39.90,116.40"


@pytest.fixture
def far(node: Following) -> FlaskClient:
    """Venues some 11 and 2,100 kilometres north of where is asked from."""
    places = {1: 40.0, 2: 58.8}
    node.put(*(record(number, type="venue", place={"lat": lat, "lon": 116.4}) for number, lat in places.items()))
    return node.app.test_client()


def there(client: FlaskClient, link: str) -> pages.Page:
    return pages.read(client.get(link, headers=pages.BROWSER))


def shown(page: pages.Page) -> list[str]:
    return [one.attributes["href"] for one in page.all("a") if one.of[-2:] == ("article", "h2")]


def test_one_looks_some_way_first_and_farther_by_a_link(far: FlaskClient) -> None:
    near = pages.get(far, "/venues", lang="en").one("button", **{"data-near": "/search?lang=en&radius=50&type=venue"})
    asked = f"{near.attributes['data-near']}&near={BEIJING}&sort=distance"
    page = there(far, asked)
    assert len(shown(page)) == 1
    assert "11.1 km" in page.text
    ways = {one.inside: one for one in page.all("a") if "span" in one.of and "radius" in one.attributes["href"]}
    assert set(ways) >= {"within 50 km", "within 100 km"}
    assert ways["within 50 km"].attributes["aria-current"] == "true"
    (all_,) = [one.attributes["href"] for one in page.all("a") if one.inside == "any distance"]
    assert len(shown(there(far, all_))) == 2


def test_how_far_is_told_instead_of_the_place(far: FlaskClient) -> None:
    page = pages.get(far, "/search", near=BEIJING, radius=50, sort="distance", type="venue", lang="zh-Hans")
    (chip,) = [one for one in page.all("a") if "ul" in one.of and "附近" in one.inside]
    assert chip.inside.startswith("附近：50 公里以内")
    assert "39.90" not in page.text
    assert page.one("h1").inside == "类型：文化场馆；附近：50 公里以内"


@pytest.mark.parametrize("sort", ["distance", "title"])
def test_the_place_is_taken_back_with_what_needs_one(far: FlaskClient, sort: str) -> None:
    page = pages.get(far, "/search", near=BEIJING, radius=50, sort=sort, type="venue", lang="en")
    (chip,) = [one for one in page.all("a") if "ul" in one.of and "within 50 km" in one.inside]
    assert len(shown(there(far, chip.attributes["href"]))) == 2
    assert ("sort=title" in chip.attributes["href"]) == (sort == "title")


def test_what_is_far_does_not_look_like_an_answer(far: FlaskClient) -> None:
    page = pages.get(far, "/search", near="0,116.40", sort="distance", lang="en")
    assert "Nothing is near, the nearest is 4,448 km away." in page.text
    assert "Nothing is near" not in pages.get(far, "/search", near=BEIJING, sort="distance", lang="en").text
    none = pages.get(far, "/search", near="50,116.40", radius=50, sort="distance", lang="en", type="venue")
    assert none.one("h2", id="nothing").inside == "Nothing within 50 km"
    assert "too narrow" not in none.text
    assert len(shown(none)) == 2
    assert "978.5 km" in none.text
    (every,) = [one.attributes["href"] for one in none.all("a") if one.inside == "See 2 records at any distance"]
    assert len(shown(there(far, every))) == 2


@pytest.mark.parametrize("path", ["/search?show=map", "/", "/search?show=map&type=artifact&region=110000"])
def test_a_map_tells_what_it_leaves_out(node: Following, path: str) -> None:
    kinds = ("artifact", "artifact", "artifact", "artifact", "news")
    regions = ("110000", "100000", None, None, None)
    node.put(
        *(
            record(number, type=kind, **({"region": region} if region else {}))
            for number, (kind, region) in enumerate(zip(kinds, regions, strict=True))
        )
    )
    client = node.app.test_client()
    page = there(client, path)
    missing = 2 if "type=" in path else 3
    note = next(one.inside for one in page.all("p", class_="note") if "没有标明" in one.inside)
    whole = "" if "region=" in path else "、1 条属于全国或不在图中的地方"
    assert note == f"另有 {missing} 条没有标明地区{whole}。"


def test_a_map_and_a_line_of_time_together_with_what_they_leave_out_are_all(client: FlaskClient) -> None:
    whole = get(client, "/v1/records", facets="region,period", page_size=0)
    period = whole["facets"]["period"]["missing_count"]
    line = pages.get(client, "/search", show="timeline", lang="en")
    assert f"{period:,} more records name no period." in line.text
    region = whole["facets"]["region"]["missing_count"]
    assert f"{region:,} more records name no place" in pages.get(client, "/search", show="map", lang="en").text
