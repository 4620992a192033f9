"""One filled node an engine and test process; tests that write, or break something, make their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import create_app
from api.node import _Opened
from exchange.errors import PictureError
from exchange.pictures import Patience, Renderer
from settings import Settings
from tests import elasticsearch
from tests.http import nodes

PATIENCE_S = 60
"""For each question to Elasticsearch: a busy machine must not make it seem away."""

EngineSettings = Callable[[], dict[str, str]]


@pytest.fixture(scope="session", params=["tantivy", "elasticsearch"])
def engine_settings(request: pytest.FixtureRequest) -> Iterator[EngineSettings]:
    """What makes a node keep its index in this engine, one prefix a call; the indices are removed at the end."""
    if request.param == "tantivy":
        yield dict
        return
    server = request.getfixturevalue("elasticsearch_url")
    begun = f"test-{uuid4().hex[:12]}"
    numbers = count()
    yield lambda: {"WENMAI_ENGINE_URL": f"elasticsearch+{server}/{begun}-{next(numbers)}?timeout={PATIENCE_S}"}
    elasticsearch.remove(server, begun)


@pytest.fixture(scope="session")
def filled(engine_settings: EngineSettings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a node that holds the sample, a dump of it, and an export job that is done."""
    chosen = nodes.settings(tmp_path_factory.mktemp("node"), **engine_settings())
    nodes.fill(chosen)
    nodes.dump(chosen)
    nodes.export(chosen)
    return chosen


@pytest.fixture(scope="session")
def app(filled: Settings) -> Iterator[Flask]:
    found = create_app(filled)
    found.extensions["wenmai"]._renderer = _Opened(lambda: Renderer(Patience(draw=60, start=120)), PictureError)
    yield found
    found.extensions["wenmai"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def node(engine_settings: EngineSettings, tmp_path: Path) -> Iterator[nodes.Following]:
    """An empty node to write to."""
    found = nodes.following(tmp_path, **engine_settings())
    yield found
    found.app.extensions["wenmai"].close()
