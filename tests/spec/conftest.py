"""The same filled node as the HTTP tests use, and the spec it serves."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.http.conftest import app, client, engine_settings, filled

__all__ = ["app", "client", "engine_settings", "filled"]


@pytest.fixture(scope="session")
def spec(app: Flask) -> Any:
    return app.test_client().get("/openapi.json").get_json()
