"""The official client: so many questions at once, each within its time, and a moment's rest after a failure."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from threading import BoundedSemaphore, Lock
from typing import Any, TypeVar, cast

import orjson
from elasticsearch import ConnectionError as NoConnection
from elasticsearch import ConnectionTimeout, Elasticsearch
from elasticsearch.serializer import OrjsonSerializer

from search.engines.elasticsearch.address import Address
from search.engines.elasticsearch.guard import guarded, kind_of, of_status, reason_of
from search.engines.elasticsearch.timing import TimedNode, due
from search.errors import EngineUnavailable
from search.patience import asked_at

T = TypeVar("T")

REST_S = 1.0
"""After no node answered, and no other question was answered meanwhile, questions are refused for so long, but for one
at a time that looks whether one does."""

WAIT_S = 1.0
"""How long a question waits for others to be answered before it is refused: its thread must be free for `/healthz`."""

MOST_ASKED = 3
"""Hosts, one after the other, for one question; each may itself wait for a copy on one that hangs."""

LEFT_S = 30.0
"""For so long at the most a host that failed is left alone."""

WARY_S = 2 * LEFT_S
"""So long after an answer did not come in time one of the copies of an index may hang. One that
wakes may not know for a moment that the others went on without it."""

_JSON = "application/vnd.elasticsearch+json"
_LINES = {"Accept": "application/json", "Content-Type": "application/x-ndjson"}

Body = dict[str, Any]
Answer = Mapping[str, Any]


def client(address: Address, timeout_s: float, connections: int, *, patient: bool = False) -> Elasticsearch:
    """Nothing is asked yet. A cut connection is tried on each host once more; what is too busy is for the caller.

    One that is `patient` tries a host that keeps silent once more, too.
    """
    # What failed is told by us, once, and not with every try.
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)
    known: dict[str, Any] = {}
    if address.api_key:
        known["api_key"] = address.api_key
    elif address.user:
        known["basic_auth"] = (address.user, address.password)
    if address.ca:
        known["ca_certs"] = address.ca
    return Elasticsearch(
        list(address.hosts),
        request_timeout=timeout_s,
        max_retries=len(address.hosts),
        retry_on_status=(),
        retry_on_timeout=patient,
        connections_per_node=connections,
        node_class=TimedNode,
        # One host alone is asked even so.
        dead_node_backoff_factor=0.5,
        max_dead_node_backoff=LEFT_S,
        serializers={_JSON: OrjsonSerializer()},
        meta_header=False,
        **known,
    )


class Connection:
    """What readers ask through. Safe among threads."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._client = client(address, address.timeout_s, address.connections)
        self._free = BoundedSemaphore(address.connections)
        self._lock = Lock()
        self._resting_until = 0.0
        self._answered = 0.0
        self._looking = False
        self._wary_until = 0.0

    @property
    def may_hang(self) -> bool:
        """Whether one of the copies may hang, or has only just woken."""
        return time.monotonic() < self._wary_until

    def ask(self, what: str, run: Callable[[Elasticsearch], T], *, apart: bool = False) -> T:
        """What `run` gets from the client; EngineUnavailable at once where nothing answered a moment ago.

        All that is asked for one question shares its time, but for what is asked `apart`.
        """
        until = (time.monotonic() if apart else asked_at()) + self.address.timeout_s
        with self._turn(what, until), guarded(what):
            return self._in_time(run, until)

    def search(self, what: str, searches: Sequence[tuple[Body, Body]], index: str) -> list[Answer]:
        """The answers to searches (header and body) one after the other, in one request; each is whole or an error."""

        path = f"/{index}/_msearch?max_concurrent_searches=1"

        def run(client: Elasticsearch) -> Answer:
            # Made here: the client would write these lines with the slower library.
            bodies = [body for _, body in searches]
            lines = [orjson.dumps(line) for pair in zip(self._copies(searches), bodies, strict=True) for line in pair]
            return cast(Answer, client.perform_request("POST", path, headers=_LINES, body=lines).body)

        found = self.ask(what, run)
        with guarded(what):
            answers: list[Answer] = list(found["responses"])
            if len(answers) != len(searches):
                raise ValueError(len(answers))
            for answer in answers:
                _check_whole(what, answer)
        return answers

    def close(self) -> None:
        self._client.close()

    def _in_time(self, run: Callable[[Elasticsearch], T], until: float) -> T:
        """Of several hosts another is asked, where one keeps silent for half of the time that is left."""
        for _ in self.address.hosts[1:MOST_ASKED]:
            now = time.monotonic()
            with suppress(ConnectionTimeout), self._due(now + (until - now) / 2):
                return run(self._client)
        with self._due(until):
            return run(self._client)

    @contextmanager
    def _due(self, at: float) -> Iterator[None]:
        try:
            with due(at):
                yield
        except ConnectionTimeout:
            self._wary_until = time.monotonic() + WARY_S
            raise

    def _copies(self, searches: Sequence[tuple[Body, Body]]) -> list[Body]:
        """The headers, all of which wish for the same copy; none for any while one may hang, for the cluster knows."""
        headers = [{name: value for name, value in header.items() if name != "preference"} for header, _ in searches]
        wished = next((header["preference"] for header, _ in searches if "preference" in header), "")
        if not wished or self.may_hang:
            return headers
        return [header | {"preference": wished} for header in headers]

    @contextmanager
    def _turn(self, what: str, until: float) -> Iterator[None]:
        looks = self._looks(what)
        if not self._free.acquire(timeout=max(0.0, min(WAIT_S, until - time.monotonic()))):
            self._looked(looks)
            raise EngineUnavailable(f"{what}: {self.address.connections} questions are being asked already")
        begun = time.monotonic()
        try:
            yield
        except EngineUnavailable as error:
            # One question that takes too long keeps nobody else from asking.
            if isinstance(error.__cause__, NoConnection | ConnectionTimeout) and self._answered < begun:
                self._resting_until = time.monotonic() + REST_S
            raise
        else:
            self._answered = time.monotonic()
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
