"""Networks over HTTP: right, in every form the same, kept form by form, and refused with what to do instead."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests import vegalite
from tests.http import nodes
from tests.http.asking import faults, get, problem
from tests.http.reading import READERS, png_size

ASKED = "/v1/network?field=subject&nodes=25&support=2"
TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "graphml": "application/graphml+xml",
    "vegalite": "application/vnd.vegalite.v6+json",
    "svg": "image/svg+xml",
    "png": "image/png",
}
CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8"
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/png,image/svg+xml,*/*;q=0.8"
IMG = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"


def test_it_is_what_the_records_say(client: FlaskClient) -> None:
    """Counted anew from the sample's files; the records made for the tests have no subjects."""
    held = [set(record.get("subjects", ())) for record in nodes.sample()]
    alone = Counter(value for one in held for value in one)
    pairs = Counter(pair for one in held for pair in combinations(sorted(one), 2))
    ranked = sorted(alone, key=lambda value: (-alone[value], value))[:25]
    having = sum(1 for one in held if one)
    found = get(client, ASKED)
    assert [(node["id"], node["count"]) for node in found["nodes"]] == [(value, alone[value]) for value in ranked]
    assert {frozenset((e["source"], e["target"])): e["count"] for e in found["edges"]} == {
        frozenset(pair): count for pair, count in pairs.items() if count >= 2 and set(pair) <= set(ranked)
    }
    for edge in found["edges"]:
        chance = alone[edge["source"]] * alone[edge["target"]] / having
        assert edge["lift"] == pytest.approx(edge["count"] / chance)
    assert found["total"]["value"] == having
    assert found["other_count"] == sum(alone.values()) - sum(alone[value] for value in ranked)
    assert found["as_of"] == get(client, "/v1/records")["as_of"]


def test_it_agrees_with_list_and_facet(client: FlaskClient) -> None:
    found = get(client, f"{ASKED}&type=literary-work&q=月")
    facet = get(client, "/v1/records?facets=subject&facet_size=25&type=literary-work&q=月&page_size=0")
    assert [(node["id"], node["count"]) for node in found["nodes"]] == [
        (one["value"], one["count"]) for one in facet["facets"]["subject"]["values"]
    ]
    assert found["missing_count"] == facet["facets"]["subject"]["missing_count"]
    assert found["edges"]
    for edge in found["edges"][:5]:
        both = {"and": [{"subject": [edge["source"]]}, {"subject": [edge["target"]]}, {"type": ["literary-work"]}]}
        listed = client.post("/v1/search", json={"q": "月", "filter": both, "page_size": 0}).get_json()
        assert listed["total"]["value"] == edge["count"]


@pytest.mark.parametrize("form", TYPES)
def test_a_form_is_chosen_by_format_or_by_accept_and_named(client: FlaskClient, form: str) -> None:
    by_format = client.get(f"{ASKED}&format={form}", headers={"Accept": "text/turtle"})
    by_header = client.get(ASKED, headers={"Accept": TYPES[form]})
    for response in (by_format, by_header):
        assert response.status_code == 200
        assert response.content_type.partition(";")[0] == TYPES[form]
        assert "Accept" in response.headers["Vary"]
        assert "public" in response.headers["Cache-Control"]
        told = response.headers["Link"]
        for other, media_type in TYPES.items():
            assert (f"format={other}" in told and f'type="{media_type}"' in told) == (other != form), told
    if form != "json":
        assert by_format.get_data() == by_header.get_data()
        ending = {"vegalite": "vl.json"}.get(form, form)
        assert f'filename="wenmai-network-subject.{ending}"' in by_format.headers["Content-Disposition"]
    if form in ("csv", "graphml", "svg"):
        assert "charset=utf-8" in by_format.content_type


@pytest.mark.parametrize("form", [form for form in READERS if form != "json"])
@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_the_numbers_of_a_form_are_those_of_the_json(client: FlaskClient, form: str, lang: str) -> None:
    for asked in (
        f"{ASKED}&lang={lang}",
        f"/v1/network?field=type&lang={lang}",
        f"/v1/network?field=creator&lang={lang}",
    ):
        right = READERS["json"](client.get(asked).get_data())
        found = READERS[form](client.get(f"{asked}&format={form}").get_data())
        assert {ends: count for ends, (count, _) in found.items()} == {
            ends: count for ends, (count, _) in right.items()
        }
        # A sheet keeps sixteen digits of a fraction.
        assert all(lift == pytest.approx(right[ends][1], rel=1e-14) for ends, (_, lift) in found.items())


