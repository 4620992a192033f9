"""Random work on the store against a few lines that say what it should hold."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest

from records.errors import RecordsError
from records.store import Store
from tests.records.making import bare

_LOCALS = [str(number) for number in range(12)]


@dataclass
class _Told:
    """What was done, told again: the present form of each id, every form it had, and the log."""

    now: dict[str, tuple[str, str]] = field(default_factory=dict)
    forms: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)

    def becomes(self, record_id: str, state: str, said: str) -> None:
        self.now[record_id] = (state, said)
        self.forms.setdefault(record_id, []).append((state, said))
        self.log.append(record_id)

    def put(self, batch: dict[str, str]) -> None:
        for record_id, said in batch.items():
            if self.now.get(record_id) != ("live", said) and self.now.get(record_id, ("",))[0] != "merged":
                self.becomes(record_id, "live", said)

    def withdraw(self, ids: list[str]) -> None:
        for record_id in ids:
            if self.now.get(record_id, ("",))[0] == "live":
                self.becomes(record_id, "withdrawn", "")

    def merge(self, record_id: str, into: str) -> bool:
        live = all(self.now.get(one, ("",))[0] == "live" for one in (record_id, into))
        if not live or record_id == into:
            return False
        self.becomes(record_id, "merged", into)
        for other in [one for one, (state, to) in self.now.items() if state == "merged" and to == record_id]:
            self.becomes(other, "merged", into)
        return True


def _work(store: Store, told: _Told, drawn: random.Random) -> None:
    ids = [f"jade:{local}" for local in drawn.sample(_LOCALS, drawn.randint(1, 6))]
    kind = drawn.choice(["put", "put", "put", "withdraw", "merge"])
    if kind == "put":
        batch = {record_id: drawn.choice(["one", "two"]) for record_id in ids}
        store.put([bare(record_id[5:], said) for record_id, said in batch.items()])
        told.put(batch)
    elif kind == "withdraw":
        store.withdraw(ids, "lost")
        told.withdraw(ids)
    else:
        _merge(store, told, ids[0], ids[-1])


def _merge(store: Store, told: _Told, record_id: str, into: str) -> None:
    if told.merge(record_id, into):
        store.merge(record_id, into)
    else:
        with pytest.raises(RecordsError):
            store.merge(record_id, into)


@pytest.mark.parametrize("seed", range(8))
def test_the_store_holds_what_was_told(store: Store, seed: int) -> None:
    drawn = random.Random(seed)
    told = _Told()
    for _ in range(40):
        _work(store, told, drawn)
    entries = store.entries_since(0, 1_000)
    shown = {entry.id: (entry.state.value, entry.merged_into or entry.content.decode()) for entry in entries}
    assert shown == told.now
    assert {entry.id: entry.version for entry in entries} == {one: len(forms) for one, forms in told.forms.items()}
    changes = store.changes(0, 10_000).changes
    assert sorted(change.id for change in changes) == sorted(told.log)
    assert [change.seq for change in changes] == list(range(1, len(told.log) + 1))
    for record_id, forms in told.forms.items():
        history = store.history(record_id)
        assert [form.version for form in history] == list(range(len(forms), 0, -1))
        assert [form.content.decode() for form in history] == [
            said if state == "live" else "" for state, said in reversed(forms)
        ]
