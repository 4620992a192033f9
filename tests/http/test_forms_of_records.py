"""A record in every form: by ending, by `format`, by `Accept`; told of, validated, and safe to put into a page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from tests.http import nodes
from tests.http.asking import faults, get, problem

FORMS = {
    "json": ("json", "application/json"),
    "jsonld": ("jsonld", "application/ld+json"),
    "turtle": ("ttl", "text/turtle"),
    "dc": ("dc.xml", "application/xml"),
    "dcterms": ("dcterms.xml", "application/x-dcterms+xml"),
    "bibtex": ("bib", "application/x-bibtex"),
    "csl": ("csl.json", "application/vnd.citationstyles.csl+json"),
    "gbt7714": ("txt", "text/plain"),
}
POEM = "classical-poems:jing-ye-si"
PATH = f"/v1/records/{POEM}"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


def asked(client: FlaskClient, path: str, **headers: str) -> Any:
    return client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_had_by_ending_by_parameter_and_by_header(client: FlaskClient, name: str) -> None:
    ending, media_type = FORMS[name]
    ways = [
        client.get(f"{PATH}.{ending}"),
        client.get(PATH, query_string={"format": name}),
        asked(client, PATH, Accept=media_type),
        asked(client, PATH, Accept=f"{media_type};q=0.9, image/png, */*;q=0.1"),
    ]
    assert [way.status_code for way in ways] == [200] * 4
    assert {way.content_type.partition(";")[0] for way in ways} == {media_type}
    assert len({way.get_data() for way in ways}) == 1
    assert "静夜思" in ways[0].get_data(as_text=True)
    assert all("Accept" in way.vary for way in ways)


def test_every_form_tells_of_the_others(client: FlaskClient) -> None:
    for name, (ending, _) in FORMS.items():
        response = client.get(f"{PATH}.{ending}?lang=en")
        told = re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', response.headers["Link"])
        others = {f"http://localhost{PATH}.{end}?lang=en": type_ for end, type_ in FORMS.values() if end != ending}
        assert dict(told) == others, name
        for link, media_type in told:
            assert client.get(link).content_type.startswith(media_type)


def test_each_form_has_a_validator_of_its_own(client: FlaskClient) -> None:
    tags = {}
    for name in FORMS:
        first = client.get(PATH, query_string={"format": name})
        tags[name] = first.headers["ETag"]
        again = client.get(PATH, query_string={"format": name}, headers={"If-None-Match": tags[name]})
        assert (again.status_code, again.get_data(), again.headers["ETag"]) == (304, b"", tags[name])
    assert len(set(tags.values())) == len(FORMS)
    by_header = {name: asked(client, PATH, Accept=type_).headers["ETag"] for name, (_, type_) in FORMS.items()}
    assert len(set(by_header.values())) == len(FORMS)
    crossed = client.get(PATH, headers={"Accept": "text/turtle", "If-None-Match": by_header["jsonld"]})
    assert crossed.status_code == 200
    assert crossed.content_type.startswith("text/turtle")


@pytest.mark.parametrize("accept", [BROWSER, "*/*", "", "text/html, application/json", "application/*"])
def test_who_leaves_the_choice_gets_json(client: FlaskClient, accept: str) -> None:
    assert asked(client, PATH, Accept=accept).content_type == "application/json"


def test_who_wants_what_there_is_not_is_told_what_there_is(client: FlaskClient) -> None:
    body = problem(asked(client, PATH, Accept="image/png"), 406, "not-acceptable")
    assert {one["format"]: one["media_type"] for one in body["forms"]} == {
        name: media_type for name, (_, media_type) in FORMS.items()
    }
    assert asked(client, f"{PATH}.ttl", Accept="image/png").status_code == 200
    assert asked(client, f"{PATH}?format=dc", Accept="image/png").status_code == 200


def test_two_ways_that_differ_are_refused(client: FlaskClient) -> None:
    assert "ends in .ttl" in faults(client.get(f"{PATH}.ttl?format=jsonld"))["format"]["reason"]
    assert client.get(f"{PATH}.ttl?format=turtle").status_code == 200
    assert faults(client.get(f"{PATH}?format=turtel"))["format"]["suggestion"] == "turtle"


def test_parts_are_for_json_alone(client: FlaskClient) -> None:
    assert set(faults(client.get(f"{PATH}.ttl?fields=title"))) == {"fields"}
    assert set(faults(client.get(f"{PATH}?format=dc&view=card"))) == {"view"}
    assert get(client, f"{PATH}.json", fields="title").keys() == {"id", "title"}


def test_language_and_text_are_chosen_in_other_forms_too(client: FlaskClient) -> None:
    one = get_form(client, f"{PATH}.jsonld?lang=en")
    assert one["name"] == {"@value": "Quiet Night Thought", "@language": "en"}
    assert "text" not in one
    whole = get_form(client, f"{PATH}.jsonld?view=full")
    assert {text["@language"] for text in whole["text"]} == {"zh-Hans", "zh-Hant"}
    assert "Quiet Night Thought[DB/OL]//Famous classical" in client.get(f"{PATH}.txt?lang=en").get_data(as_text=True)


def get_form(client: FlaskClient, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_json(force=True)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_jsonld_and_turtle_say_the_same_of_a_record_and_its_data_set(client: FlaskClient) -> None:
    graphs = [
        Graph().parse(data=client.get(f"{PATH}.{ending}").get_data(), format=form)
        for ending, form in (("jsonld", "json-ld"), ("ttl", "turtle"))
    ]
    assert isomorphic(*graphs)
    assert len(graphs[0]) > 30
    for graph in graphs:
        dataset = URIRef("http://localhost/v1/datasets/classical-poems")
        licences = set(graph.objects(dataset, URIRef("https://schema.org/license")))
        assert licences == {URIRef("https://creativecommons.org/publicdomain/mark/1.0/")}


def test_harm_in_a_title_stays_text(client: FlaskClient) -> None:
    written = client.get("/v1/records/made:1.jsonld").get_data(as_text=True)
    assert not {"<", ">", "&"} & set(written)
    assert "alert(1)" in written
    root = ET.fromstring(client.get("/v1/records/made:1.dc.xml").get_data())
    titles = {element.text for element in root if element.tag.endswith("}title")}
    assert titles == {"<script>alert(1)</script>瓷瓶", "<b>Vase</b>"}
    for ending, _ in FORMS.values():
        assert client.get(f"/v1/records/made:1.{ending}").headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", FORMS)
def test_merged_and_withdrawn_records_are_so_in_every_form(client: FlaskClient, name: str) -> None:
    ending, media_type = FORMS[name]
    moved = client.get(f"/v1/records/{nodes.MERGED}.{ending}?lang=en")
    assert moved.status_code == 301
    assert moved.headers["Location"] == f"http://localhost/v1/records/{nodes.TARGET}.{ending}?lang=en"
    assert client.get(moved.headers["Location"]).content_type.startswith(media_type)
    by_header = asked(client, f"/v1/records/{nodes.MERGED}", Accept=media_type)
    assert by_header.headers["Location"] == f"http://localhost/v1/records/{nodes.TARGET}"
    assert problem(client.get(f"/v1/records/{nodes.WITHDRAWN}.{ending}"), 410, "withdrawn")["reason"] == nodes.REASON
    body = problem(asked(client, f"/v1/records/{nodes.WITHDRAWN}", Accept=media_type), 410, "withdrawn")
    assert body["id"] == nodes.WITHDRAWN
    problem(client.get(f"/v1/records/made:99.{ending}"), 404, "not-found")


def test_an_id_that_ends_like_a_form_is_an_id_first(node: nodes.Following) -> None:
    client = node.app.test_client()
    node.put({**nodes.record(1), "id": "made:a"}, {**nodes.record(2), "id": "made:a.ttl"})
    assert get(client, "/v1/records/made:a.ttl")["id"] == "made:a.ttl"
    assert client.get("/v1/records/made:a?format=turtle").content_type.startswith("text/turtle")
    assert get_form(client, "/v1/records/made:a.ttl.jsonld")["identifier"] == "made:a.ttl"
    node.withdraw("made:a.ttl")
    problem(client.get("/v1/records/made:a.ttl"), 410, "withdrawn")


def test_a_changed_record_is_told_anew_in_every_form(node: nodes.Following) -> None:
    client = node.app.test_client()
    node.put(nodes.record(1))
    before = {name: client.get(f"/v1/records/made:1?format={name}") for name in FORMS}
    node.put(nodes.record(1, title={"zh-Hans": "改了的名"}))
    for name, first in before.items():
        again = client.get(f"/v1/records/made:1?format={name}", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 200, name
        assert "改了的名" in again.get_data(as_text=True)


def test_a_citation_says_the_day_it_was_read(client: FlaskClient) -> None:
    days = {(datetime.now(UTC) + timedelta(hours=8)).date().isoformat()}
    told = {ending: client.get(f"{PATH}.{ending}").get_data(as_text=True) for ending in ("txt", "bib")}
    days.add((datetime.now(UTC) + timedelta(hours=8)).date().isoformat())
    assert told["txt"].startswith("李白. 静夜思[DB/OL]//古典诗词名篇. ")
    assert any(f"[{day}]. http://localhost/records/{POEM}." in told["txt"] for day in days)
    assert any(f"urldate = {{{day}}}" in told["bib"] for day in days)
    (one,) = get_form(client, f"{PATH}.csl.json")
    assert one["author"] == [{"literal": "李白"}]
