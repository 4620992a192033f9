"""The database under the store: opened, brought to the newest tables, read from, and written to by one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from records.errors import StoreUnavailable
from records.migrations import HEAD
from records.tables import COUNTER

PATIENCE_MS = 30_000
"""How long a writer waits for the one before it."""

# SQLite, locked by BEGIN IMMEDIATE already, is not told FOR UPDATE.
_HOLD = select(COUNTER.c.seq).with_for_update()

_MIGRATION_LOCK = 7_368_311  # any number, the same in every process

_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -16000",
)

_ADVICE: Mapping[str, str] = {
    "SQLITE_FULL": "the disk is full: make room and try again",
    "SQLITE_BUSY": "another process has been writing for too long: try again",
    "SQLITE_READONLY": "the database file cannot be written to: look at its owner and permissions",
    "SQLITE_CANTOPEN": "the database file cannot be opened: look at its folder and permissions",
    "SQLITE_CORRUPT": "the database file is damaged: restore it from a backup",
    "SQLITE_NOTADB": "the file is not a record database: look at WENMAI_DATABASE_URL",
    "SQLITE_IOERR": "the disk does not answer as it should: look at the system's log",
    "53100": "the database server's disk is full: make room and try again",
    "53300": "the database server has no connection left: raise its max_connections",
    "55P03": "another process has been writing for too long: try again",
    "57P01": "the database server is shutting down: try again",
    "57P03": "the database server is starting: try again",
    "28P01": "the database server refuses the password: look at WENMAI_DATABASE_URL",
    "3D000": "the database does not exist: create it, or look at WENMAI_DATABASE_URL",
    "42501": "the database user may not do this: grant it all rights on the database",
}


class Database:
    """Two views of one pool: one reads without a transaction, the other writes within one, alone.

    Not to be carried across a fork: open one in each process.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        sqlite = engine.dialect.name == "sqlite"
        self._reading = engine if sqlite else engine.execution_options(isolation_level="AUTOCOMMIT")
        self._writing = engine.execution_options(writes=True)

    @classmethod
    def open(cls, url: str) -> Database:
        engine = _engine(url)
        found = cls(engine)
        try:
            with found._translated():
                _migrate(engine.execution_options(writes=True))
        except StoreUnavailable:
            found.close()
            raise
        return found

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._translated(), self._reading.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[tuple[Connection, int]]:
        """A transaction in which no other writer can be, and the number of the last change before it.

        The counter's row is held from the start, so what is read in here stays true until the commit, and
        numbers are given out in the order of commits.
        """
        with self._translated(), self._writing.begin() as connection:
            yield connection, int(connection.execute(_HOLD).scalar_one())

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """A transaction for rows no change numbers; on PostgreSQL it waits for no writer, and none for it."""
        with self._translated(), self._writing.begin() as connection:
            yield connection

    @contextmanager
    def noting_alone(self, key: int) -> Iterator[Connection]:
        """As `noting`, but of the transactions with one `key` one at a time: what is counted in it stays true in it.

        SQLite has one writer as it is.
        """
        with self.noting() as connection:
            _take_turn(connection, key)
            yield connection

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as wrong:
            raise StoreUnavailable(f"the record store cannot go on: {_advice(wrong)}") from wrong


def _take_turn(connection: Connection, key: int) -> None:
    """Wait until no other transaction has this key; it is given back with the commit."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def _advice(wrong: SQLAlchemyError) -> str:
    original: Any = wrong.orig if isinstance(wrong, DBAPIError) else None
    code = getattr(original, "sqlite_errorname", None) or getattr(original, "sqlstate", None) or ""
    known = next((told for prefix, told in _ADVICE.items() if code.startswith(prefix)), "")
    return known or (f"the database said {code}; its log tells more" if code else "the database does not answer")


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError as wrong:
        raise StoreUnavailable("the database URL cannot be read; write sqlite:///path/records.db") from wrong
    maker = _MAKERS.get(parsed.get_backend_name())
    if maker is None:
        raise StoreUnavailable(
            f"no store can be kept in {parsed.get_backend_name()!r}; write sqlite:///path/records.db "
            "or postgresql+psycopg://user:password@host/database"
        )
    return maker(parsed)


def _sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise StoreUnavailable("a store needs a file: write sqlite:///path/records.db")
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise StoreUnavailable(f"the folder of {url.database} cannot be made: {wrong.strerror}") from wrong
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    # The driver is kept from opening transactions by itself: it would begin them without the lock.
    connection.isolation_level = None
    for pragma in (f"PRAGMA busy_timeout = {PATIENCE_MS}", *_SQLITE_PRAGMAS):
        connection.execute(pragma).close()


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _postgresql(url: URL) -> Engine:
    waits = {"connect_timeout": 5, "options": f"-c lock_timeout={PATIENCE_MS}"}
    own = {name: value for name, value in waits.items() if name not in url.query}
    return create_engine(
        url.set(drivername="postgresql+psycopg"), connect_args=own, pool_pre_ping=True, pool_timeout=10
    )


_MAKERS = {"sqlite": _sqlite, "postgresql": _postgresql}


def _migrate(engine: Engine) -> None:
    """Bring the tables to the newest revision; processes that open a store at once wait for each other."""
    with engine.begin() as connection:
        _take_turn(connection, _MIGRATION_LOCK)
        if _revision(connection) != HEAD:
            _upgrade(connection)


def _revision(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def _upgrade(connection: Connection) -> None:
    from alembic import command  # loaded only when there is something to do: it is large
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "records:migrations")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as wrong:
        raise StoreUnavailable(
            "the record store was made by a newer version of Wenmai: install that one, or restore an older store"
        ) from wrong
