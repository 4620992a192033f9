"""One GET to a served node whose engine is broken: timed, and looked through for words of the engine."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from threading import Event
from typing import Any
from urllib.parse import quote

INSIDES = (
    "elastic",
    "lucene",
    "exception",
    "shard",
    "traceback",
    "urllib3",
    "node-1",
    "node-2",
    "node-3",
    "127.0.0.1",
    "localhost",
    "_search",
    "bad gateway",
    "alias",
    "cluster",
    "errno",
    "timed out",
    "refused",
)
"""Words by which an engine, a host or Python would show itself; none is ours to use in an answer."""


@dataclass(frozen=True, repr=False)
class Answer:
    path: str
    status: int
    headers: dict[str, str]
    body: bytes
    begun: float
    seconds: float

    def __repr__(self) -> str:
        return f"{self.status} for {self.path} in {self.seconds:.2f} s: {self.headers} {self.body[:400]!r}"

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def stale(self) -> bool:
        return "stale" in self.headers.get("cache-status", "")


def ask(port: int, path: str, names: Sequence[str] = (), timeout: float = 60) -> Answer:
    """The answer; `names` are more words that no error may hold, such as those of indices."""
    begun = time.monotonic()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)) as connection:
        connection.request("GET", quote(path, safe="/?&=*%:,"))
        told = connection.getresponse()
        headers = {name.lower(): value for name, value in told.getheaders()}
        body = told.read()
    answer = Answer(path, told.status, headers, body, begun, time.monotonic() - begun)
    tells_nothing(answer, names)
    return answer


def tells_nothing(answer: Answer, names: Sequence[str] = ()) -> None:
    """An error is a problem of ours that asks to come back, and neither it nor any header shows what lies behind."""
    shown = " ".join(f"{name}: {value}" for name, value in answer.headers.items() if name != "link").lower()
    if answer.status >= 400:
        assert answer.headers["content-type"] == "application/problem+json", answer
        assert answer.json["request_id"] == answer.headers["x-request-id"], answer
        shown += answer.body.decode().lower()
    if answer.status >= 500:
        assert answer.status == 503, answer
        assert int(answer.headers["retry-after"]) > 0, answer
    assert not [word for word in (*INSIDES, *names) if word.lower() in shown], answer


@contextmanager
def asked_over_and_over(port: int, path: str, every_s: float = 0.05) -> Iterator[list[Answer]]:
    """While the block runs, and once however short it is; the list grows meanwhile, and is whole after it."""
    over, answers = Event(), list[Answer]()

    def run() -> None:
        answers.append(ask(port, path))
        while not over.wait(every_s):
            answers.append(ask(port, path))

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run)
        try:
            yield answers
        finally:
            over.set()
        running.result()


def at_once(port: int, paths: Sequence[str], names: Sequence[str] = ()) -> list[Answer]:
    """All asked at the same moment, each by a client of its own."""
    with ThreadPoolExecutor(len(paths)) as pool:
        return list(pool.map(lambda path: ask(port, path, names), paths))


def within(seconds: float, what: Callable[[], bool]) -> float:
    """The seconds until it is so; fails where it is not in time."""
    begun = time.monotonic()
    while not what():
        assert time.monotonic() - begun < seconds, f"not within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - begun
