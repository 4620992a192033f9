"""Withdrawing, restoring and merging: ids are for ever."""

from __future__ import annotations

import pytest

from records.errors import GoneRecord, InvalidRecord, MergeRefused, UnknownRecord
from records.model import Action, State
from records.store import Store
from tests.records.making import NOON, bare, later, many


def _actions(store: Store, local: str) -> list[tuple[int, Action, bytes]]:
    return [(form.version, form.action, form.content) for form in store.history(f"jade:{local}")]


def test_a_withdrawal_leaves_a_tombstone(store: Store) -> None:
    store.put(many("ab"), at=NOON)
    assert store.withdraw(["jade:a", "jade:x", "jade:a"], "out of  print\n", at=later(1)) == ("jade:a",)
    entry = store.get("jade:a")
    assert entry is not None
    assert (entry.state, entry.reason, entry.content) == (State.WITHDRAWN, "out of print", b"")
    assert (entry.version, entry.seq, entry.modified, entry.created) == (2, 3, later(1), NOON)
    assert _actions(store, "a") == [(2, Action.WITHDRAWN, b""), (1, Action.CREATED, b"one")]
    assert store.counts() == {"jade": {"live": 1, "withdrawn": 1, "merged": 0}}


def test_withdrawing_twice_changes_nothing(store: Store) -> None:
    store.put(many("a"))
    store.withdraw(["jade:a"], "lost")
    assert store.withdraw(["jade:a"], "lost again") == ()
    assert store.last_seq() == 2


def test_withdrawing_nothing_changes_nothing(store: Store) -> None:
    assert store.withdraw([], "lost") == ()
    assert store.last_seq() == 0


def test_withdrawals_are_numbered_in_the_order_asked(store: Store) -> None:
    store.put(many("abcd"))
    assert store.withdraw(["jade:d", "jade:a", "jade:c"], "lost") == ("jade:d", "jade:a", "jade:c")
    assert [change.id for change in store.changes(4, 10).changes] == ["jade:d", "jade:a", "jade:c"]


@pytest.mark.parametrize("reason", ["", " \n", "a\x00b", "\ud800", "x" * 1_001])
def test_a_reason_must_say_something(store: Store, reason: str) -> None:
    store.put(many("a"))
    with pytest.raises(InvalidRecord, match="reason"):
        store.withdraw(["jade:a"], reason)
    assert store.last_seq() == 1


def test_a_withdrawn_id_put_again_is_restored(store: Store) -> None:
    store.put(many("a"), at=NOON)
    store.withdraw(["jade:a"], "lost", at=later(1))
    outcome = store.put(many("a"), at=later(2))
    assert (outcome.created, outcome.updated, outcome.unchanged) == ((), ("jade:a",), ())
    entry = store.get("jade:a")
    assert entry is not None
    assert (entry.state, entry.version, entry.content, entry.reason) == (State.LIVE, 3, b"one", "")
    assert (entry.created, entry.ordinal) == (NOON, 1)
    assert [action for _, action, _ in _actions(store, "a")] == [Action.RESTORED, Action.WITHDRAWN, Action.CREATED]
    assert store.put(many("a")).unchanged == ("jade:a",)


def test_a_decided_withdrawal_stays_whatever_is_put(store: Store) -> None:
    store.put(many("ab"), at=NOON)
    assert store.withdraw(["jade:a"], "her wish", decided=True, at=later(1)) == ("jade:a",)
    before, told = store.get("jade:a"), store.changes(0, 10)
    for said in ("one", "two"):
        outcome = store.put(many("ab", said), at=later(2))
        assert (outcome.still_withdrawn, outcome.created) == (("jade:a",), ())
        assert "jade:a" not in (*outcome.updated, *outcome.unchanged, *outcome.merged)
    assert before is not None
    assert (before.state, before.decided, before.reason, before.content) == (State.WITHDRAWN, True, "her wish", b"")
    assert store.get("jade:a") == before
    assert store.last_seq() == told.last + 1  # b alone was changed, once
    assert [change.action for change in store.changes(0, 10).changes if change.id == "jade:a"] == [
        Action.CREATED,
        Action.WITHDRAWN,
    ]


def test_a_batch_of_decided_withdrawals_takes_no_number(store: Store) -> None:
    store.put(many("ab"))
    store.withdraw(["jade:a", "jade:b"], "her wish", decided=True)
    outcome = store.put(many("ba", "two"))
    assert (outcome.still_withdrawn, outcome.last_seq) == (("jade:b", "jade:a"), 4)
    assert store.last_seq() == 4
    assert len(store.history("jade:a")) == 2


def test_a_decision_over_a_withdrawal_that_followed_from_a_file_is_told_with_its_reason(store: Store) -> None:
    store.put(many("a"))
    store.withdraw(["jade:a"], "no longer published")
    assert store.withdraw(["jade:a"], "her wish", decided=True) == ("jade:a",)
    entry = store.get("jade:a")
    assert entry is not None
    assert (entry.state, entry.decided, entry.reason, entry.seq) == (State.WITHDRAWN, True, "her wish", 3)
    for decided in (True, False):
        assert store.withdraw(["jade:a"], "again", decided=decided) == ()
    assert store.put(many("a")).still_withdrawn == ("jade:a",)
    assert (store.last_seq(), store.get("jade:a")) == (3, entry)


