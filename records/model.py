"""The values of the record side: drafts on their way in, entries kept, changes to follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

JsonMap = Mapping[str, Any]
"""Parsed JSON of the record form (design §4): what a publisher sends, before it is checked."""


class State(StrEnum):
    """What an id stands for now."""

    LIVE = "live"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Action(StrEnum):
    """What a change did."""

    CREATED = "created"
    UPDATED = "updated"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Draft:
    """A checked record on its way into the store.

    `content` is canonical JSON of the record form (keys sorted, UTF-8); `fingerprint` is the 16-byte BLAKE2b
    of the JSON as it came, before checking, so that unchanged input is known without checking it again.
    """

    id: str
    dataset: str
    type: str
    content: bytes
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """What the store holds for one id today; `content` is empty unless the state is live.

    `ordinal` is given once and never changes; `seq` is the number of the last change; times are UTC. `decided`: it was
    withdrawn by somebody's decision, not because its file no longer had it, and no file brings it back.
    """

    id: str
    dataset: str
    ordinal: int
    seq: int
    version: int
    state: State
    created: datetime
    modified: datetime
    content: bytes
    reason: str = ""
    merged_into: str = ""
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One numbered event in the store.

    `latest`: nothing happened to the record since; only then the `reason` of a withdrawal and what a record was
    `merged_into` are known.
    """

    seq: int
    id: str
    action: Action
    version: int
    at: datetime
    latest: bool = True
    reason: str = ""
    merged_into: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes: of these data sets, and of these actions; all where none is named."""

    datasets: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()


ALL = Wanted()


@dataclass(frozen=True, slots=True)
class Changes:
    """Those wanted, in their order; none is missing up to and with the number `upto`. `last` is the last there is."""

    changes: tuple[Change, ...]
    upto: int
    last: int


@dataclass(frozen=True, slots=True)
class Version:
    """One past or present form of a record, newest first in a history; `content` is empty for a withdrawal."""

    version: int
    seq: int
    at: datetime
    action: Action
    content: bytes


@dataclass(frozen=True, slots=True)
class Dataset:
    """A published collection of records; `content` is its JSON: title, description, publisher, licence, url."""

    id: str
    content: bytes
    modified: datetime


@dataclass(frozen=True, slots=True)
class PutOutcome:
    """What one `put` did, by id; `last_seq` is the newest number in the store afterwards.

    Restored ids are among `updated`; `merged` are redirects to another record, `still_withdrawn` ids whose withdrawal
    was decided: both stay so.
    """

    created: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    last_seq: int
    merged: tuple[str, ...] = ()
    still_withdrawn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One finished ingest of one dataset, kept so that `wenmai status` can explain what happened.

    `reasons` counts why rows were rejected, `changes` what was changed in mapping them and why.
    """

    dataset: str
    source: str
    started: datetime
    finished: datetime
    created: int
    updated: int
    unchanged: int
    withdrawn: int
    rejected: int
    rejects_file: str
    reasons: Mapping[str, int]
    changes: Mapping[str, int]
