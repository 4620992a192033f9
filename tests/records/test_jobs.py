"""Export jobs in the store: each held by one at a time, given back, given up, forgotten as they should be."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from records.errors import TooManyJobs
from records.job_queue import KEPT_DAYS, MOST_EACH, MOST_LOST, JobQueue
from records.jobs import Claim, Counted, Job, JobState, JobWish, Made, is_job
from records.store import Store

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
LEASE = timedelta(seconds=30)
LATER = AT + timedelta(seconds=31)
KEEP = timedelta(days=7)
MADE = Made("f-1.ndjson", 10, "a" * 64, 3, 7, True, (Counted("cc0", 2), Counted("by", 1)), (Counted("made", 3),))


def wish(q: str = "x", asker: str = "one", as_of: int = 5) -> JobWish:
    return JobWish({"q": q, "filter": {"type": ["site"]}}, "http://node", asker, 3, as_of)


def make(store: Store, q: str = "x", asker: str = "one", as_of: int = 5) -> Job:
    return store.jobs.make(wish(q, asker, as_of), at=AT)[0]


def take(store: Store, worker: str = "a", at: datetime = AT) -> Claim:
    claim = store.jobs.take(worker, LEASE, at=at)
    assert claim is not None
    return claim


def state(store: Store, job: Job) -> JobState:
    found = store.jobs.get(job.id)
    assert found is not None
    return found.state


def test_a_job_is_kept_as_it_was_asked(store: Store) -> None:
    job, secret = store.jobs.make(wish(), at=AT)
    assert is_job(job.id)
    assert store.jobs.get(job.id) == job
    assert (job.asked, job.base, job.total, job.as_of) == (wish().asked, "http://node", 3, 5)
    assert (job.state, job.made, job.began, job.made_of) == (JobState.WAITING, AT, None, None)
    assert job.is_secret(secret)
    assert not any(job.is_secret(other) for other in ("", secret[:-1], secret.upper(), "é"))
    assert secret.encode() not in repr(job).encode()
    assert store.jobs.get("export-aaaaaaaaaaaaaaaa") is None


def test_the_same_question_of_one_asker_as_of_one_change_is_one_job(store: Store) -> None:
    job, _ = store.jobs.make(wish(), at=AT)
    assert store.jobs.make(wish(as_of=6), at=AT) == (job, "")
    assert make(store, asker="two").id != job.id
    assert make(store, "y").id != job.id
    claim = take(store)
    assert claim.job.id == job.id
    assert make(store).id == job.id
    newer = make(store, as_of=6)
    assert newer.id != job.id
    assert store.jobs.begun(claim, 3, 7, relaxed=False)
    assert store.jobs.finish(claim, MADE, KEEP, at=AT)
    assert make(store, as_of=7).id == newer.id
    store.jobs.cancel(newer.id, at=AT)
    assert make(store, as_of=7).id == job.id
    assert store.jobs.make(wish(as_of=7), at=AT + timedelta(days=8))[1]


def test_so_many_of_one_asker_and_no_more(store: Store) -> None:
    jobs = [make(store, str(number)) for number in range(MOST_EACH)]
    with pytest.raises(TooManyJobs) as refused:
        make(store, "more")
    assert refused.value.each
    assert make(store, "0").id == jobs[0].id
    assert make(store, "more", "two")
    assert store.jobs.make(wish("more"), limited=False, at=AT)[1]
    for job in jobs[:2]:
        store.jobs.cancel(job.id, at=AT)
    assert make(store, "again")


def test_first_come_first_served_each_by_one(store: Store) -> None:
    jobs = [make(store, str(number), str(number)) for number in range(5)]
    assert [store.jobs.place(job) for job in jobs] == [1, 2, 3, 4, 5]
    assert store.jobs.due(at=AT)
    taken = [take(store, worker) for worker in "abcde"]
    assert [one.job.id for one in taken] == [job.id for job in jobs]
    assert not store.jobs.due(at=AT)
    assert store.jobs.take("f", LEASE, at=AT) is None


def test_a_lease_that_ends_gives_the_job_to_another_and_to_nobody_else(store: Store) -> None:
    make(store)
    first = take(store)
    assert store.jobs.renew(first, LEASE, 2, at=AT + timedelta(seconds=20))
    assert store.jobs.take("b", LEASE, at=LATER) is None
    second = take(store, "b", AT + timedelta(seconds=51))
    assert (second.job.id, second.job.attempt, second.job.lost, second.job.done) == (first.job.id, 2, 1, 2)
    assert not store.jobs.renew(first, LEASE, 3, at=LATER)
    assert not store.jobs.begun(first, 1, 1, relaxed=False)
    assert not store.jobs.release(first, at=LATER)
    assert not store.jobs.fail(first, "no", at=LATER)
    assert not store.jobs.finish(first, MADE, KEEP, at=LATER)
    assert store.jobs.renew(second, LEASE, 2, at=LATER)


def test_the_same_worker_in_a_later_attempt_is_another(store: Store) -> None:
    make(store)
    first = take(store)
    second = take(store, at=LATER)
    assert not store.jobs.renew(first, LEASE, 1, at=LATER)
    assert store.jobs.renew(second, LEASE, 1, at=LATER)


def test_a_job_that_ends_its_worker_again_and_again_is_failed_telling_why(store: Store) -> None:
    job, other = make(store), make(store, "y")
    for number in range(MOST_LOST):
        assert take(store, at=AT + number * timedelta(minutes=1)).job.id == job.id
    assert take(store, at=AT + timedelta(hours=1)).job.id == other.id
    failed = store.jobs.get(job.id)
    assert failed is not None
    assert (failed.state, failed.lost) == (JobState.FAILED, MOST_LOST)
    assert f"{MOST_LOST} times" in failed.why


def test_what_is_given_back_waits_and_counts_as_no_loss(store: Store) -> None:
    job = make(store)
    for _ in range(2 * MOST_LOST):
        assert store.jobs.release(take(store), at=AT)
    assert store.jobs.release(take(store), why="no engine", wait=timedelta(seconds=10), at=AT)
    assert store.jobs.take("a", LEASE, at=AT + timedelta(seconds=9)) is None
    waiting = store.jobs.get(job.id)
    assert waiting is not None
    assert (waiting.state, waiting.why, waiting.lost) == (JobState.WAITING, "no engine", 0)
    again = take(store, at=AT + timedelta(seconds=10))
    assert (again.job.trouble_since, again.job.why) == (AT, "")
    assert store.jobs.release(again, why="no engine", at=LATER)
    assert take(store, at=LATER).job.trouble_since == AT


def test_what_came_of_it_is_told_and_stays_when_the_file_goes(store: Store) -> None:
    job = make(store)
    until = LATER + KEEP
    assert store.jobs.finish(take(store), MADE, KEEP, at=LATER)
    done = store.jobs.get(job.id)
    assert done is not None
    assert (done.made_of, done.finished, done.expires, done.done, done.as_of) == (MADE, LATER, until, 3, 7)
    assert done.state_at(until - timedelta(milliseconds=1)) is JobState.DONE
    assert done.state_at(until) is JobState.EXPIRED
    assert [one.id for one in store.jobs.in_use()] == [job.id]
    assert store.jobs.expire(at=until - timedelta(seconds=1)) == []
    assert store.jobs.expire(at=until) == [MADE.file]
    assert store.jobs.expire(at=until) == []
    assert not store.jobs.in_use()
    store.jobs.expire(at=AT + timedelta(days=10 * KEPT_DAYS))
    expired = store.jobs.get(job.id)
    assert expired is not None
    assert (expired.state, expired.made_of, expired.asked) == (JobState.EXPIRED, MADE, wish().asked)
    assert store.jobs.cancel(job.id) == expired


def test_a_cancelled_job_is_nobodys(store: Store) -> None:
    waiting, running, done = (make(store, each) for each in "abc")
    store.jobs.cancel(waiting.id, at=AT)
    held = take(store)
    assert held.job.id == running.id
    store.jobs.cancel(running.id, at=AT)
    assert not store.jobs.renew(held, LEASE, 1, at=AT)
    assert not store.jobs.finish(held, MADE, KEEP, at=AT)
    assert store.jobs.finish(take(store), MADE, KEEP, at=AT)
    store.jobs.cancel(done.id, at=AT)
    assert {state(store, job) for job in (waiting, running, done)} == {JobState.CANCELLED}
    assert not store.jobs.due(at=LATER)
    assert store.jobs.cancel("export-aaaaaaaaaaaaaaaa") is None


def test_what_never_was_done_is_forgotten_in_time(store: Store) -> None:
    never, once = make(store, "a"), make(store, "b")
    store.jobs.cancel(never.id, at=AT)
    store.jobs.finish(take(store), MADE, KEEP, at=AT)
    store.jobs.cancel(once.id, at=AT)
    store.jobs.expire(at=AT + timedelta(days=KEPT_DAYS - 1))
    assert store.jobs.get(never.id)
    store.jobs.expire(at=AT + timedelta(days=KEPT_DAYS + 1))
    assert store.jobs.get(never.id) is None
    assert store.jobs.get(once.id)


def _at_once(store: Store, wishes: list[JobWish]) -> list[tuple[Job, str] | None]:
    """What each was given, all asking in the same moment; None for who was refused."""
    together = Barrier(len(wishes))

    def ask(one: JobWish) -> tuple[Job, str] | None:
        together.wait(30)
        try:
            return store.jobs.make(one, at=AT)
        except TooManyJobs:
            return None

    with ThreadPoolExecutor(len(wishes)) as pool:
        return list(pool.map(ask, wishes))


@pytest.mark.parametrize("asker", ["one", "two", "three", "four", "five"])
def test_who_asks_much_at_once_is_given_no_more(store: Store, asker: str) -> None:
    given = _at_once(store, [wish(str(number), asker) for number in range(12)])
    assert len([one for one in given if one]) == MOST_EACH
    assert len(store.jobs.in_use()) == MOST_EACH


def test_the_same_asked_for_at_once_is_one_job(store: Store) -> None:
    given = [one for one in _at_once(store, [wish()] * 12) if one]
    assert len(given) == 12
    assert len({job.id for job, _ in given}) == 1
    assert len([secret for _, secret in given if secret]) == 1


def _worker(queue: JobQueue, name: str, seed: int) -> list[str]:
    chance, done = random.Random(seed), []
    while (claim := queue.take(name, LEASE)) is not None:
        if chance.random() < 0.2:
            assert queue.release(claim)
        else:
            assert queue.finish(claim, MADE, KEEP)
            done.append(claim.job.id)
    return done


def test_many_workers_do_many_jobs_each_once(store: Store) -> None:
    jobs = [make(store, str(number), str(number)).id for number in range(60)]
    with ThreadPoolExecutor(6) as pool:
        working = [pool.submit(_worker, store.jobs, f"w{number}", number) for number in range(6)]
        done = Counter(job for one in working for job in one.result(60))
    # One given back in the end of all by who saw no other may be left to the next.
    for left in _worker(store.jobs, "last", 7):
        done[left] += 1
    assert done == Counter(jobs)
