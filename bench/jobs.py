"""How long export jobs take: everything as one file of each kind, and two hundred small ones asked for at once."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from typing import Any

from bench import nodes, questions
from bench.common import keep, percentile, show
from bench.load import LONGEST_S
from bench.serving import get, serving

ROUNDS = 3
FORMS = ("ndjson", "csv", "parquet")
MANY = 200
LOOK_S = 0.05
"""How often it is looked whether a job is done."""


@dataclass(frozen=True, slots=True)
class Job:
    """Where it is told of, and what it is cancelled with."""

    path: str
    secret: str


def main() -> None:
    """Ask a node of all records, with the one worker it has; print records a second, and seconds until all are done."""
    with nodes.whole() as data, serving(data) as (port, _):
        moments = _moments()
        whole = {form: [_whole(port, form, next(moments)) for _ in range(ROUNDS)] for form in FORMS}
        words = sorted({questions.words(path) for path in questions.draw(port)[questions.TWO_WORDS]})
        many, lists = _many(port, words, next(moments))
    rows = [(form, percentile(rates, 0.5), min(rates), max(rates)) for form, rates in whole.items()]
    show("a job of all records, from asking to done, records/s", ("", "middle", "least", "most"), rows)
    print(f"{MANY} jobs asked for at once are done after {many:.1f} s; a list takes {lists:.1f} ms (p50) meanwhile")
    keep("jobs", {"whole": whole, "many": MANY, "many_s": many, "list_ms": lists})


def _moments() -> Iterator[str]:
    """Each makes another question of the same records: the same one asked again would be the job there is already."""
    first = time.time_ns() // 1_000_000 % 10**9
    return (f"1970-01-02T00:{at // 60_000 % 60:02}:{at // 1_000 % 60:02}.{at % 1_000:03}Z" for at in count(first))


def _whole(port: int, form: str, moment: str) -> float:
    """Records a second; exits where the job failed."""
    started = time.perf_counter()
    job = _asked(port, {"format": form, "filter": {"modified_from": moment}})
    while not (records := _done(port, job)):
        time.sleep(LOOK_S)
    rate = records / (time.perf_counter() - started)
    _cancel(port, job)
    print(f"  {form}: {rate:,.0f} records/s", flush=True)
    return rate


def _many(port: int, words: list[str], moment: str) -> tuple[float, float]:
    """Seconds until all are done, and the middle of the times of lists meanwhile, in milliseconds."""
    started = time.perf_counter()
    narrowed = [{"year_to": 2_000 - at, "modified_from": moment} for at in range(MANY)]
    left = jobs = [
        _asked(port, {"q": words[at % len(words)], "format": FORMS[at % 3], "filter": one})
        for at, one in enumerate(narrowed)
    ]
    times = []
    while left:
        begun = time.perf_counter()
        get(port, f"/v1/records?q=%E6%9C%88&year_to={3_000 + len(times)}")
        times.append((time.perf_counter() - begun) * 1_000)
        left = left[1:] if _done(port, left[0]) else left
    seconds = time.perf_counter() - started
    for job in jobs:
        _cancel(port, job)
    return seconds, percentile(times, 0.5)


def _asked(port: int, wish: dict[str, Any]) -> Job:
    status, body = _sent(port, "POST", "/v1/exports", json.dumps(wish), {"Content-Type": "application/json"})
    if status != 202:
        raise SystemExit(f"{wish}: {status} {body[:300]!r}")
    told = json.loads(body)
    return Job(f"/v1/exports/{told['id']}", told["secret"])


def _done(port: int, job: Job) -> int:
    """How many records it has, or one where it has none; 0 while it waits or is written."""
    told = json.loads(get(port, job.path)[1])
    if told["state"] not in ("waiting", "running", "done"):
        raise SystemExit(f"{job.path} is {told['state']}: {told.get('why')}")
    return max(1, told["count"]) if told["state"] == "done" else 0


def _cancel(port: int, job: Job) -> None:
    """Its file is removed: it would lie there for days."""
    status, body = _sent(port, "DELETE", job.path, None, {"X-Export-Secret": job.secret})
    if status != 200:
        raise SystemExit(f"{job.path} is not cancelled: {status} {body[:300]!r}")


def _sent(port: int, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, bytes]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=LONGEST_S)) as connection:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


if __name__ == "__main__":
    main()
