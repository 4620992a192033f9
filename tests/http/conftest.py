"""One filled node a test process; tests that write, or break something, make their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import create_app
from settings import Settings
from tests.http import nodes


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a node that holds the sample."""
    chosen = nodes.settings(tmp_path_factory.mktemp("node"))
    nodes.fill(chosen)
    return chosen


@pytest.fixture(scope="session")
def app(filled: Settings) -> Iterator[Flask]:
    found = create_app(filled)
    yield found
    found.extensions["wenmai"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def node(tmp_path: Path) -> Iterator[nodes.Following]:
    """An empty node to write to."""
    found = nodes.following(tmp_path)
    yield found
    found.app.extensions["wenmai"].close()
