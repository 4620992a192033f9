"""Following changes, counting, walking a dataset, and what is kept of datasets and runs."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from records.errors import InvalidRecord
from records.model import Dataset, Run
from records.store import Store
from tests.records.making import NOON, bare, later, many


def test_spans_of_numbers_side_by_side_hold_every_entry_once(store: Store) -> None:
    store.put(many(range(20)))
    store.put([bare(3, "again"), bare(11, "again")])
    spans = [store.entries_between(start, start + 5) for start in range(0, store.last_seq(), 5)]
    assert [entry for span in spans for entry in span] == store.entries_since(0, 100)
    assert store.entries_between(4, 4) == []
    assert [entry.seq for entry in store.entries_between(4, 6)] == [5, 6]


def test_entries_since_shows_each_id_once_as_it_is_now(store: Store) -> None:
    store.put(many("abc"))
    store.put([bare("a", "two")])
    store.withdraw(["jade:b"], "lost")
    found = store.entries_since(0, 10)
    assert [(entry.id, entry.seq, entry.version) for entry in found] == [
        ("jade:c", 3, 1),
        ("jade:a", 4, 2),
        ("jade:b", 5, 2),
    ]
    assert found == [store.get(entry.id) for entry in found]
    assert [entry.id for entry in store.entries_since(3, 1)] == ["jade:a"]
    assert store.entries_since(5, 10) == []


def test_changes_since_shows_every_change_once(store: Store) -> None:
    store.put(many("ab"))
    store.put([bare("a", "two")])
    store.put([bare("a", "three")])
    assert [(change.seq, change.id, change.version) for change in store.changes(1, 10).changes] == [
        (2, "jade:b", 1),
        (3, "jade:a", 2),
        (4, "jade:a", 3),
    ]
    assert [change.seq for change in store.changes(0, 3).changes] == [1, 2, 3]


def test_live_ids_of_one_dataset_in_the_order_they_came(store: Store) -> None:
    store.put([*many(range(5_010)), bare(1, dataset="silk")])
    store.withdraw(["jade:3"], "lost")
    store.merge("jade:4", "jade:5")
    assert list(store.live_ids("jade")) == [f"jade:{n}" for n in range(5_010) if n not in (3, 4)]
    assert list(store.live_ids("silk")) == ["silk:1"]
    assert list(store.live_ids("bronze")) == list(store.live_ids("\x00")) == []


def test_counts_by_dataset_and_state(store: Store) -> None:
    store.put([*many("abc"), bare(1, dataset="silk"), bare(1, dataset="bronze")])
    store.withdraw(["jade:a", "silk:1"], "lost")
    store.merge("jade:b", "jade:c")
    assert store.counts() == {
        "bronze": {"live": 1, "withdrawn": 0, "merged": 0},
        "jade": {"live": 1, "withdrawn": 1, "merged": 1},
        "silk": {"live": 0, "withdrawn": 1, "merged": 0},
    }


def test_datasets_are_kept_and_replaced(store: Store) -> None:
    silk, jade = Dataset("silk", b'{"title":"s"}', NOON), Dataset("jade", b"{}", NOON)
    store.put_dataset(silk)
    store.put_dataset(jade)
    assert store.datasets() == [jade, silk]
    changed = replace(silk, content=b'{"title":"t"}', modified=later(1))
    store.put_dataset(changed)
    assert store.dataset("silk") == changed
    assert store.datasets() == [jade, changed]
    assert store.dataset("bronze") is None
    assert store.dataset("\x00") is None
    with pytest.raises(InvalidRecord):
        store.put_dataset(replace(silk, id="si lk"))
    assert store.last_seq() == 0


def test_the_last_run_of_each_dataset(store: Store) -> None:
    run = Run(
        "jade",
        "jade.jsonl",
        NOON,
        later(1),
        1,
        2,
        3,
        4,
        5,
        "rejects/jade.jsonl",
        {"title: is missing": 5},
        {"end: 0": 2},
    )
    silk = replace(run, dataset="silk", rejects_file="", reasons={}, changes={})
    newer = replace(run, created=9, source=os.fsdecode(b"caf\xe9.jsonl"))
    for finished in (run, silk, newer):
        store.record_run(finished)
    assert store.last_runs() == [replace(newer, source="caf\\udce9.jsonl"), silk]
