"""What all tests share: a record store on SQLite and on a real PostgreSQL, a real Elasticsearch and a real Redis."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings

from api.resilience import waiting
from api.usage import hot
from deploy.elasticsearch.command import QUICK
from deploy.elasticsearch.node import Cluster, ElasticsearchError, ElasticsearchMissing
from deploy.elasticsearch.server import running
from records.store import Store
from tests import elasticsearch, postgres, redis

# Every process a test starts asks as one caller; tests of the limits set them on.
os.environ.setdefault("WENMAI_LIMITS", "off")

# A machine that is busy for a moment must not make the store seem away; tests of a store that hangs say how long.
waiting.PATIENCE_S = hot.PATIENCE_S = 30.0

# Drawn examples are the same in each run, and none fails for a pause of the machine.
settings.register_profile("wenmai", deadline=None, derandomize=True)
settings.load_profile("wenmai")

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


@pytest.fixture(scope="session")
def elasticsearch_allowed() -> None:
    """Left out only where that is said; a server that cannot be had fails the test."""
    if os.environ.get(elasticsearch.SWITCH) == "off":
        pytest.skip(f"{elasticsearch.SWITCH}=off")


@pytest.fixture(scope="session")
def elasticsearch_url(elasticsearch_allowed: None, tmp_path_factory: pytest.TempPathFactory) -> str:
    """`http://127.0.0.1:PORT` of one server for the whole run, or what ELASTICSEARCH_URL says; see `index_prefix`."""
    if there := os.environ.get(elasticsearch.ADDRESS):
        return there.rstrip("/")
    own = tmp_path_factory.getbasetemp()
    try:
        return elasticsearch.shared_url(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)
    except ElasticsearchError as error:
        pytest.fail(f"{error}\n(or set {elasticsearch.SWITCH}=off to leave it out knowingly)")


@pytest.fixture
def index_prefix(elasticsearch_url: str) -> Iterator[str]:
    """What the names of a test's indices begin with; they are removed when it ends."""
    prefix = f"test-{uuid4().hex[:12]}"
    yield prefix
    elasticsearch.remove(elasticsearch_url, prefix)


@pytest.fixture
def elasticsearch_cluster(elasticsearch_allowed: None, tmp_path: Path) -> Iterator[Cluster]:
    """Three nodes for one test alone, to be killed, paused, stopped and started."""
    try:
        with running(tmp_path / "elasticsearch", nodes=3, heap="256m", jvm=QUICK) as cluster:
            yield cluster
    except ElasticsearchMissing as missing:
        pytest.fail(f"{missing}\n(or set {elasticsearch.SWITCH}=off to leave it out knowingly)")


@pytest.fixture(scope="session")
def redis_allowed() -> None:
    """Left out only where that is said; a server that cannot be had fails the test."""
    if not redis.allowed():
        pytest.skip(f"{redis.SWITCH}=off")
    try:
        redis.binary()
    except redis.RedisMissing as missing:
        pytest.fail(str(missing))


@pytest.fixture(scope="session")
def redis_shared(redis_allowed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[redis.Server]:
    """One server a test process; see `redis_url`."""
    with redis.running(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def redis_url(redis_shared: redis.Server) -> str:
    """The URL of a database of a real server that this test has for itself, empty."""
    return redis_shared.new_database()


@pytest.fixture
def redis_server(redis_allowed: None, tmp_path: Path) -> Iterator[redis.Server]:
    """A server for one test alone, to be killed, paused, filled, flushed and started again."""
    (tmp_path / "redis").mkdir()
    with redis.running(tmp_path / "redis") as server:
        yield server
