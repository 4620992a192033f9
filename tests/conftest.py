"""What all tests share: a record store on SQLite, and the same on a real PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from records.store import Store
from tests import postgres

# The quick run needs no server; `make test` has both.
DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)]


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[postgres.Cluster]:
    """One server a test process; without PostgreSQL the test fails, so that half of the suite is never lost unseen."""
    if os.environ.get(postgres.SWITCH) == "off":
        pytest.skip(f"{postgres.SWITCH}=off")
    try:
        with postgres.cluster() as found:
            yield found
    except postgres.PostgresMissing as missing:
        pytest.fail(str(missing))


@pytest.fixture(scope="session")
def postgres_database(postgres_cluster: postgres.Cluster) -> str:
    """A database whose tables are made; emptied before each test, which takes a tenth of making one."""
    name = postgres_cluster.new_database()
    Store.open(postgres_cluster.url(name)).close()
    return name


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'records.db'}"


@pytest.fixture
def postgres_url(postgres_cluster: postgres.Cluster, postgres_database: str) -> str:
    postgres_cluster.empty(postgres_database)
    return postgres_cluster.url(postgres_database)


@pytest.fixture(params=DATABASES)
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database in which nothing was ever made, once for each database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'records.db'}"
    cluster: postgres.Cluster = request.getfixturevalue("postgres_cluster")
    return cluster.url(cluster.new_database())


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty store's URL, once for each database."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An empty store, once on each database."""
    found = Store.open(database_url)
    yield found
    found.close()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """An empty store for tests to which the database does not matter."""
    found = Store.open(sqlite_url)
    yield found
    found.close()
