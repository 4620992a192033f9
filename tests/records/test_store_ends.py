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
