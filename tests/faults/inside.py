"""A node in this process, on an engine that a test breaks: put to, followed, asked; all of it real."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask

from api import create_app
from bench.asking import Answer, tells_nothing
from bench.killing import state
from indexers import following
from indexers.workers import Workers
from records.schema import draft
from records.store import Store
from search.engines import open_engine
from settings import Settings
from tests.indexers.taking import record

AGAIN_S = 0.3
"""What following rests after a fault here, instead of seconds."""

LIST = "/v1/records?facets=type&page_size=5"


@dataclass
class Inside:
    """`put` counts on from what is there."""

    settings: Settings
    store: Store
    app: Flask
    names: tuple[str, ...]
    made: int = 0
    asked: list[Answer] = field(default_factory=list)

    def put(self, number: int) -> None:
        made = range(self.made + 1, self.made + number + 1)
        self.store.put([draft(record(each)) for each in made])
        self.made += number

    def ask(self, path: str) -> Answer:
        """Looked through for words of the engine."""
        begun = time.monotonic()
        told = self.app.test_client().get(path)
        headers = {name.lower(): value for name, value in told.headers.items()}
        answer = Answer(path, told.status_code, headers, told.get_data(), begun, time.monotonic() - begun)
        tells_nothing(answer, self.names)
        return answer

    def total(self) -> int:
        """As answered now; -1 where it is not, or from what was kept."""
        answer = self.ask(LIST)
        return answer.json["total"]["value"] if answer.status == 200 and not answer.stale else -1

    def seq(self) -> int:
        with closing(open_engine(self.settings.engine_url)) as engine:
            return engine.health().seq

    def in_step(self) -> bool:
        return self.seq() == self.store.last_seq()

    def state(self) -> str:
        return state(self.settings.data, WENMAI_ENGINE_URL=self.settings.engine_url)


@contextmanager
def inside(folder: Path, engine_url: str, *names: str) -> Iterator[Inside]:
    """`names` are those of indices and hosts, which nobody may be told."""
    told: dict[str, Any] = {"WENMAI_DATA": str(folder), "WENMAI_ENGINE_URL": engine_url, "WENMAI_LIMITS": "off"}
    settings = Settings.from_env(told)
    with closing(Store.open(settings.database_url)) as store, Workers():
        app = create_app(settings)
        try:
            yield Inside(settings, store, app, names)
        finally:
            app.extensions["wenmai"].close()


@contextmanager
def followed(node: Inside) -> Iterator[None]:
    """The index follows the store while the block runs."""
    over = threading.Event()
    before, following.PATIENCE_S = following.PATIENCE_S, AGAIN_S
    thread = threading.Thread(target=following.follow, args=(node.settings, lambda: not over.is_set()))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(60)
        following.PATIENCE_S = before
    assert not thread.is_alive()


def soon(what: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, f"not within {seconds} s"
        time.sleep(0.1)