def test_a_restored_record_is_as_it_was_last_and_decided_by_nobody(store: Store) -> None:
    store.put([bare("a", "one"), bare("b", "one")], at=NOON)
    store.put([bare("a", "two")], at=later(1))
    store.withdraw(["jade:a"], "no longer published", at=later(2))
    store.withdraw(["jade:a"], "her wish", decided=True, at=later(3))
    store.put([bare("a", "three")])
    assert store.restore(["jade:x", "jade:a", "jade:b", "jade:a", "no id"], at=later(4)) == ("jade:a",)
    entry = store.get("jade:a")
    assert entry is not None
    assert (entry.state, entry.content, entry.reason, entry.decided) == (State.LIVE, b"two", "", False)
    assert (entry.version, entry.seq, entry.created, entry.modified, entry.ordinal) == (5, 6, NOON, later(4), 1)
    assert _actions(store, "a")[0] == (5, Action.RESTORED, b"two")
    assert store.restore(["jade:a"]) == ()
    assert store.put([bare("a", "two")]).unchanged == ("jade:a",)
    assert store.put([bare("a", "three")]).updated == ("jade:a",)
    assert store.last_seq() == 7


def test_records_are_restored_in_the_order_asked_each_in_its_own_form(store: Store) -> None:
    store.put([bare(local, local * 2) for local in "abc"])
    store.withdraw(["jade:a", "jade:b", "jade:c"], "her wish", decided=True)
    assert store.restore(["jade:c", "jade:a"]) == ("jade:c", "jade:a")
    assert [(change.seq, change.id) for change in store.changes(6, 10).changes] == [(7, "jade:c"), (8, "jade:a")]
    entries = store.get_many(["jade:a", "jade:b", "jade:c"])
    assert {entry.content for entry in entries.values()} == {b"aa", b"", b"cc"}
    assert store.put(many("b")).still_withdrawn == ("jade:b",)


def test_a_decision_that_was_taken_back_can_be_made_anew(store: Store) -> None:
    store.put(many("a"))
    for _ in range(2):
        assert store.withdraw(["jade:a"], "her wish", decided=True) == ("jade:a",)
        assert store.put(many("a")).still_withdrawn == ("jade:a",)
        assert store.restore(["jade:a"]) == ("jade:a",)
    store.withdraw(["jade:a"], "no longer published")
    assert store.put(many("a")).updated == ("jade:a",)


def test_restoring_leaves_what_was_merged_as_it_is(store: Store) -> None:
    store.put(many("ab"))
    store.merge("jade:a", "jade:b")
    assert store.restore(["jade:a"]) == ()
    assert store.last_seq() == 3


def test_a_merge_redirects(store: Store) -> None:
    store.put(many("ab"), at=NOON)
    store.merge("jade:a", "jade:b", at=later(1))
    entry = store.get("jade:a")
    assert entry is not None
    assert (entry.state, entry.merged_into, entry.content) == (State.MERGED, "jade:b", b"")
    assert (entry.version, entry.seq, entry.modified) == (2, 3, later(1))
    assert _actions(store, "a") == [(2, Action.MERGED, b""), (1, Action.CREATED, b"one")]
    kept = store.get("jade:b")
    assert kept is not None
    assert (kept.version, kept.state) == (1, State.LIVE)


def test_redirects_never_form_a_chain(store: Store) -> None:
    store.put(many("abcd"))
    store.merge("jade:a", "jade:b")
    store.merge("jade:c", "jade:b")
    store.merge("jade:b", "jade:d")
    assert {entry.merged_into for entry in store.get_many(["jade:a", "jade:b", "jade:c"]).values()} == {"jade:d"}
    assert [(change.id, change.action) for change in store.changes(6, 10).changes] == [
        ("jade:b", Action.MERGED),
        ("jade:a", Action.MERGED),
        ("jade:c", Action.MERGED),
    ]


def test_a_merged_id_put_again_stays_merged(store: Store) -> None:
    store.put(many("ab"))
    store.merge("jade:a", "jade:b")
    outcome = store.put([bare("a", "two"), bare("b", "two")])
    assert (outcome.merged, outcome.updated) == (("jade:a",), ("jade:b",))
    entry = store.get("jade:a")
    assert entry is not None
    assert entry.state == State.MERGED
    assert store.withdraw(["jade:a"], "lost") == ()


def test_merges_that_lead_nowhere_are_refused(store: Store) -> None:
    store.put(many("abcd"))
    store.withdraw(["jade:c"], "lost")
    store.merge("jade:d", "jade:b")
    before = store.last_seq()
    with pytest.raises(MergeRefused):
        store.merge("jade:a", "jade:a")
    for gone in ("jade:c", "jade:d"):
        with pytest.raises(GoneRecord, match=gone):
            store.merge("jade:a", gone)
        with pytest.raises(GoneRecord, match=gone):
            store.merge(gone, "jade:a")
    for unknown in ("jade:x", "jade:\x00"):
        with pytest.raises(UnknownRecord):
            store.merge("jade:a", unknown)
        with pytest.raises(UnknownRecord):
            store.merge(unknown, "jade:a")
    assert store.last_seq() == before


def test_a_refused_merge_names_where_the_other_went(store: Store) -> None:
    store.put(many("abc"))
    store.merge("jade:a", "jade:b")
    with pytest.raises(GoneRecord, match="jade:b") as refused:
        store.merge("jade:c", "jade:a")
    assert refused.value.merged_into == "jade:b"


def test_what_is_withdrawn_is_listed_in_the_order_of_its_withdrawal(store: Store) -> None:
    store.put(many("abcd"))
    store.withdraw(["jade:d"], "a wish", decided=True)
    store.withdraw(["jade:a", "jade:b"], "no longer in its file")
    store.withdraw(["jade:b", "jade:c"], "a claim", decided=True)
    store.restore(["jade:c"])
    assert [(one.id, one.reason) for one in store.withdrawn(decided=True)] == [
        ("jade:d", "a wish"),
        ("jade:b", "a claim"),
    ]
    assert [one.id for one in store.withdrawn(decided=False)] == ["jade:d", "jade:a", "jade:b"]
