"""The file of a job: the records of its question, behind what an earlier attempt left, checked and put in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from api.exporting.asking import Plan, read
from api.exporting.streaming import Batch
from api.working import folder
from api.working.checking import check
from api.working.errors import NotOurs, NotWhole
from api.working.holding import Hold
from api.working.left import Left, can_go_on, left_in
from api.working.tallying import Tally, ordered
from exchange.exports import AsOf, written
from exchange.exports.packing import packed
from records import disk
from records.job_queue import JobQueue
from records.jobs import Claim, Job, Made
from search.ports import SearchEngine
from search.query import Query

LOOK_BYTES = 8 * 1024 * 1024
"""After so many bytes it is looked whether there is room for more."""


@dataclass(slots=True)
class Writing:
    """One attempt at the file of a job."""

    claim: Claim
    plan: Plan
    engine: SearchEngine
    queue: JobQueue
    place: Path
    hold: Hold

    @property
    def job(self) -> Job:
        return self.claim.job

    @property
    def part(self) -> Path:
        return self.place / f"{folder.name_of(self.job, self.plan.ending)}{folder.PART}"

    def made(self) -> Made:
        """The file, whole and at its place. Raises Unfinished, EngineError, OSError, what planning does."""
        self.place.mkdir(parents=True, exist_ok=True)
        folder.require_room(self.place)
        query, total, now = read(self.engine, self.plan.query)
        left = self._left(now)
        as_of = AsOf(min(now.seq, self.job.as_of), now.relaxed) if left else now
        if not self.queue.begun(self.claim, total, as_of.seq, relaxed=now.relaxed):
            raise NotOurs
        tally = left.tally if left else Tally()
        counting = _Counting(self, query, left, tally)
        pieces = written(
            self.plan.writer,
            counting.batches(),
            as_of,
            marked=self.plan.marked,
            left=self._pieces(left),
        )
        file = disk.write(self.part, self._watched(packed(pieces, self.plan.file)))
        if counting.as_of == now.seq == as_of.seq and self.plan.after < 0 and tally.count != total:
            raise NotWhole(f"{total:,} records were found and {tally.count:,} came")
        check(self.part, self.plan.file, tally.count, file.sha256, marked=self.plan.marked)
        name = self.part.name.removesuffix(folder.PART)
        self.part.rename(self.place / name)
        disk.sync_folder(self.place)
        counts = (ordered(tally.licences), ordered(tally.datasets))
        return Made(name, file.bytes, file.sha256, tally.count, as_of.seq, now.relaxed, *counts)

    def _left(self, now: AsOf) -> Left | None:
        """None where all is to be written: nothing is there, or words are read otherwise by now."""
        job, plan = self.job, self.plan
        part = folder.earlier_part(self.place, job)
        same = job.relaxed == now.relaxed and job.as_of <= now.seq
        if part is None or not same or not can_go_on(plan.form.name, plan.options.fields):
            return None
        return left_in(part, plan.file)

    def _pieces(self, left: Left | None) -> Iterator[tuple[int, bytes]]:
        for piece in left.pieces() if left else ():
            self.hold.check()
            yield piece

    def _watched(self, parts: Iterable[bytes]) -> Iterator[bytes]:
        """The parts, as long as the job is held and there is room for more."""
        size, looked = 0, 0
        for part in parts:
            self.hold.check()
            size += len(part)
            if size - looked > LOOK_BYTES:
                looked = size
                folder.require_room(self.place)
            yield part


class _Counting:
    """The records that are still to be written, counted as they pass; `as_of` is where the index stood by then."""

    def __init__(self, writing: Writing, query: Query, left: Left | None, tally: Tally) -> None:
        self._writing = writing
        self._query = query
        self._left = left
        self._tally = tally
        self.as_of = -1

    def batches(self) -> Iterator[Batch]:
        engine, hold = self._writing.engine, self._writing.hold
        with closing(engine.kept(self._query, self._after(engine))) as records:
            for batch in records:
                if self.as_of < 0:
                    self.as_of = engine.position()[1]
                hold.check()
                self._tally.add_kept(batch)
                hold.done = self._tally.count
                yield batch

    def _after(self, engine: SearchEngine) -> int:
        if self._left is None:
            return self._writing.plan.after
        found = engine.get([self._left.last])[0]
        if found is None:
            raise NotWhole(f"the record {self._left.last}, up to which it was written, is in the index no more")
        return found.ordinal
