"""Answers that all processes of a node share in its Redis, and which of them makes the next one."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from functools import cached_property
from threading import Lock
from typing import Any, cast

from api.caching.answers import Answer, Position
from api.caching.packing import pack, unpack
from api.resilience.redis import Bypassed, Client, Redis

LARGEST = 1024 * 1024
"""Bytes of the largest answer that is shared."""

EXPIRES_S = 600
"""How long an answer is there; it is given as a fresh one only at its position, else while the engine is down."""

ALLOWED = 64 * 1024 * 1024
"""Bytes that one process puts in while an answer expires: a bound to what the cache takes, whatever is asked."""

LEASE_S = 2.0
"""How long whoever makes an answer is waited for: not longer if it died, nor if it is slow."""

POLL_S = 0.015

_ALONE = b"alone"
_RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('set', KEYS[1], ARGV[2], 'KEEPTTL') end"


class _Allowance:
    """So many bytes a time, given anew as time goes by."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._left, self._rate = most, float(most), most / seconds
        self._seen = time.monotonic()
        self._lock = Lock()

    def takes(self, size: int) -> bool:
        with self._lock:
            now = time.monotonic()
            self._left = min(self._most, self._left + (now - self._seen) * self._rate)
            self._seen = now
            if size > self._left:
                return False
            self._left -= size
            return True


class SharedAnswers:
    """The newest answer of each question, made by whichever process; never an error, at worst nothing.

    `edition` tells apart what answers otherwise to the same question at the same position: another release.
    """

    def __init__(self, redis: Redis, secret: Callable[[], str], edition: Callable[[], str]) -> None:
        self._redis = redis
        self._given_secret = secret
        self._given_edition = edition
        self._allowance = _Allowance(ALLOWED, EXPIRES_S)

    @cached_property
    def _secret(self) -> bytes:
        return self._given_secret().encode()

    @cached_property
    def _edition(self) -> str:
        return self._given_edition()

    @property
    def configured(self) -> bool:
        return self._redis.configured

    def get(self, question: str) -> Answer | None:
        name = self._name(question)
        try:
            return self._read(name, self._redis.ask(lambda client: client.get(name)))
        except Bypassed:
            return None

    def once(self, question: str, position: Position, make: Callable[[], Answer | None]) -> Answer | None:
        """The answer at this position: that of another process where one is making it, else what `make` gives."""
        if not self._redis.configured:
            return make()
        lock = f"{self._name(question)}:{'@'.join(map(str, position))}"
        token = secrets.token_bytes(8)
        try:
            found = self._awaited(question, lock, token, position)
        except Bypassed:
            found, token = None, b""
        return found or self._make(question, lock, token, make)

    def _awaited(self, question: str, lock: str, token: bytes, position: Position) -> Answer | None:
        """Another's answer; None where this process is the one to make it, or nobody else will in time."""
        name = self._name(question)
        until = time.monotonic() + LEASE_S
        while True:
            mine, holder, packed = self._redis.ask(lambda client: _looked(client, name, lock, token), writes=True)
            answer = self._read(name, packed)
            if answer is not None and answer.position == position:
                return answer
            if mine or holder == _ALONE or time.monotonic() > until:
                return None
            time.sleep(POLL_S)

    def _make(self, question: str, lock: str, token: bytes, make: Callable[[], Answer | None]) -> Answer | None:
        answer = None
        try:
            answer = make()
        finally:
            self._end(question, lock, token, answer)
        return answer

    def _end(self, question: str, lock: str, token: bytes, answer: Answer | None) -> None:
        """Puts in what others can use; where that is nothing, they are told to do without."""
        name = self._name(question)
        packed = pack(answer, name.encode(), self._secret) if answer and answer.size <= LARGEST else b""
        shared = bool(packed) and self._allowance.takes(len(packed))

        def told(client: Client) -> Any:
            pipe = client.pipeline(transaction=False)
            if shared:
                pipe.set(name, packed, ex=EXPIRES_S)
            if token:
                pipe.eval(_RELEASE, 1, lock, token, _ALONE)
            return pipe.execute()

        if not (shared or token):
            return
        try:
            self._redis.ask(told, writes=True)
        except Bypassed:
            pass

    def _read(self, name: str, packed: object) -> Answer | None:
        return unpack(packed, name.encode(), self._secret) if isinstance(packed, bytes) else None

    def _name(self, question: str) -> str:
        asked = f"{self._edition} {question}".encode()
        return self._redis.name("answer", hashlib.blake2b(asked, digest_size=16).hexdigest())


def _looked(client: Client, name: str, lock: str, token: bytes) -> tuple[bool, bytes | None, object]:
    """In one trip: whether the lock is now ours, whose it is, and the answer, which may have come meanwhile."""
    pipe = client.pipeline(transaction=False)
    pipe.set(lock, token, px=int(LEASE_S * 1000), nx=True)
    pipe.get(lock)
    pipe.get(name)
    mine, holder, packed = pipe.execute()
    return bool(mine), cast("bytes | None", holder), packed
