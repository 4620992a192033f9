"""The spec is the behaviour: it is current, its examples run, its enums and limits are the code's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema_rs import Draft202012Validator

from api.describing import as_yaml, document, operations
from records.keys import Wish
from records.vocabularies import levels, types
from search.fields import FIELDS, HAS, SORTS, Kind, Power
from search.query import MAX_PAGE_SIZE, WINDOW
from settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
COMPANIONS = {
    "radius": {"near": "39.9,116.4"},
    "year_to": {},
    "sort": {},
    "within": {},
    "bom": {"format": "csv"},
    "top": {"by": "subject"},
    "order": {"by": "subject"},
    "interval": {"by": "year"},
    "counted": {"by": "year"},
    "precision": {"by": "grid"},
}
"""What a parameter's example needs beside it."""


def resolved(spec: Any, part: Any) -> Any:
    while "$ref" in part:
        found = spec
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        part = found
    return part


def gets(spec: Any) -> Iterator[tuple[str, Any, list[Any]]]:
    """Path with its examples filled in, operation, query parameters."""
    for path, methods in spec["paths"].items():
        if "get" not in methods:
            continue
        given = [resolved(spec, one) for one in (*methods.get("parameters", ()), *methods["get"].get("parameters", ()))]
        for one in given:
            if one["in"] == "path":
                path = path.replace(f"{{{one['name']}}}", str(one["example"]))
        yield path, methods["get"], [one for one in given if one["in"] == "query"]


def written(parameter: Any) -> Any:
    """An example as a link holds it."""
    example = parameter["example"]
    if isinstance(example, bool):
        return str(example).lower()
    if isinstance(example, list) and not parameter["explode"]:
        return ",".join(map(str, example))
    return example


def body_of(spec: Any, operation: Any, status: int, media_type: str) -> Any:
    """The schema of an answer, with the components it refers to."""
    response = resolved(spec, operation["responses"][str(status)])
    return {**response["content"][media_type]["schema"], "components": spec["components"]}


def test_the_committed_spec_is_current(app: Flask) -> None:
    assert (ROOT / "openapi.yaml").read_text("utf-8") == as_yaml(
        document(app.extensions["wenmai.spec"], Settings.from_env({}))
    ), "run: make openapi"


def test_it_is_openapi_3_1_and_every_path_is_served(app: Flask, spec: Any) -> None:
    assert spec["openapi"].startswith("3.1")
    served = {
        rule.rule.replace("<path:", "<")
        .replace("<int:", "<")
        .replace("<record:", "<")
        .replace("<", "{")
        .replace(">", "}")
        for rule in app.url_map.iter_rules()
    }
    assert set(spec["paths"]) == served


def test_every_operation_is_told_in_both_languages_with_its_problems(spec: Any) -> None:
    names = [operation["operationId"] for operation in operations(spec)]
    assert len(names) == len(set(names))
    for operation in operations(spec):
        assert operation["summary"]
        if "200" in operation["responses"]:
            assert operation["x-zh"]
            # No link shows what takes a body, a key, or a secret in a header.
            secret = any(one.get("in") == "header" for one in operation.get("parameters", ()))
            assert operation["x-examples"] or "requestBody" in operation or operation.get("security") or secret
            assert {"400", "500"} <= set(operation["responses"])


def test_every_parameter_has_a_description_in_both_languages_and_an_example(spec: Any) -> None:
    for path, _, parameters in gets(spec):
        for parameter in parameters:
            assert {"description", "x-zh", "example"} <= set(parameter), (path, parameter["name"])


def test_every_ready_made_example_runs(spec: Any, client: FlaskClient) -> None:
    for operation in operations(spec):
        for link in operation.get("x-examples", ()):
            response = client.get(link)
            assert response.status_code == 200, link
            media_type = response.content_type.partition(";")[0]
            if media_type == "application/json":
                schema = body_of(spec, operation, 200, media_type)
                Draft202012Validator(schema).validate(response.get_json())


def test_ready_made_examples_find_something(spec: Any, client: FlaskClient) -> None:
    for link in spec["paths"]["/v1/records"]["get"]["x-examples"]:
        response = client.get(link)
        found = response.get_json()["total"]["value"] if response.content_type == "application/json" else response.data
        assert found, link


def test_every_parameters_example_runs(spec: Any, client: FlaskClient) -> None:
    for path, _, parameters in gets(spec):
        needed = {one["name"]: written(one) for one in parameters if one.get("required")}
        for one in parameters:
            query = {**needed, one["name"]: written(one), **COMPANIONS.get(one["name"], {})}
            assert client.get(path, query_string=query).status_code in (200, 302), (path, query)


