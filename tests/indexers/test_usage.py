"""`wenmai usage` as an operator types it."""

from __future__ import annotations

import json
from datetime import timedelta

from click.testing import CliRunner, Result

from indexers.cli import main
from records.keys import Wish
from records.store import Store
from records.usage import day_number, today
from records.usage_adding import Batch


def types(url: str, *words: str) -> Result:
    return CliRunner().invoke(main, ("usage", *words), env={"WENMAI_DATABASE_URL": url})


def fill(store: Store) -> str:
    """Two days of counts; the id of the key that was used."""
    key = store.keys.issue(Wish("Museum walks", "dev@example.org", "An app that shows what stands near.")).key
    now, before = day_number(today()), day_number(today() - timedelta(days=9))
    counts = {
        ("route", now, "/v1/records"): 1_203,
        ("route", before, "/v1/records"): 7,
        ("route", now, "/docs"): 4,
        ("key", now, key.id): 3,
        ("record", now, "made:1"): 2,
        ("zero", now, "no such words"): 5,
        ("zero", now, ""): 11,
        ("slow", now, "/v1/records facets&q"): 1,
    }
    store.usage.add([Batch("one", counts)])
    return key.id


def test_counts_are_told_exactly_in_tables(store: Store, database_url: str) -> None:
    key_id = fill(store)
    told = types(database_url)
    assert told.exit_code == 0
    assert "1,207 requests" in told.stdout
    lines = [" ".join(line.split()) for line in told.stdout.splitlines()]
    for line in ("1,203 /v1/records", "4 /docs", f"3 {key_id} Museum walks", "2 made:1", "5 no such words"):
        assert line in lines
    assert lines.index("11 (all others)") == lines.index("5 no such words") - 1
    assert "1 /v1/records facets&q" in lines
    assert "records read, by region" not in told.stdout


def test_counts_as_json_of_so_many_days(store: Store, database_url: str) -> None:
    key_id = fill(store)
    week = json.loads(types(database_url, "--json").stdout)
    assert week["requests"] == {today().isoformat(): 1_207}
    assert week["route"] == [{"name": "/v1/records", "count": 1_203}, {"name": "/docs", "count": 4}]
    assert week["key"] == [{"name": key_id, "count": 3, "holder": "Museum walks"}]
    assert week["region"] == []
    month = json.loads(types(database_url, "--json", "--days", "10", "--top", "1").stdout)
    assert month["route"] == [{"name": "/v1/records", "count": 1_210}]
    assert month["from"] == (today() - timedelta(days=9)).isoformat()


def test_a_node_that_nobody_used_is_told_as_such(store: Store, database_url: str) -> None:
    assert "0 requests" in types(database_url).stdout
    assert types(database_url, "--days", "0").exit_code == 2
