"""The changes as they are read: all in their order, what became of withdrawn and merged records, parts, filters."""

from __future__ import annotations

import random
from typing import Any

import pytest

from records import changes as reading
from records.model import Action, Change, Changes, Wanted
from records.store import Store
from tests.records.making import bare, many


def told(change: Change) -> dict[str, Any]:
    """What is not the same in every run."""
    names = ("seq", "id", "version", "latest", "reason", "merged_into")
    return {"action": change.action.value, **{name: getattr(change, name) for name in names}}


def test_what_became_of_a_record_is_told_with_its_last_change_alone(store: Store) -> None:
    store.put(many("abc"))
    store.withdraw(["jade:a", "jade:b"], "twice")
    store.put([bare("a", "back")])
    store.merge("jade:c", "jade:a")
    plain = {"latest": False, "reason": "", "merged_into": ""}
    assert [told(one) for one in store.changes(0, 100).changes] == [
        {"seq": 1, "id": "jade:a", "action": "created", "version": 1, **plain},
        {"seq": 2, "id": "jade:b", "action": "created", "version": 1, **plain},
        {"seq": 3, "id": "jade:c", "action": "created", "version": 1, **plain},
        {"seq": 4, "id": "jade:a", "action": "withdrawn", "version": 2, **plain},
        {"seq": 5, "id": "jade:b", "action": "withdrawn", "version": 2, **plain, "latest": True, "reason": "twice"},
        {"seq": 6, "id": "jade:a", "action": "restored", "version": 3, **plain, "latest": True},
        {
            "seq": 7,
            "id": "jade:c",
            "action": "merged",
            "version": 2,
            "latest": True,
            "reason": "",
            "merged_into": "jade:a",
        },
    ]


@pytest.mark.parametrize(("since", "limit", "upto"), [(0, 3, 3), (2, 3, 5), (2, 5, 7), (2, 9, 7), (7, 1, 7), (9, 1, 9)])
def test_it_is_told_how_far_nothing_is_missing(store: Store, since: int, limit: int, upto: int) -> None:
    store.put(many("abcdefg"))
    found = store.changes(since, limit)
    assert ([one.seq for one in found.changes], found.upto) == (list(range(since + 1, min(upto, 7) + 1)), upto)


def test_it_may_be_asked_up_to_a_number(store: Store) -> None:
    store.put(many("abcdefg"))
    assert [one.seq for one in store.changes(2, 9, upto=4).changes] == [3, 4]
    assert store.changes(2, 9, upto=4).upto == 4
    assert store.changes(5, 9, upto=4) == Changes((), 5, 7)


@pytest.mark.parametrize("span", [1, 3, 5_000])
@pytest.mark.parametrize("limit", [1, 4, 50])
def test_parts_hold_all_that_is_wanted_once(
    store: Store, monkeypatch: pytest.MonkeyPatch, span: int, limit: int
) -> None:
    """The oracle is the list of what was written."""
    monkeypatch.setattr(reading, "SPAN", span)
    drawn, written = random.Random(limit), []
    datasets = ("jade", "JADE", "jad_", "jade.x", "silk")
    for number in range(60):
        dataset = drawn.choice(datasets)
        one = f"{dataset}:{number if drawn.random() < 0.7 else drawn.randrange(10)}"
        known = {of for of, _ in written}
        store.put([bare(one.partition(":")[2], str(number), dataset)])
        written.append((one, "updated" if one in known else "created"))
    for wanted in (
        Wanted(),
        Wanted(("jade",)),
        Wanted(("jad_", "silk")),
        Wanted(actions=(Action.UPDATED,)),
        Wanted(("jade", "silk"), (Action.CREATED, Action.WITHDRAWN)),
    ):
        seen: list[tuple[str, str]] = []
        since = 0
        while since < 60:
            part = store.changes(since, limit, wanted=wanted)
            assert since < part.upto
            assert len(part.changes) <= limit
            seen += [(one.id, one.action.value) for one in part.changes]
            since = part.upto
        assert seen == [
            (one, action)
            for one, action in written
            if (not wanted.datasets or one.partition(":")[0] in wanted.datasets)
            and (not wanted.actions or action in [each.value for each in wanted.actions])
        ]


@pytest.mark.parametrize("odd", ["\x00", "jade\x00", "\ud800", "", "a b", "j" * 100])
def test_what_cannot_be_a_data_set_finds_nothing_and_is_no_fault_of_the_store(store: Store, odd: str) -> None:
    store.put(many("ab"))
    assert store.changes(0, 10, wanted=Wanted((odd,))).changes == ()
    assert [one.id for one in store.changes(0, 10, wanted=Wanted((odd, "jade"))).changes] == ["jade:a", "jade:b"]
