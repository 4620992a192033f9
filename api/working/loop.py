"""The worker: takes up one job after another, for as long as it is to go on, and clears away what is over."""

from __future__ import annotations

import errno
import os
import secrets
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from flask import Flask, g
from marshmallow import ValidationError

from api.errors import ApiError
from api.exporting.asking import planned
from api.node import Node
from api.questions.bodies import ExportBody
from api.schemas.forms import FORMS
from api.working import folder
from api.working.errors import NoRoom, NotOurs, NotWhole, Stopping
from api.working.holding import LEASE, Going, Hold
from api.working.writing import Writing
from exchange.errors import CannotShow
from records.errors import StoreUnavailable
from records.jobs import Claim, Job, Made
from search.errors import EngineError, QueryError
from settings import Settings

POLL_S = 0.3
SWEEP_S = 60.0
AGAIN = timedelta(seconds=10)
"""How long a job waits for an engine that does not answer, before it is tried again."""

PATIENCE = timedelta(minutes=30)
"""How long it is tried; then it fails."""

STORE_AGAIN_S = 5.0

AWAY = "search does not answer; it is tried again"
GAVE_UP = "search did not answer for {minutes} minutes; ask again when it does"
FULL = "the disk of this node is full; its operator has to make room, then ask again"
NO_FILE = "the file cannot be written ({reason}); its operator has to mend that, then ask again"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
UNREADABLE = "the question cannot be read by this version any more; ask anew"

log = structlog.get_logger("wenmai.work")


def work(app: Flask, going: Going, lease: timedelta = LEASE) -> None:
    """Until `going` says no; faults of store and engine are logged and tried again."""
    worker = Worker(app, going, lease)
    while going():
        try:
            worker.sweep()
            if not worker.one():
                _rest(POLL_S, going)
        except StoreUnavailable as error:
            log.warning("the store does not answer; trying again", error=str(error), again_in_s=STORE_AGAIN_S)
            _rest(STORE_AGAIN_S, going)


def _rest(seconds: float, going: Going) -> None:
    until = time.monotonic() + seconds
    while going() and time.monotonic() < until:
        time.sleep(0.1)


@dataclass(slots=True)
class Worker:
    """One process that does jobs of a node, one at a time."""

    app: Flask
    going: Going
    lease: timedelta = LEASE
    _name: str = ""
    _owed: list[Claim] = field(default_factory=list)
    _swept: float = -SWEEP_S

    def __post_init__(self) -> None:
        self._name = f"{socket.gethostname()[:60]}/{os.getpid()}/{secrets.token_hex(4)}"

    @property
    def node(self) -> Node:
        found: Node = self.app.extensions["wenmai"]
        return found

    @property
    def settings(self) -> Settings:
        return self.node.settings

    def one(self) -> bool:
        """Take up a job and see it through; False where there is none. StoreUnavailable."""
        queue = self.node.store.jobs
        while self._owed:
            queue.release(self._owed[-1])
            self._owed.pop()
        claim = queue.take(self._name, self.lease) if queue.due() else None
        if claim is None:
            return False
        begun = time.monotonic()
        try:
            ended = self._do(claim)
        except StoreUnavailable:
            # No fault of the job: it is given back as soon as the store takes it.
            self._owed.append(claim)
            raise
        seconds = round(time.monotonic() - begun, 3)
        log.info("export job", job=claim.job.id, attempt=claim.job.attempt, ended=ended, seconds=seconds)
        return True

    def _do(self, claim: Claim) -> str:
        """How it ended."""
        try:
            with Hold(self.node.store.jobs, claim, self.going, self.lease) as hold:
                made = self._made(claim, hold)
        except NotOurs:
            return self._give_up(claim)
        except Stopping:
            self.node.store.jobs.release(claim)
            return "released"
        except EngineError as error:
            return self._wait(claim, error)
        except (NoRoom, OSError) as error:
            return self._fail(claim, _of_disk(error))
        except ValidationError:
            return self._fail(claim, UNREADABLE)
        except (NotWhole, ApiError, QueryError, CannotShow) as error:
            return self._fail(claim, str(error))
        return self._finish(claim, made)

    def _made(self, claim: Claim, hold: Hold) -> Made:
        with self.app.app_context():
            g.base = claim.job.base
            asked = ExportBody().load(dict(claim.job.asked))
            engine = self.node.engine
            plan = planned(asked, engine, FORMS[asked.get("format", "ndjson")])
            return Writing(claim, plan, engine, self.node.store.jobs, self.settings.exports, hold).made()

    def _finish(self, claim: Claim, made: Made) -> str:
        if self.node.store.jobs.finish(claim, made, timedelta(days=self.settings.export_days)):
            self._clear(claim.job, keep=made.file)
            return "done"
        (self.settings.exports / made.file).unlink(missing_ok=True)
        return self._give_up(claim)

    def _give_up(self, claim: Claim) -> str:
        """What this attempt wrote is of no use to anyone; what others wrote is theirs."""
        for path in self.settings.exports.glob(f"{claim.job.id}-{claim.job.attempt}.*"):
            path.unlink(missing_ok=True)
        return "not ours"

    def _fail(self, claim: Claim, why: str) -> str:
        log.error("export job failed", job=claim.job.id, why=why)
        if self.node.store.jobs.fail(claim, why):
            self._clear(claim.job)
        return "failed"

    def _wait(self, claim: Claim, error: EngineError) -> str:
        """What is written stays, to be gone on with."""
        since = claim.job.trouble_since
        if since is not None and datetime.now(UTC) - since > PATIENCE:
            return self._fail(claim, GAVE_UP.format(minutes=int(PATIENCE.total_seconds() // 60)))
        log.warning("the engine does not answer; trying again", job=claim.job.id, error=str(error))
        self.node.store.jobs.release(claim, why=AWAY, wait=AGAIN)
        return "waits for the engine"

    def _clear(self, job: Job, keep: str = "") -> None:
        for path in self.settings.exports.glob(f"{job.id}-*"):
            if path.name != keep:
                path.unlink(missing_ok=True)

    def sweep(self) -> None:
        """From time to time: files whose days are over go, and those that nobody needs. StoreUnavailable."""
        if time.monotonic() - self._swept < SWEEP_S:
            return
        self._swept = time.monotonic()
        listed = folder.named(self.settings.exports)
        queue = self.node.store.jobs
        gone: list[Path] = [self.settings.exports / name for name in queue.expire()]
        for path in (*gone, *folder.unneeded(listed, queue.in_use())):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _of_disk(error: Exception) -> str:
    """For the asker: without paths."""
    if isinstance(error, OSError) and error.errno not in _FULL:
        return NO_FILE.format(reason=(error.strerror or "unknown").lower())
    return FULL
