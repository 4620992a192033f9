"""Taking records in: what is new, changed and the same; all on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from records.errors import InvalidRecord
from records.model import Action, Change, State, Version
from records.schema import draft
from records.store import Store
from tests.records.making import NOON, bare, later, made, many


def test_a_new_record_is_held_as_it_came(store: Store) -> None:
    came = made("1")
    outcome = store.put([came], at=NOON)
    assert (outcome.created, outcome.updated, outcome.unchanged, outcome.merged) == (("jade:1",), (), (), ())
    entry = store.get("jade:1")
    assert entry is not None
    assert (entry.id, entry.dataset, entry.content) == ("jade:1", "jade", came.content)
    assert (entry.version, entry.seq, entry.state) == (1, 1, State.LIVE)
    assert (entry.created, entry.modified) == (NOON, NOON)
    assert (entry.reason, entry.merged_into) == ("", "")
    assert outcome.last_seq == store.last_seq() == 1


def test_the_same_again_changes_nothing(store: Store) -> None:
    store.put([made("1")], at=NOON)
    before = store.get("jade:1")
    outcome = store.put([made("1")], at=later(5))
    assert (outcome.created, outcome.updated, outcome.unchanged) == ((), (), ("jade:1",))
    assert outcome.last_seq == store.last_seq() == 1
    assert store.get("jade:1") == before
    assert len(store.history("jade:1")) == 1


def test_another_spelling_of_the_same_changes_nothing_and_is_known_next_time(store: Store) -> None:
    store.put([draft({"id": "jade:1", "type": "artifact", "title": {"en": "A"}})], at=NOON)
    before = store.get("jade:1")
    spaced = draft({"id": "jade:1", "type": "artifact", "title": {"en": " A "}, "subjects": []})
    outcome = store.put([spaced], at=later(5))
    assert outcome.unchanged == ("jade:1",)
    assert store.get("jade:1") == before
    assert store.fingerprints(["jade:1"]) == {"jade:1": spaced.fingerprint}


def test_a_change_keeps_the_earlier_form(store: Store) -> None:
    first, second = made("1", "one"), made("1", "two")
    store.put([first], at=NOON)
    outcome = store.put([second], at=later(5))
    assert (outcome.created, outcome.updated, outcome.unchanged) == ((), ("jade:1",), ())
    entry = store.get("jade:1")
    assert entry is not None
    assert (entry.version, entry.seq, entry.content) == (2, 2, second.content)
    assert (entry.created, entry.modified, entry.ordinal) == (NOON, later(5), 1)
    assert store.history("jade:1") == [
        Version(2, 2, later(5), Action.UPDATED, second.content),
        Version(1, 1, NOON, Action.CREATED, first.content),
    ]


def test_a_changed_type_is_kept(store: Store) -> None:
    store.put([made("1")])
    store.put([draft({"id": "jade:1", "type": "artwork", "title": {"zh-Hans": "one"}})])
    entry = store.get("jade:1")
    assert entry is not None
    assert b'"artwork"' in entry.content


def test_a_mixed_batch_is_numbered_in_the_order_it_came(store: Store) -> None:
    store.put(many("abc"), at=NOON)
    outcome = store.put([bare("d"), bare("b", "two"), bare("a"), bare("e"), bare("c", "two")], at=later(1))
    assert outcome.created == ("jade:d", "jade:e")
    assert outcome.updated == ("jade:b", "jade:c")
    assert outcome.unchanged == ("jade:a",)
    assert list(store.changes(3, 10).changes) == [
        Change(4, "jade:d", Action.CREATED, 1, later(1)),
        Change(5, "jade:b", Action.UPDATED, 2, later(1)),
        Change(6, "jade:e", Action.CREATED, 1, later(1)),
        Change(7, "jade:c", Action.UPDATED, 2, later(1)),
    ]


def test_an_empty_batch_does_nothing(store: Store) -> None:
    outcome = store.put([])
    assert (outcome.created, outcome.updated, outcome.unchanged, outcome.last_seq) == ((), (), (), 0)


def test_an_id_twice_in_a_batch_is_refused_and_nothing_is_kept(store: Store) -> None:
    with pytest.raises(InvalidRecord, match=r"jade:2.*twice") as refused:
        store.put([bare("1"), bare("2"), bare("3"), bare("2", "two")])
    assert refused.value.id == "jade:2"
    assert [problem.path for problem in refused.value.problems] == ["id"]
    assert store.last_seq() == 0
    assert store.counts() == {}


def test_what_is_no_id_is_refused(store: Store) -> None:
    with pytest.raises(InvalidRecord):
        store.put([bare("1"), replace(bare("2"), id="jade 2")])
    assert store.last_seq() == 0


def test_modified_never_goes_back(store: Store) -> None:
    store.put([bare("1")], at=later(10))
    store.put([bare("1", "two"), bare("2")], at=NOON)
    entries = store.get_many(["jade:1", "jade:2"])
    assert (entries["jade:1"].created, entries["jade:1"].modified) == (later(10), later(10))
    assert entries["jade:2"].modified == NOON
    assert [change.at for change in store.changes(1, 10).changes] == [later(10), NOON]


def test_a_moment_without_an_offset_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="offset"):
        store.put([bare("1")], at=datetime(2026, 5, 18))


def test_ordinals_are_given_once_and_rise_with_creation(store: Store) -> None:
    store.put(many("abc"))
    store.put([bare("b", "two"), bare("d")])
    store.withdraw(["jade:a"], "lost")
    store.put(many("ae"))
    ordinals = {
        record_id[5:]: entry.ordinal for record_id, entry in store.get_many([f"jade:{x}" for x in "abcde"]).items()
    }
    assert ordinals == {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}


def test_a_batch_of_thousands(store: Store) -> None:
    store.put(many(range(2_600)))
    outcome = store.put([*many(range(1_300)), *many(range(1_300, 2_700), "two")])
    assert (len(outcome.created), len(outcome.updated), len(outcome.unchanged)) == (100, 1_300, 1_300)
    assert len(store.fingerprints([f"jade:{n}" for n in range(3_000)])) == 2_700
    assert len(store.get_many([f"jade:{n}" for n in range(3_000)])) == 2_700


@pytest.mark.parametrize(
    "never", ["", "jade", "jade:", "jade:\x00", "jade:\ud800", "jade:" + "x" * 300, "jade:' OR 1=1", "é:1"]
)
def test_what_cannot_be_an_id_is_simply_not_there(store: Store, never: str) -> None:
    store.put([bare("1")])
    assert store.get(never) is None
    assert store.get_many([never, "jade:1"]).keys() == {"jade:1"}
    assert store.fingerprints([never, "jade:1"]).keys() == {"jade:1"}
    assert store.history(never) == []
    assert store.withdraw([never], "lost") == ()


def test_fingerprints_are_of_live_records_only(store: Store) -> None:
    store.put(many("abc"))
    store.withdraw(["jade:a"], "lost")
    store.merge("jade:b", "jade:c")
    assert store.fingerprints(["jade:a", "jade:b", "jade:c"]) == {"jade:c": bare("c").fingerprint}
