"""Export jobs in the store: asked for, taken up by one worker at a time under a lease, finished, and forgotten in time.

What was asked, and what came of it, is never forgotten of a job that was done once: its id stands in citations.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, delete, func, insert, literal, or_, select, update

from records import job_rows, jobs, rows
from records.database import Database
from records.errors import TooManyJobs
from records.jobs import OPEN, Claim, Job, JobState, JobWish, Made
from records.tables import EXPORT_JOBS as JOBS

MOST_EACH = 4
"""Jobs that one asker may have open."""

MOST_OPEN = 1_000
"""Jobs that all together may have open."""

MOST_LOST = 3
"""A job whose worker ended without a word so often is given up: it is likely what ends them."""

KEPT_DAYS = 90
"""How long a job that never was done is remembered."""

_MAKING = 7_368_312  # any number, the same in every process

LOST = "the process that made it ended {times} times; ask for less at once, or tell the operator of this node"

_OPEN = JOBS.c.state.in_([state.value for state in OPEN])


class JobQueue:
    """Every method may raise StoreUnavailable; what a write returned from is on the disk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(
        self, wish: JobWish, *, limited: bool = True, job_id: str = "", at: datetime | None = None
    ) -> tuple[Job, str]:
        """A new job and its secret; or, with no secret, the one that this asker has of the same question already.

        TooManyJobs. Not `limited`: an asker may have as many as all together may.
        """
        now, secret = rows.milliseconds(at), jobs.new_secret()
        with self._database.noting_alone(_MAKING) as connection:
            if (same := _same(connection, wish, now)) is not None:
                return same, ""
            _require_room(connection, wish.asker, limited)
            row = job_rows.new_row(job_id or jobs.new_id(), wish, secret, now)
            connection.execute(insert(JOBS), row)
            return _held(connection, row["id"]), secret

    def get(self, job_id: str) -> Job | None:
        with self._database.reading() as connection:
            return _found(connection, JOBS.c.id == job_id)

    def place(self, job: Job) -> int:
        """Which one a waiting job is in the queue; 1 is the next."""
        before = select(func.count()).where(JOBS.c.state == JobState.WAITING.value, JOBS.c.number < job.number)
        with self._database.reading() as connection:
            return 1 + int(connection.execute(before).scalar_one())

    def cancel(self, job_id: str, *, at: datetime | None = None) -> Job | None:
        """Nothing more is done for it, and its file is no longer given; one that ended otherwise stays as it is."""
        stopped = (_OPEN | (JOBS.c.state == JobState.DONE.value)) & (JOBS.c.id == job_id)
        with self._database.noting() as connection:
            connection.execute(update(JOBS).where(stopped).values(_ended(JobState.CANCELLED, "", at)))
            return _found(connection, JOBS.c.id == job_id)

    def lose(self, job_id: str) -> None:
        """Its file is not there any more, though it should be: it has expired, and the same may be asked anew."""
        done = (JOBS.c.state == JobState.DONE.value) & (JOBS.c.id == job_id)
        with self._database.noting() as connection:
            connection.execute(update(JOBS).where(done).values(state=JobState.EXPIRED.value, asker=""))

    def due(self, *, at: datetime | None = None) -> bool:
        """Whether there is a job to take up: asked often, so without a lock."""
        with self._database.reading() as connection:
            return (
                connection.execute(select(JOBS.c.number).where(_due(rows.milliseconds(at))).limit(1)).first()
                is not None
            )

    def take(self, worker: str, lease: timedelta, *, at: datetime | None = None) -> Claim | None:
        """The job that has waited longest, for this worker alone until the lease ends; one whose lease ended is due
        again, and after `MOST_LOST` times failed."""
        now = rows.milliseconds(at)
        first = select(JOBS).where(_due(now)).order_by(JOBS.c.number).limit(1).with_for_update(skip_locked=True)
        with self._database.noting() as connection:
            while (row := connection.execute(first).one_or_none()) is not None:
                lost = row.lost + (row.state == JobState.RUNNING.value)
                if lost < MOST_LOST:
                    return Claim(_taken(connection, row, worker, now, now + _ms(lease), lost), worker)
                why = LOST.format(times=lost)
                connection.execute(_of(row.id).values(_ended(JobState.FAILED, why, at) | {"lost": lost}))
        return None

    def begun(self, claim: Claim, total: int, as_of: int, *, relaxed: bool) -> bool:
        """How many records there are to write, as of which change; False where the job is no longer this worker's."""
        return self._change(claim, {"total": total, "as_of": as_of, "relaxed": int(relaxed)})

    def renew(self, claim: Claim, lease: timedelta, done: int, *, at: datetime | None = None) -> bool:
        """Go on for as long again; False where the job was cancelled, or given to another."""
        return self._change(claim, {"lease": rows.milliseconds(at) + _ms(lease), "done": done})

    def release(
        self, claim: Claim, *, why: str = "", wait: timedelta = timedelta(), at: datetime | None = None
    ) -> bool:
        """Another may take it up, once `wait` is over; `why` tells the trouble that there is, if there is any."""
        now = rows.milliseconds(at)
        since = case((JOBS.c.trouble_since == 0, literal(now if why else 0)), else_=JOBS.c.trouble_since)
        changed = {"state": JobState.WAITING.value, "worker": "", "lease": 0, "not_before": now + _ms(wait)}
        return self._change(claim, {**changed, "why": why, "trouble_since": since})

    def finish(self, claim: Claim, made: Made, keep: timedelta, *, at: datetime | None = None) -> bool:
        """It is done, and its file kept for so long; False where the job is no longer this worker's, and the file
        nobody's."""
        now = rows.milliseconds(at)
        told = {"state": JobState.DONE.value, "why": "", "worker": "", "finished": now, "expires": now + _ms(keep)}
        counted = {"done": made.count, "total": made.count}
        return self._change(claim, {**told, **counted, **job_rows.made_row(made)})

    def fail(self, claim: Claim, why: str, *, at: datetime | None = None) -> bool:
        return self._change(claim, _ended(JobState.FAILED, why, at))

    def expire(self, *, at: datetime | None = None) -> list[str]:
        """The files whose time is over; from now on they are given to nobody. What is older than it need be is
        forgotten."""
        now = rows.milliseconds(at)
        over = (JOBS.c.state == JobState.DONE.value) & (JOBS.c.expires <= now)
        stale = JOBS.c.state.in_([JobState.FAILED.value, JobState.CANCELLED.value]) & (JOBS.c.sha256 == "")
        long_ago = JOBS.c.made < now - _ms(timedelta(days=KEPT_DAYS))
        with self._database.noting() as connection:
            ended = update(JOBS).where(over).values(state=JobState.EXPIRED.value, asker="").returning(JOBS.c.file)
            files = [row.file for row in connection.execute(ended)]
            connection.execute(delete(JOBS).where(stale, long_ago))
        return files

    def in_use(self) -> Sequence[Job]:
        """The jobs of which there is a file, or the beginning of one."""
        kept = or_(_OPEN, JOBS.c.state == JobState.DONE.value)
        with self._database.reading() as connection:
            return [job_rows.job(row) for row in connection.execute(select(JOBS).where(kept))]

    def _change(self, claim: Claim, values: dict[str, Any]) -> bool:
        """Only while the job is held: by this worker, in this attempt."""
        held = (JOBS.c.worker == claim.worker) & (JOBS.c.attempt == claim.job.attempt)
        running = JOBS.c.state == JobState.RUNNING.value
        with self._database.noting() as connection:
            return connection.execute(_of(claim.job.id).where(held, running).values(values)).rowcount == 1


