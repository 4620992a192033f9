"""Tables over HTTP: their numbers are the list's, the facets' and those of counting by hand."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from statistics import fmean
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.http import nodes
from tests.http.asking import get, problem

URL = "/v1/aggregate"
Query = dict[str, Any]

FILTERS: tuple[Query, ...] = (
    {},
    {"type": "site"},
    {"q": "明月"},
    {"q": "shan", "-type": "literary-work"},
    {"year_from": 600, "year_to": 1400},
    {"has": "location", "level": "national"},
    {"bbox": "110,30,121,41"},
    {"type": ["artifact", "artwork"], "q": "no-such-word 山"},
)


def column(table: Any, name: str) -> int:
    return [one["name"] for one in table["columns"]].index(name)


def counts(table: Any) -> dict[Any, int]:
    """The count of each row by its values, one value bare."""
    at = column(table, "count")
    return {row[0] if at == 1 else tuple(row[:at]): row[at] for row in table["rows"]}


def total(client: FlaskClient, query: Query) -> int:
    found: int = get(client, "/v1/records", **{**query, "page_size": 0})["total"]["value"]
    return found


def narrowed(query: Query, name: str, value: Any) -> Query | None:
    """The query with one more filter; None where it has one of that name, which would be either."""
    return None if name in query else {**query, name: value}


@pytest.mark.parametrize("query", FILTERS, ids=str)
@pytest.mark.parametrize(
    "by",
    [
        {"by": "type", "top": 100},
        {"by": "dataset"},
        {"by": "creator", "top": 8, "order": "value"},
        {"by": "level"},
        {"by": "has"},
        {"by": "reuse"},
        {"by": "region"},
        {"by": "region", "region_level": "county"},
        {"by": "region", "region_level": "city", "parent": "320000"},
        {"by": "period", "depth": "all"},
        {"by": "category", "depth": "2"},
        {"by": "category", "parent": "heritage"},
    ],
    ids=str,
)
def test_a_row_is_what_the_list_finds(client: FlaskClient, query: Query, by: Query) -> None:
    table = get(client, URL, **query, **by)
    parent = {by["by"]: by["parent"]} if "parent" in by else {}
    assert table["total"]["value"] == total(client, query | parent)
    for value, count in counts(table).items():
        if (asked := narrowed(query, by["by"], value)) is not None:
            assert total(client, asked) == count > 0, value


@pytest.mark.parametrize("query", [each for each in FILTERS if "year_from" not in each], ids=str)
def test_a_stretch_of_years_is_what_the_list_finds(client: FlaskClient, query: Query) -> None:
    table = get(client, URL, **query, by="year", interval="100")
    assert [row[0] for row in table["rows"]] == sorted(row[0] for row in table["rows"])
    for start, count in counts(table).items():
        assert total(client, {**query, "year_from": start, "year_to": start + 99}) == count


def test_a_cell_is_what_the_list_finds(client: FlaskClient) -> None:
    table = get(client, URL, by="region,type", q="山", top="50", metric="count,share")
    assert [one["name"] for one in table["columns"]] == ["region", "type", "count", "share"]
    assert table["rows"]
    for region, kind, count, share in table["rows"]:
        assert total(client, {"q": "山", "region": region, "type": kind}) == count
        assert count / total(client, {"q": "山", "region": region}) == share


def test_a_tile_is_what_its_box_finds(client: FlaskClient) -> None:
    table = get(client, URL, by="grid", precision=4)
    at = [column(table, name) for name in ("west", "south", "east", "north", "lat", "lon", "count")]
    assert sum(counts(table).values()) == table["total"]["value"] - table["columns"][0]["missing_count"]
    for row in table["rows"]:
        west, south, east, north, lat, lon, count = (row[place] for place in at)
        assert total(client, {"bbox": f"{west},{south},{east},{north}"}) == count
        assert west <= lon <= east
        assert south <= lat <= north


def test_all_values_tell_whether_words_were_read_loosely(client: FlaskClient) -> None:
    loose = get(client, "/v1/facets/type", within="静夜丝")
    assert (loose["relaxed"], [one["value"] for one in loose["values"]]) == (True, ["literary-work"])
    strict = get(client, "/v1/facets/type", within="静夜丝", relax="false")
    assert (strict["relaxed"], strict["values"]) == (False, [])
    begun = get(client, "/v1/facets/creator", within="月", cursor="*", page_size=1, relax="false")
    answer = client.get(begun["links"]["next"].replace("relax=false", "relax=true"))
    assert "cursor" in problem(answer, 400, "bad-parameter")["detail"]


@pytest.mark.parametrize("field", ["type", "creator", "subject", "dataset", "material", "designation"])
def test_a_facet_and_a_table_agree(client: FlaskClient, field: str) -> None:
    facet = get(client, "/v1/records", facets=field, facet_size=7, page_size=0, q="山")["facets"][field]
    table = get(client, URL, by=field, top="7", q="山")
    (dimension, *_) = table["columns"]
    assert list(counts(table).items()) == [(one["value"], one["count"]) for one in facet["values"]]
    assert dimension["labels"] in ({}, {one["value"]: one["label"] for one in facet["values"]})
    for name in ("other_count", "missing_count"):
        assert dimension[name] == facet[name]


def by_hand(records: list[Any], keys: Any) -> dict[tuple[Any, ...], list[Any]]:
    """Records by every combination of the values that `keys` give."""
    cells = defaultdict(list)
    for one in records:
        for key in product(*(set(of(one)) for of in keys)):
            cells[key].append(one)
    return dict(cells)


def names(record: Any) -> list[str]:
    return [maker["name"] for maker in record.get("creators", ())]


def subjects(record: Any) -> list[str]:
    return list(record.get("subjects", ()))


def test_figures_are_those_of_counting_by_hand(client: FlaskClient) -> None:
    records = [one for one in nodes.sample() if one["type"] == "literary-work"]
    metrics = (
        "count,share,count_distinct:creator,min:year_start,max:year_end,avg:year_start,median:year_end,p90:year_start"
    )
    table = get(client, URL, by="subject,creator", top="subject:150,creator:60", type="literary-work", metric=metrics)
    cells, rows = by_hand(records, (subjects, names)), by_hand(records, (subjects,))
    assert {tuple(row[:2]) for row in table["rows"]} == set(cells)
    for row in table["rows"]:
        held = cells[tuple(row[:2])]
        starts = sorted(one["date"]["start"] for one in held if "start" in one.get("date", {}))
        ends = sorted(one["date"]["end"] for one in held if "end" in one.get("date", {}))
        assert row[2:5] == [
            len(held),
            len(held) / len(rows[(row[0],)]),
            len({name for one in held for name in names(one)}),
        ]
        if starts:
            assert row[5:] == [
                starts[0],
                ends[-1],
                fmean(starts),
                ends[-(-len(ends) // 2) - 1],
                starts[-(-len(starts) * 9 // 10) - 1],
            ]
        else:
            assert row[5:] == [None] * 5


def test_three_dimensions(client: FlaskClient) -> None:
    table = get(client, URL, by="type,level,dataset", top="1000")
    cells = by_hand(
        [*nodes.sample(), *(one for one in nodes.MADE if one["id"] not in (nodes.WITHDRAWN, nodes.MERGED))],
        (lambda one: [one["type"]], lambda one: [one["level"]] if "level" in one else [], lambda one: [one["dataset"]]),
    )
    assert counts(table) == {key: len(held) for key, held in cells.items()}


def test_cells_without_records_are_told_if_asked(client: FlaskClient) -> None:
    full = get(client, URL, by="year", interval="100", type="literary-work")
    table = get(client, URL, by="year", interval="100", type="literary-work", empty="true")
    years = [row[0] for row in table["rows"]]
    assert years == list(range(years[0], years[-1] + 100, 100))
    assert [row for row in table["rows"] if row[1]] == full["rows"]
    assert len(get(client, URL, by="weekday", empty="true")["rows"]) == 7


def test_the_interval_that_was_chosen_is_told(client: FlaskClient) -> None:
    setting = get(client, URL, by="year", type="literary-work")["columns"][0]["setting"]
    assert setting["counted"] == "overlap"
    asked = get(client, URL, by="year", type="literary-work", interval=setting["interval"])
    assert asked["rows"] == get(client, URL, by="year", type="literary-work")["rows"]
    by_start = get(client, URL, by="year", type="site", interval="1", counted="start")
    assert sum(counts(by_start).values()) == by_start["total"]["value"] - by_start["columns"][0]["missing_count"]


def test_a_setting_may_be_for_one_dimension(client: FlaskClient) -> None:
    table = get(client, URL, by="type,subject", top="3,subject:5", order="subject:value")
    types, subjects_ = ({row[place] for row in table["rows"]} for place in (0, 1))
    assert len(types) <= 3
    assert [one["setting"] for one in table["columns"][:2]] == [
        {"top": 3, "order": "count"},
        {"top": 5, "order": "value"},
    ]
    assert subjects_ <= {row[0] for row in get(client, URL, by="subject", top="5")["rows"]}
    both = get(client, URL, by="region,category", parent="region:110000", depth="category:2", region_level="county")
    assert {row[0][:2] for row in both["rows"]} == {"11"}
    assert both["total"]["value"] == total(client, {"region": "110000"})


@pytest.mark.parametrize(
    ("lang", "title", "label", "value"),
    [
        (None, "按时代统计：记录数", "时代", "唐"),
        ("zh-Hans", "按时代统计：记录数", "时代", "唐"),
        ("zh-TW", "按時代統計：記錄數", "時代", "唐"),
        ("en", "Records by period", "Period", "Tang"),
        ("fr", "按时代统计：记录数", "时代", "唐"),
    ],
)
def test_labels_are_in_the_language_asked_for(
    client: FlaskClient, lang: str | None, title: str, label: str, value: str
) -> None:
    table = get(client, URL, by="period", depth="all", **({"lang": lang} if lang else {}))
    facet = get(client, "/v1/facets/period", page_size=1000, **({"lang": lang} if lang else {}))
    assert table["title"] == title
    assert table["columns"][0]["label"] == label
    assert table["columns"][0]["labels"]["tang"].startswith(value)
    known = {one["value"]: one["label"] for one in facet["values"]}
    assert table["columns"][0]["labels"] == {row[0]: known[row[0]] for row in table["rows"]}


def test_years_days_and_conditions_are_said(client: FlaskClient) -> None:
    years = get(client, URL, by="year", interval="100", lang="en")["columns"][0]["labels"]
    assert years["-300"] == "300 BCE–201 BCE"
    assert years["1500"] == "1500–1599"
    months = get(client, URL, by="month", type="event")["columns"][0]["labels"]
    assert all(label == f"{value[:4]}年{int(value[5:])}月" for value, label in months.items())
    table = get(
        client, URL, by="type", lang="en", region=["110000", "310000"], q="山", year_from=-221, **{"-type": "site"}
    )
    assert table["title"] == (
        "Records by type (without Type: Heritage site; Region: Beijing, Shanghai; Years: 221 BCE–; Search: “山”)"
    )


def test_the_same_by_link_and_by_body(client: FlaskClient) -> None:
    link = get(
        client, URL, by="subject,type", top="20,type:3", metric="count,p90:year_start", q="山", type="literary-work"
    )
    body = {
        "by": ["subject", "type"],
        "top": {"subject": 20, "type": 3},
        "metric": ["count", "p90:year_start"],
        "q": "山",
        "filter": {"type": ["literary-work"]},
    }
    posted = client.post(URL, json=body).get_json()
    assert {name: value for name, value in posted.items() if name != "links"} == {
        name: value for name, value in link.items() if name != "links"
    }
    nested = {"by": ["type"], "filter": {"or": [{"type": ["site"]}, {"not": {"has": ["date"]}}]}}
    table = client.post(URL, json=nested).get_json()
    assert table["total"] == client.post("/v1/search", json={"filter": nested["filter"]}).get_json()["total"]
    years = {"by": ["year"], "interval": 100, "counted": "start", "empty": True}
    assert (
        client.post(URL, json=years).get_json()["rows"]
        == get(client, URL, by="year", interval="100", counted="start", empty="true")["rows"]
    )


MATRICES: tuple[Query, ...] = (
    {"by": "region,type", "metric": "count,share,avg:year_start"},
    {"by": "type,year", "interval": "100", "top": "4", "metric": "count,count_distinct:creator"},
    {"by": "region,category", "parent": "category:heritage", "q": "山"},
    {"by": "level,grid", "precision": "3"},
    {"by": "period,weekday", "empty": "true"},
)


@pytest.mark.parametrize("query", MATRICES, ids=str)
def test_a_matrix_holds_the_rows_and_the_margins(client: FlaskClient, query: Query) -> None:
    flat, laid = get(client, URL, **query, page_size=10_000), get(client, URL, **query, layout="matrix")
    down, across = ([one["value"] for one in laid[side]["values"]] for side in ("down", "across"))
    names_ = [one["name"] for one in laid["metrics"]]
    told = {
        (row, col, *(one["cells"][y][x] for one in laid["metrics"]))
        for y, row in enumerate(down)
        for x, col in enumerate(across)
    }
    held = {tuple(row[: 2 + len(names_)]) for row in flat["rows"]}
    assert held <= told
    assert all(figure in (0, None) for rest in told - held for figure in rest[2:])
    first, second = query["by"].split(",")
    parents = {name: value for one in [query.get("parent", "")] if one for name, value in [one.split(":")]}
    own = {name: value for name, value in query.items() if name not in ("by", "parent", "top", "interval", "precision")}
    for side, name in (("down", first), ("across", second)):
        settings = {key: str(value) for key, value in laid[side]["setting"].items()}
        table = get(client, URL, **{**own, **parents, **settings, "by": name}, page_size=10_000)
        assert [row[0] for row in table["rows"]] == (down if side == "down" else across)
        for place, metric in enumerate(laid["metrics"]):
            assert [row[1 + place] for row in table["rows"]] == metric[side]
    assert laid["total"] == flat["total"]
    assert (laid["layout"], flat["layout"]) == ("matrix", "tidy")


def test_nothing_found_is_a_table_without_rows(client: FlaskClient) -> None:
    for by in ("region", "year", "grid", "subject,type", "month"):
        table = get(client, URL, by=by, ids="no:such")
        assert (table["rows"], table["total"]["value"], table["exact"]) == ([], 0, True)
    laid = get(client, URL, by="year,region", ids="no:such", layout="matrix")
    assert laid["metrics"][0]["cells"] == []