def test_charts_are_valid_and_hold_the_figures(client: FlaskClient) -> None:
    for more in ("", "&theme=dark&lang=zh-Hant&width=300", "&chart=network&lang=en"):
        spec = json.loads(client.get(f"{ASKED}{more}&format=vegalite").get_data())
        vegalite.schema().validate(spec)
        edges, drawn = get(client, ASKED)["edges"], json.dumps(spec, ensure_ascii=False)
        assert all(f'"figure": {edge["count"]}' in drawn for edge in edges)


def test_pictures_obey_theme_width_and_scale(client: FlaskClient) -> None:
    plain = client.get(f"{ASKED}&format=png").get_data()
    across, down = png_size(plain)
    assert png_size(client.get(f"{ASKED}&format=png&scale=2").get_data()) == pytest.approx(
        (2 * across, 2 * down), abs=2
    )
    assert png_size(client.get(f"{ASKED}&format=png&width=300").get_data())[0] < across
    assert client.get(f"{ASKED}&format=png&theme=dark").get_data() != plain
    assert client.get(f"{ASKED}&format=png&theme=light").get_data() == plain


def test_an_svg_may_be_put_anywhere_and_do_nothing(client: FlaskClient) -> None:
    headers = client.get(f"{ASKED}&format=svg").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "frame-ancestors" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "json"),
        ("*/*", "json"),
        (CHROME, "json"),
        (FIREFOX, "json"),
        (IMG, "svg"),
        ("image/png", "png"),
        ("image/png;q=0.2, text/csv;q=0.9, application/json;q=0.1", "csv"),
        ("application/json;q=0, image/*", "svg"),
        ("application/graphml+xml, */*;q=0.1", "graphml"),
    ],
)
def test_what_programs_say_they_take(client: FlaskClient, accept: str, form: str) -> None:
    response = client.get(ASKED, headers={"Accept": accept} if accept else {})
    assert response.content_type.partition(";")[0] == TYPES[form]


@pytest.mark.parametrize("accept", ["text/turtle", "text/html", "application/geo+json", "audio/*", "image/webp"])
def test_what_there_is_not_is_406_with_what_there_is(client: FlaskClient, accept: str) -> None:
    for response in (
        client.get(ASKED, headers={"Accept": accept}),
        client.post("/v1/network", json={"field": "subject"}, headers={"Accept": accept}),
    ):
        told = problem(response, 406, "not-acceptable")
        assert {one["format"]: one["media_type"] for one in told["forms"]} == TYPES
        assert "format=csv" in told["detail"]


def test_each_form_is_kept_by_itself(client: FlaskClient) -> None:
    asked = f"{ASKED}&lang=en"
    first = {form: client.get(asked, headers={"Accept": media_type}) for form, media_type in TYPES.items()}
    tags = {form: response.headers["ETag"] for form, response in first.items()}
    assert len(set(tags.values())) == len(TYPES)
    for form, media_type in TYPES.items():
        again = client.get(asked, headers={"Accept": media_type})
        assert again.headers["Cache-Status"].startswith("wenmai; hit")
        for name in ("Content-Type", "Content-Disposition", "Content-Security-Policy", "Link", "Vary", "ETag"):
            assert again.headers.get(name) == first[form].headers.get(name), name
        assert again.get_data() == first[form].get_data()
        known = client.get(asked, headers={"Accept": media_type, "If-None-Match": tags[form]})
        assert (known.status_code, known.headers["ETag"]) == (304, tags[form])
        assert "Accept" in known.headers["Vary"]
    other = client.get(asked, headers={"Accept": TYPES["csv"], "If-None-Match": tags["svg"]})
    assert other.status_code == 200


