"""The official client: so many questions at once, each within its time, and a moment's rest after a failure."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Any, TypeVar

from elasticsearch import ConnectionError as NoConnection
from elasticsearch import ConnectionTimeout, Elasticsearch
from elasticsearch.serializer import OrjsonSerializer

from search.engines.elasticsearch.address import Address
from search.engines.elasticsearch.guard import guarded, kind_of, of_status, reason_of
from search.errors import EngineUnavailable

T = TypeVar("T")

REST_S = 1.0
"""After no node answered, questions are refused for so long, but for one at a time that looks whether one does."""

WAIT_S = 1.0
"""How long a question waits for others to be answered before it is refused: its thread must be free for `/healthz`."""

_JSON = "application/vnd.elasticsearch+json"

Body = dict[str, Any]
Answer = Mapping[str, Any]


def client(address: Address, timeout_s: float, connections: int) -> Elasticsearch:
    """Nothing is asked yet. A cut connection is tried on each host once more; what is too busy is for the caller."""
    secrets: dict[str, Any] = {}
    if address.api_key:
        secrets["api_key"] = address.api_key
    elif address.user:
        secrets["basic_auth"] = (address.user, address.password)
    if address.ca:
        secrets["ca_certs"] = address.ca
    return Elasticsearch(
        list(address.hosts),
        request_timeout=timeout_s,
        max_retries=len(address.hosts),
        retry_on_status=(),
        retry_on_timeout=False,
        connections_per_node=connections,
        # A node that fell is looked at again soon: with one host alone it is asked anyway.
        dead_node_backoff_factor=0.5,
        max_dead_node_backoff=5,
        serializers={_JSON: OrjsonSerializer()},
        **secrets,
    )


class Connection:
    """What readers ask through. Safe among threads."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._client = client(address, address.timeout_s, address.connections)
        self._free = BoundedSemaphore(address.connections)
        self._lock = Lock()
        self._resting_until = 0.0
        self._looking = False

    def ask(self, what: str, run: Callable[[Elasticsearch], T]) -> T:
        """What `run` gets from the client; EngineUnavailable at once where nothing answered a moment ago."""
        with self._turn(what), guarded(what):
            return run(self._client)

    def search(self, what: str, searches: Sequence[tuple[Body, Body]], index: str) -> list[Answer]:
        """The answers to searches (header and body) one after the other, in one request; each is whole or an error."""
        lines = [line for search in searches for line in search]
        found = self.ask(
            what, lambda client: client.msearch(searches=lines, index=index, max_concurrent_searches=1).body
        )
        with guarded(what):
            answers: list[Answer] = list(found["responses"])
            if len(answers) != len(searches):
                raise ValueError(len(answers))
            for answer in answers:
                _check_whole(what, answer)
        return answers

    def close(self) -> None:
        self._client.close()

    @contextmanager
    def _turn(self, what: str) -> Iterator[None]:
        looks = self._looks(what)
        if not self._free.acquire(timeout=WAIT_S):
            self._looked(looks)
            raise EngineUnavailable(f"{what}: {self.address.connections} questions are being asked already")
        try:
            yield
        except EngineUnavailable as error:
            if isinstance(error.__cause__, NoConnection | ConnectionTimeout):
                self._resting_until = time.monotonic() + REST_S
            raise
        else:
            self._resting_until = 0.0
        finally:
            self._free.release()
            self._looked(looks)

    def _looks(self, what: str) -> bool:
        """Whether this question is the one that looks if anything answers again."""
        if not self._resting_until:
            return False
        with self._lock:
            if self._looking or time.monotonic() < self._resting_until:
                raise EngineUnavailable(f"{what}: nothing answered a moment ago")
            self._looking = True
        return True

    def _looked(self, looks: bool) -> None:
        if looks:
            self._looking = False


def _check_whole(what: str, answer: Answer) -> None:
    """A part of the records is no answer."""
    if "error" in answer:
        raise of_status(what, int(answer.get("status", 500)), kind_of(answer), reason_of(answer))
    if answer["timed_out"] or answer["_shards"]["failed"]:
        raise EngineUnavailable(f"{what}: only a part of the index answered")
