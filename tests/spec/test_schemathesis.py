"""Schemathesis over the whole spec: no 5xx, no undocumented status, and answers of the shape that is told."""

from __future__ import annotations

from pathlib import Path

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
    return [(path, method) for path, methods in paths.items() for method in methods if method in ("get", "post")]


@pytest.fixture(scope="session")
def described(app: Flask) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_wsgi("/openapi.json", app)


@pytest.mark.slow
@pytest.mark.parametrize(("path", "method"), told())
def test_nothing_breaks_and_everything_is_told(described: schemathesis.BaseSchema, path: str, method: str) -> None:
    @seed(1)
    @given(case=described[path][method].as_strategy())
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def ask(case: schemathesis.Case) -> None:
        case.validate_response(case.call(headers={"Accept-Encoding": "identity"}), checks=CHECKS)

    ask()