def _of(job_id: str) -> Any:
    return update(JOBS).where(JOBS.c.id == job_id)


def _ms(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)


def _ended(state: JobState, why: str, at: datetime | None) -> dict[str, Any]:
    """Who asked is forgotten with it."""
    return {"state": state.value, "why": why, "finished": rows.milliseconds(at), "worker": "", "lease": 0, "asker": ""}


def _due(now: int) -> ColumnElement[bool]:
    waiting = (JOBS.c.state == JobState.WAITING.value) & (JOBS.c.not_before <= now)
    return or_(waiting, (JOBS.c.state == JobState.RUNNING.value) & (JOBS.c.lease < now))


def _taken(connection: Connection, row: Any, worker: str, now: int, lease: int, lost: int) -> Job:
    began = {"began": row.began or now, "attempt": row.attempt + 1, "lost": lost}
    changed = {"state": JobState.RUNNING.value, "worker": worker, "lease": lease, "why": "", **began}
    connection.execute(_of(row.id).values(changed))
    return _held(connection, row.id)


def _found(connection: Connection, which: ColumnElement[bool]) -> Job | None:
    row = connection.execute(select(JOBS).where(which).order_by(JOBS.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else job_rows.job(row)


def _held(connection: Connection, job_id: str) -> Job:
    return job_rows.job(connection.execute(select(JOBS).where(JOBS.c.id == job_id)).one())


def _same(connection: Connection, wish: JobWish, now: int) -> Job | None:
    """One that was never begun will tell of everything there is by then; another must tell of this very change."""
    done = (JOBS.c.state == JobState.DONE.value) & (JOBS.c.expires > now)
    waiting = JOBS.c.state == JobState.WAITING.value
    as_new = (JOBS.c.as_of == wish.as_of) & or_(done, waiting, JOBS.c.state == JobState.RUNNING.value)
    current = or_(waiting & (JOBS.c.attempt == 0), as_new)
    asked = (JOBS.c.asker == wish.asker) & (JOBS.c.question == job_rows.question_of(wish))
    return _found(connection, asked & current)


def _require_room(connection: Connection, asker: str, limited: bool) -> None:
    open_jobs = select(func.count()).where(_OPEN)
    if limited and int(connection.execute(open_jobs.where(JOBS.c.asker == asker)).scalar_one()) >= MOST_EACH:
        raise TooManyJobs(MOST_EACH, each=True)
    if int(connection.execute(open_jobs).scalar_one()) >= MOST_OPEN:
        raise TooManyJobs(MOST_OPEN, each=False)