def key_for(client: FlaskClient, operation: Any) -> dict[str, str]:
    """The headers of an operation that needs a key: a new one each time."""
    store = client.application.extensions["wenmai"].store
    wish = Wish("Tests of the spec", "tests@example.org", "To see whether the spec tells the truth.")
    return {"X-Api-Key": store.keys.issue(wish).text} if operation.get("security") else {}


def test_bodies_examples_run(spec: Any, client: FlaskClient) -> None:
    for path, methods in spec["paths"].items():
        if "post" in methods:
            content = methods["post"]["requestBody"]["content"]["application/json"]
            Draft202012Validator({**content["schema"], "components": spec["components"]}).validate(content["example"])
            response = client.post(path, json=content["example"], headers=key_for(client, methods["post"]))
            told = next(status for status in (202, 201, 200) if str(status) in methods["post"]["responses"])
            assert response.status_code == told
            Draft202012Validator(body_of(spec, methods["post"], told, "application/json")).validate(response.get_json())


def test_what_needs_a_key_is_told_and_needs_one(spec: Any, client: FlaskClient) -> None:
    assert spec["security"] == [{}, {"ApiKey": []}, {"Bearer": []}]
    needing = {
        (path, method): operation
        for path, methods in spec["paths"].items()
        for method, operation in methods.items()
        if method != "parameters" and operation.get("security")
    }
    assert needing
    for (path, method), operation in needing.items():
        body = {"json": {}} if "requestBody" in operation else {}
        response = client.open(path, method=method.upper(), **body)
        assert response.status_code == 401
        assert response.get_json(force=True)["type"] == "/problems/key-needed"
        assert client.open(path, method=method.upper(), headers=key_for(client, operation), **body).status_code < 300


def test_the_filter_of_a_body_takes_every_filter_of_a_link(spec: Any) -> None:
    members = set(spec["components"]["schemas"]["Filter"]["properties"])
    picked = {
        name for name, field in FIELDS.items() if field.kind in (Kind.KEYWORD, Kind.TREE) and field.can(Power.FILTERED)
    }
    spans = {f"{name}_{end}" for name in ("year", "modified", "event") for end in ("from", "to")}
    ranges = spans | {"bbox", "near", "radius", "ids"}
    assert members == picked | {f"-{name}" for name in picked} | ranges | {"and", "or", "not"}


def parameter(spec: Any, name: str) -> Any:
    return spec["components"]["parameters"][name]["schema"]


def test_enums_are_the_codes(spec: Any) -> None:
    assert parameter(spec, "type")["items"]["enum"] == [term.id for term in types()]
    assert parameter(spec, "level")["items"]["enum"] == [term.id for term in levels()]
    assert parameter(spec, "has")["items"]["enum"] == list(HAS)
    assert {one.lstrip("-") for one in local(spec, "sort")["enum"]} == set(SORTS)
    facets = [name for name, field in FIELDS.items() if field.can(Power.FACETED)]
    assert local(spec, "facets")["items"]["enum"] == facets
    (field,) = [p for p in spec["paths"]["/v1/facets/{field}"]["parameters"] if p["name"] == "field"]
    assert field["schema"]["enum"] == facets


def local(spec: Any, name: str) -> Any:
    """The schema of a parameter of the list."""
    given = [resolved(spec, one) for one in spec["paths"]["/v1/records"]["get"]["parameters"]]
    (one,) = [one for one in given if one["name"] == name]
    return one["schema"]


def test_limits_are_the_codes(spec: Any) -> None:
    assert local(spec, "page_size")["maximum"] == MAX_PAGE_SIZE
    assert local(spec, "page")["maximum"] == WINDOW


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/v1/records?nosuch=1", 400),
        ("get", "/v1/records?page=9999", 400),
        ("get", "/v1/records/made:99", 404),
        ("get", "/v1/records/made:4", 410),
        ("get", "/v1/facets/nope", 404),
        ("get", "/v1/regions/nope", 404),
    ],
)
def test_problems_are_as_they_are_told(spec: Any, client: FlaskClient, method: str, path: str, status: int) -> None:
    response = client.open(path, method=method)
    assert response.status_code == status
    schema = {"$ref": "#/components/schemas/Problem", "components": spec["components"]}
    Draft202012Validator(schema).validate(response.get_json(force=True))
