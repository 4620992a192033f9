"""Tables in other forms: the same rows, whichever way they are asked for."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.http import nodes
from tests.http.asking import get, problem

URL = "/v1/aggregate"
TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "vegalite": "application/vnd.vegalite.v6+json",
    "svg": "image/svg+xml",
    "png": "image/png",
}
BY_REGION = "/v1/aggregate?by=region,type&type=site&type=venue&q=山"


def good(response: TestResponse, form: str) -> TestResponse:
    assert response.status_code == 200, response.get_data(as_text=True)[:500]
    assert response.content_type.partition(";")[0] == TYPES[form]
    assert "Accept" in response.headers["Vary"]
    return response


def lines(response: TestResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.get_data(as_text=True))))


def test_csv_has_all_rows_with_their_labels(client: FlaskClient) -> None:
    table = get(client, f"{BY_REGION}&lang=en")
    regions, types = (one["labels"] for one in table["columns"][:2])
    head, *rows = lines(good(client.get(f"{BY_REGION}&lang=en&format=csv&page_size=1"), "csv"))
    assert head == ["region", "region_label", "type", "type_label", "count"]
    assert len(rows) > 5
    assert rows == [[one[0], regions[one[0]], one[1], types[one[1]], str(one[2])] for one in table["rows"]]
    assert client.get(f"{BY_REGION}&format=csv&bom=true").get_data().startswith(b"\xef\xbb\xbf")


def test_a_workbook_has_them_too_and_says_where_they_come_from(client: FlaskClient) -> None:
    table = get(client, BY_REGION)
    content = good(client.get(f"{BY_REGION}&format=xlsx"), "xlsx").get_data()
    sheet, about = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    rows = [(row[0], row[2], row[4]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [tuple(row) for row in table["rows"]] == rows
    told = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert table["title"] in told.values()
    assert "文脉样例数据" in told.values()
    assert any("creativecommons.org" in str(value) for value in told.values())
    assert "http://localhost/v1/aggregate?by=region,type&q=%E5%B1%B1&type=site&type=venue" in told.values()


def test_a_grid_is_geojson(client: FlaskClient) -> None:
    table = get(client, URL, by="grid", precision=5)
    found = json.loads(good(client.get(f"{URL}?by=grid&precision=5&format=geojson"), "geojson").get_data())
    assert [one["properties"]["count"] for one in found["features"]] == [row[1] for row in table["rows"]]
    assert [one["id"] for one in found["features"]] == [row[0] for row in table["rows"]]
    points = json.loads(client.get(f"{URL}?by=grid&precision=5&format=geojson&cells=point").get_data())
    lat, lon = (len(table["columns"]) - place for place in (6, 5))
    assert [one["geometry"]["coordinates"] for one in points["features"]] == [
        [row[lon], row[lat]] for row in table["rows"]
    ]


def test_charts_carry_the_figures(client: FlaskClient) -> None:
    path = f"{URL}?by=type&top=5"
    table = get(client, path)
    spec = json.loads(good(client.get(f"{path}&format=vegalite"), "vegalite").get_data())
    assert spec["$schema"].endswith("/v6.json")
    drawn = good(client.get(f"{path}&format=svg"), "svg").get_data(as_text=True)
    for value, count in table["rows"]:
        assert table["columns"][0]["labels"][value] in drawn
        assert f"{count:,}" in drawn
    assert table["title"] in drawn
    assert good(client.get(f"{path}&format=png&theme=dark"), "png").get_data().startswith(b"\x89PNG")


@pytest.mark.parametrize("by", ["region", "period", "year", "grid", "weekday", "category,type", "year,type"])
def test_every_link_of_an_answer_leads_to_its_form(client: FlaskClient, by: str) -> None:
    table = get(client, f"{URL}?by={by}")
    forms = {name for name in table["links"] if name in TYPES}
    assert forms == set(TYPES) - ({"geojson"} if by != "grid" else set())
    for form in forms - {"png"}:
        good(client.get(table["links"][form]), form)


def test_the_other_forms_of_any_page_are_of_the_whole_table(client: FlaskClient) -> None:
    first = get(client, f"{URL}?by=type&page_size=2")
    second = client.get(first["links"]["next"])
    assert "cursor" not in second.get_json()["links"]["csv"]
    assert "cursor" not in second.headers["Link"].partition('rel="alternate"')[0].rpartition("<")[2]
    _, *rows = lines(client.get(second.get_json()["links"]["csv"]))
    assert [row[0] for row in rows][:2] == [row[0] for row in first["rows"]]


def test_accept_chooses_where_format_does_not(client: FlaskClient) -> None:
    path = f"{URL}?by=type"
    for form in ("csv", "svg", "vegalite"):
        good(client.get(path, headers={"Accept": TYPES[form]}), form)
    assert client.get(f"{path}&format=json", headers={"Accept": "text/csv"}).content_type == "application/json"
    problem(client.get(path, headers={"Accept": "application/pdf"}), 406, "not-acceptable")
    kept = client.get(path, headers={"Accept": "text/csv"})
    assert kept.headers["Cache-Status"] == "wenmai; hit"
    assert kept.headers["ETag"] != client.get(path).headers["ETag"]


def test_a_body_is_answered_in_forms_too(client: FlaskClient) -> None:
    body: dict[str, Any] = {"by": ["type"], "filter": {"not": {"type": ["site"]}}}
    _, *rows = lines(good(client.post(URL, json={**body, "format": "csv"}), "csv"))
    assert [[row[0], int(row[2])] for row in rows] == client.post(URL, json=body).get_json()["rows"]
    good(client.post(URL, json=body, headers={"Accept": "image/svg+xml"}), "svg")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("by=type&format=geojson", "grid"),
        ("by=region&format=geojson", "WENMAI_SHAPES"),
        ("by=type,level,has&format=svg", "two dimensions"),
        ("by=type&format=svg&chart=tilemap", ""),
    ],
)
def test_what_a_form_cannot_hold_is_said(client: FlaskClient, query: str, told: str) -> None:
    assert told in problem(client.get(f"{URL}?{query}"), 400, "cannot-show")["detail"]


def test_markup_and_formulas_do_no_harm_in_any_form(node: nodes.Following) -> None:
    nasty = ["</script><script>alert(1)</script>", "=cmd|' /C calc'!A0", "\u202eabc", "<svg onload=x>", "]]>&"]
    node.put(*(nodes.record(n, subjects=[text]) for n, text in enumerate(nasty)))
    client = node.app.test_client()
    path = f"{URL}?by=subject"
    cells = {row[0] for row in lines(client.get(f"{path}&format=csv"))[1:]}
    assert "'=cmd|' /C calc'!A0" in cells
    drawn = client.get(f"{path}&format=svg").get_data(as_text=True)
    assert "<script" not in drawn
    assert "<svg onload" not in drawn
    read = [part.text or "" for part in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]
    assert "abc" in read
    assert not any("\u202e" in text for text in read)
    spec = json.loads(client.get(f"{path}&format=vegalite").get_data())
    assert spec["$schema"]
    assert client.get(f"{path}&format=xlsx").status_code == 200
