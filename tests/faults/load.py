"""Clients that ask a served node without a pause, and notice every answer that failed or was not the right one."""

from __future__ import annotations

import http.client
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

from bench.serving import Asked, ask

Right = Mapping[Asked, bytes]
"""The bytes that each question is to be answered with."""

SPACES = 4_000
KEPT = 40
"""Requests on one connection, about; then another is opened, so that every worker is heard."""


@dataclass
class Noticed:
    """Of one client; `wrong` tells each answer that was not as it should be."""

    answers: int = 0
    wrong: list[str] = field(default_factory=list)


def _written(asked: Asked, chance: random.Random) -> Asked:
    """The same question; posted ones in a way that nobody wrote it before, so that its answer is kept nowhere."""
    if isinstance(asked, str):
        return asked
    path, body = asked
    return path, body + b" " * chance.randrange(SPACES)


def _ask_on(port: int, questions: Sequence[Asked], right: Right, over: Event, noticed: Noticed) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    chance = random.Random(repr(questions))
    while not over.is_set():
        asked = chance.choice(questions)
        try:
            status, body = ask(connection, _written(asked, chance))
            if status != 200 or body != right[asked]:
                noticed.wrong.append(f"{asked!r}: {status} {body[:200]!r}")
        except (OSError, http.client.HTTPException) as error:
            noticed.wrong.append(f"{asked!r}: {error!r}")
            connection.close()
        noticed.answers += 1
        if chance.randrange(KEPT) == 0:
            connection.close()
    connection.close()


@contextmanager
def load(port: int, right: Right, clients: int, seed: int) -> Iterator[Callable[[], int]]:
    """Clients ask while the block runs, which is given how many answers there were so far; each must be right."""
    over, chance = Event(), random.Random(seed)
    noticed = [Noticed() for _ in range(clients)]
    orders = [chance.sample(list(right), len(right)) for _ in range(clients)]
    threads = [
        Thread(target=_ask_on, args=(port, order, right, over, one), daemon=True)
        for order, one in zip(orders, noticed, strict=True)
    ]
    for thread in threads:
        thread.start()
    try:
        yield lambda: sum(one.answers for one in noticed)
    finally:
        over.set()
        for thread in threads:
            thread.join(30)
    wrong = [told for one in noticed for told in one.wrong]
    assert not wrong, (len(wrong), wrong[:3])
    assert all(one.answers for one in noticed)
