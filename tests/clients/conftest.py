"""One served node an engine, that holds the sample."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from wenmai_client import Client

from tests.http import nodes
from tests.http.conftest import EngineSettings
from tests.http.conftest import engine_settings as engine_settings
from tests.served import ROOT, served


@pytest.fixture(scope="session")
def filled_folder(
    engine_settings: EngineSettings, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, str]]:
    """The folder of a filled node, and what else it needs to find its index."""
    folder, engine = tmp_path_factory.mktemp("clients"), engine_settings()
    nodes.fill(nodes.settings(folder, **engine))
    return folder, engine


@pytest.fixture(scope="session")
def port(filled_folder: tuple[Path, dict[str, str]]) -> Iterator[int]:
    folder, engine = filled_folder
    with served(folder, 1, **nodes.PLENTY, **engine) as found:
        yield found


@pytest.fixture(scope="session")
def address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


@pytest.fixture
def client(address: str) -> Iterator[Client]:
    with Client(address, attempts=3, patience=10) as found:
        yield found


@pytest.fixture(scope="module")
def working(filled_folder: tuple[Path, dict[str, str]]) -> Iterator[None]:
    """A worker of the served node."""
    folder, engine = filled_folder
    own = {"WENMAI_DATA": str(folder), **engine}
    process = subprocess.Popen(
        [sys.executable, "-m", "api.working"], cwd=ROOT, env=os.environ | own, stderr=subprocess.DEVNULL
    )
    yield
    process.terminate()
    process.wait(30)
