"""What an export job is: a question whose records are written into a file that is kept for some days."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

ID_PATTERN = r"^export-[a-z2-7]{16}$"
_ID = re.compile(ID_PATTERN.removesuffix("$"), re.ASCII)
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


class JobState(StrEnum):
    """Where a job stands. Whatever it comes to, its id goes on to tell what was asked."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


OPEN = (JobState.WAITING, JobState.RUNNING)
"""States in which there is still something to do."""


@dataclass(frozen=True, slots=True)
class JobWish:
    """A question as it was asked: `asked` is its JSON, `base` the address of the node that links begin with.

    `asker` tells askers apart and nobody's name; `total` records were found, as of the change `as_of`.
    """

    asked: Mapping[str, Any]
    base: str
    asker: str
    total: int
    as_of: int


@dataclass(frozen=True, slots=True)
class Counted:
    """So many of the records in a file have this licence, or belong to this data set."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file: its name in the folder of exports, how long it is, and the SHA-256 of all its bytes.

    `count` records, as of the change `as_of`; `relaxed`: the words were read loosely.
    """

    file: str
    bytes: int
    sha256: str
    count: int
    as_of: int
    relaxed: bool
    licences: tuple[Counted, ...]
    datasets: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it is kept.

    `number` orders jobs as they were made; `done` of `total` records are written. `attempt` counts how often it was
    taken up, `lost` how often whoever did ended without a word. `why` tells what is the matter. `as_of` and `relaxed`
    are as of the asking, then as of the file. `trouble_since`: since when the engine fails. `made_of` is what became
    of it, kept when the file is gone.
    """

    number: int
    id: str
    asked: Mapping[str, Any]
    base: str
    state: JobState
    why: str
    made: datetime
    began: datetime | None
    finished: datetime | None
    expires: datetime | None
    total: int
    done: int
    as_of: int
    relaxed: bool
    attempt: int
    lost: int
    trouble_since: datetime | None = None
    made_of: Made | None = None
    secret: bytes = field(default=b"", repr=False)
    asker: str = field(default="", repr=False)

    def state_at(self, now: datetime) -> JobState:
        """A file that is past its days is gone, whether anyone came by to remove it or not."""
        over = self.state is JobState.DONE and self.expires is not None and self.expires <= now
        return JobState.EXPIRED if over else self.state

    def is_secret(self, text: str) -> bool:
        """Whether this is the secret that was told to its maker."""
        return hmac.compare_digest(self.secret, digest(text))

    def is_of(self, asker: str) -> bool:
        """Whether this asker made it; of a job that is over nobody is known to have."""
        return bool(self.asker) and hmac.compare_digest(self.asker, asker)


@dataclass(frozen=True, slots=True)
class Claim:
    """A job taken up by a worker, and no other, until its lease runs out unrenewed."""

    job: Job
    worker: str


def is_job(text: str) -> bool:
    """Whether some job could have this id; anything else is never asked of a database."""
    return _ID.fullmatch(text) is not None


def new_id() -> str:
    """The name of a job, which is no secret, and cannot be guessed: 80 bits of chance."""
    return "export-" + "".join(secrets.choice(_LETTERS) for _ in range(16))


def new_secret() -> str:
    return secrets.token_urlsafe(24)


def digest(text: str) -> bytes:
    """What is kept of a secret. A plain hash: the text is chance, too long to be guessed however fast one tries."""
    return hashlib.sha256(text.encode()).digest()
