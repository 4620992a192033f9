"""Opening, migrating and losing the database under the store."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from records import database
from records.errors import StoreUnavailable
from records.migrations import HEAD
from records.store import Store
from records.tables import METADATA
from tests.postgres import Cluster
from tests.records.making import many

SQL_WORDS = ("SELECT", "INSERT", "UPDATE", "counter", "sqlalche")


def _says_no_sql(refused: StoreUnavailable) -> bool:
    return not any(word in str(refused) for word in SQL_WORDS)


def test_the_migrations_make_the_tables_declared(store: Store, database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", "records:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_what_was_withdrawn_before_decisions_were_kept_counts_as_not_decided(fresh_url: str) -> None:
    store = Store.open(fresh_url)
    store.put(many("ab"))
    store.withdraw(["jade:a"], "lost")
    store.close()
    engine = create_engine(fresh_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE records DROP COLUMN decided"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0005'"))
    engine.dispose()
    again = Store.open(fresh_url)
    assert {entry.decided for entry in again.get_many(["jade:a", "jade:b"]).values()} == {False}
    assert again.withdraw(["jade:b"], "her wish", decided=True) == ("jade:b",)
    outcome = again.put(many("abc"))
    assert (outcome.updated, outcome.still_withdrawn, outcome.created) == (("jade:a",), ("jade:b",), ("jade:c",))
    again.close()


def test_an_open_store_is_found_again(fresh_url: str) -> None:
    store = Store.open(fresh_url)
    store.put(many("ab"))
    store.close()
    again = Store.open(fresh_url)
    assert again.last_seq() == 2
    assert again.fingerprints(["jade:a"])
    again.close()


def test_a_store_of_a_newer_version_is_left_alone(fresh_url: str) -> None:
    Store.open(fresh_url).close()
    engine = create_engine(fresh_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreUnavailable, match="newer version"):
        Store.open(fresh_url)


def test_a_store_up_to_date_is_opened_without_alembic(sqlite_url: str) -> None:
    Store.open(sqlite_url).close()
    lines = (
        f"import sys\nfrom records.store import Store\nStore.open({sqlite_url!r})\nassert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", lines], check=True, cwd=Path(__file__).parents[2])


def test_sqlite_is_set_up_to_keep_what_it_acknowledges(sqlite_store: Store) -> None:
    with sqlite_store._database.reading() as connection:
        asked = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": database.PATIENCE_MS}


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://root:secret@localhost/x", "postgresql"),
        ("no url", "sqlite:///"),
        ("sqlite://", "file"),
        ("sqlite:////proc/none/records.db", "folder"),
        ("postgresql+psycopg://wenmai:secret@127.0.0.1:1/x", "does not answer"),
    ],
)
def test_a_url_that_cannot_be_opened_is_explained(url: str, told: str) -> None:
    with pytest.raises(StoreUnavailable, match=told) as refused:
        Store.open(url)
    assert "secret" not in str(refused.value)
    assert _says_no_sql(refused.value)


def test_a_file_that_is_no_database_is_named_so(tmp_path: Path) -> None:
    (tmp_path / "records.db").write_bytes(b"not a database, but long enough to be looked at" * 100)
    with pytest.raises(StoreUnavailable, match="not a record database"):
        Store.open(f"sqlite:///{tmp_path / 'records.db'}")


def test_a_writer_that_never_ends_is_not_waited_for_for_ever(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE_MS", 50)
    store = Store.open(sqlite_url)
    other = sqlite3.connect(tmp_path / "records.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="another process") as refused:
        store.put(many("a"))
    assert _says_no_sql(refused.value)
    assert store.last_seq() == 0
    other.execute("ROLLBACK")
    other.close()
    assert store.put(many("a")).last_seq == 1
    store.close()


def test_a_full_database_is_named_so_and_keeps_what_it_had(sqlite_url: str) -> None:
    store = Store.open(sqlite_url)
    store.put(many(range(100)))
    with store._database.reading() as connection:
        connection.execute(text("PRAGMA max_page_count = 60"))
    with pytest.raises(StoreUnavailable, match="disk is full"):
        store.put(many(range(100, 20_000)))
    assert store.last_seq() == 100
    assert len(list(store.live_ids("jade"))) == 100
    store.close()


def test_a_server_that_goes_and_comes_back(postgres_cluster: Cluster, postgres_url: str) -> None:
    store = Store.open(postgres_url)
    store.put(many("a"))
    postgres_cluster.stop()
    try:
        for work in (store.last_seq, lambda: store.put(many("b"))):
            with pytest.raises(StoreUnavailable) as refused:
                work()
            assert _says_no_sql(refused.value)
    finally:
        postgres_cluster.start()
    assert store.put(many("b")).last_seq == 2
    store.close()