def test_a_body_asks_the_same(client: FlaskClient) -> None:
    body = {"field": "subject", "nodes": 25, "support": 2, "filter": {"not": {"type": ["site"]}}}
    posted = client.post("/v1/network", json=body)
    linked = get(client, f"{ASKED}&-type=site")
    assert posted.status_code == 200
    assert {**posted.get_json(), "links": 0} == {**linked, "links": 0}
    assert set(posted.get_json()["links"]) == {"self"}
    assert set(linked["links"]) == {"self", *TYPES} - {"json"}
    table = client.post("/v1/network", json={**body, "format": "csv", "bom": True})
    assert table.get_data().startswith(b"\xef\xbb\xbf")
    assert READERS["csv"](table.get_data()) == READERS["json"](posted.get_data())
    assert client.post("/v1/network", json=body, headers={"Accept": "text/csv"}).content_type.startswith("text/csv")


def test_its_links_lead_to_its_forms(client: FlaskClient) -> None:
    links = get(client, f"{ASKED}&type=literary-work")["links"]
    for form, address in links.items():
        response = client.get(address)
        assert response.status_code == 200
        assert response.content_type.startswith(TYPES.get(form, TYPES["json"]))


WRONG: list[tuple[str, str, str]] = [
    ("field=", "field", ""),
    ("field=subjct", "field", "subject"),
    ("field=region", "field", ""),
    ("field=year", "field", ""),
    ("nodes=20", "field", ""),
    ("field=subject&field=type", "field", ""),
    ("field=subject&nodes=1", "nodes", ""),
    ("field=subject&nodes=201", "nodes", ""),
    ("field=subject&nodes=1e9", "nodes", ""),
    ("field=subject&support=0", "support", ""),
    ("field=subject&support=99999999999999999999", "support", ""),
    ("field=subject&format=gif", "format", ""),
    ("field=subject&format=geojson", "format", "json"),
    ("field=subject&format=", "format", ""),
    ("field=subject&format=csv&format=svg", "format", ""),
    ("field=subject&chart=bar&format=svg", "chart", ""),
    ("field=subject&theme=drak", "theme", "dark"),
    ("field=subject&width=0", "width", ""),
    ("field=subject&width=1000000", "width", ""),
    ("field=subject&height=300", "height", ""),
    ("field=subject&scale=nan", "scale", ""),
    ("field=subject&scale=0", "scale", ""),
    ("field=subject&scale=100", "scale", ""),
    ("field=subject&bom=maybe", "bom", ""),
    ("field=subject&lang=<script>", "lang", ""),
    ("field=subject&cells=box", "cells", ""),
    ("field=subject&suport=2", "suport", "support"),
    ("field=subject&type=sight", "type", "site"),
]


@pytest.mark.parametrize(("query", "parameter", "meant"), WRONG)
def test_bad_input_is_refused_by_name(client: FlaskClient, query: str, parameter: str, meant: str) -> None:
    found = faults(client.get(f"/v1/network?{query}"))
    assert parameter in found
    assert found[parameter]["reason"]
    if meant:
        assert found[parameter]["suggestion"] == meant


def test_every_fault_is_told_at_once(client: FlaskClient) -> None:
    found = faults(client.get("/v1/network?field=x&nodes=0&support=x&format=gif&theme=pink&width=1&scale=9&q=%22"))
    assert {"field", "nodes", "support", "format", "theme", "width", "scale"} <= set(found)
    posted: dict[str, Any] = {"field": "x", "nodes": "many", "width": 1, "filter": {"tpye": ["site"]}}
    assert {"field", "nodes", "width", "filter.tpye"} <= set(faults(client.post("/v1/network", json=posted)))


def test_what_is_in_a_network_of_nothing(client: FlaskClient) -> None:
    nothing = "/v1/network?field=subject&q=zzzzqqqq&relax=false"
    found = get(client, nothing)
    assert (found["nodes"], found["edges"], found["total"]["value"]) == ([], [], 0)
    for form in TYPES:
        response = client.get(f"{nothing}&format={form}")
        assert response.status_code == 200
        if form in READERS:
            assert READERS[form](response.get_data()) == {}
    assert png_size(client.get(f"{nothing}&format=png").get_data())[0] > 100
