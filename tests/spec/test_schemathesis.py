"""Schemathesis over the whole spec: no 5xx, no undocumented status, and answers of the shape that is told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
import yaml
from flask import Flask
from hypothesis import HealthCheck, given, seed, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.describing import METHODS
from records.jobs import JobWish
from records.keys import Wish
from records.vocabularies import vocabulary
from tests.http import nodes

EXAMPLES = 40
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


SPEC = Path(__file__).resolve().parent.parent.parent / "openapi.yaml"


def told() -> list[tuple[str, str]]:
    """Every operation of the committed spec, which another test holds against the served one."""
    paths = yaml.safe_load(SPEC.read_text("utf-8"))["paths"]
    return [(path, method) for path, methods in paths.items() for method in methods if method in METHODS]


THERE = {
    ("path", "record_id"): ["made:1", "made:4", "made:5", "made:99", "classical-poems:jing-ye-si"],
    ("path", "dataset_id"): ["made", "classical-poems", "nosuch"],
    ("path", "job_id"): [nodes.EXPORTED, "export-aaaaaaaaaaaaaaaa", "nosuch"],
    ("path", "part"): [0, 1, 49_999],
    ("path", "dump"): ["latest", "20200101T000000Z"],
    ("path", "name"): ["made.parquet", "nosuch.json"],
    ("query", "url"): ["/records/made:1", "/records/made:4", "http://example.org/records/made:1"],
}
"""Values that chance would not meet, beside the example: of records live, withdrawn, merged and unknown; of files and
pages there are and are not."""


def spelt_out(part: Any) -> None:
    """Put some values of each long vocabulary in, so that chance meets ids there are."""
    if isinstance(part, dict):
        if (known := THERE.get((part.get("in"), part.get("name")))) and "enum" not in part["schema"]:
            part["schema"]["enum"] = list(dict.fromkeys([part["example"], *known]))
        if "x-vocabulary" in part:
            terms = [term.id for term in vocabulary(part["x-vocabulary"])]
            part["enum"] = terms[:: len(terms) // 20 + 1]
        for inner in part.values():
            spelt_out(inner)
    elif isinstance(part, list):
        for inner in part:
            spelt_out(inner)


@pytest.fixture(scope="session")
def described(app: Flask) -> schemathesis.BaseSchema:
    found = schemathesis.openapi.from_wsgi("/openapi.json", app)
    spelt_out([found.raw_schema["components"]["parameters"], found.raw_schema["paths"]])
    return found


def key_for(described: schemathesis.BaseSchema, path: str, method: str) -> dict[str, str]:
    """A new key for each request where nothing can be had without one."""
    if not described[path][method].definition.raw.get("security"):
        return {}
    store = described.app.extensions["wenmai"].store
    return {"X-Api-Key": store.keys.issue(Wish("Chance", "tests@example.org", "To see what chance finds.")).text}


def job_for(described: schemathesis.BaseSchema, case: schemathesis.Case) -> dict[str, str]:
    """A new job for each request that is to cancel one; every other is kept for the tests beside this."""
    if (case.method, case.path) != ("DELETE", "/v1/exports/{job_id}"):
        return {}
    store = described.app.extensions["wenmai"].store
    job, secret = store.jobs.make(JobWish({"q": uuid4().hex}, "http://localhost", "chance", 1, 1), limited=False)
    case.path_parameters = {"job_id": job.id}
    return {"X-Export-Secret": secret}


@pytest.mark.slow
@pytest.mark.parametrize(("path", "method"), told())
def test_nothing_breaks_and_everything_is_told(described: schemathesis.BaseSchema, path: str, method: str) -> None:
    statuses: Counter[int] = Counter()

    @seed(1)
    @given(case=described[path][method].as_strategy())
    @settings(max_examples=EXAMPLES, database=None, suppress_health_check=list(HealthCheck))
    def ask(case: schemathesis.Case) -> None:
        headers = {**key_for(described, path, method), **job_for(described, case)}
        response = case.call(headers={"Accept-Encoding": "identity", **headers})
        statuses[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    ask()
    assert statuses.keys() & {200, 201, 202, 302}, "only refusals were tried"
