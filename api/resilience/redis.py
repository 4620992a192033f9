"""The node's Redis: asked with little patience, left alone when it fails, told of once, and never needed.

Whoever asks catches `Bypassed` and goes on in the process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeAlias, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import structlog
from redis import Redis as _Client
from redis.backoff import NoBackoff
from redis.exceptions import (
    ConnectionError as NotConnected,
)
from redis.exceptions import (
    InvalidResponse,
    NoPermissionError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    ResponseError,
)
from redis.exceptions import (
    TimeoutError as TooSlow,
)
from redis.retry import Retry

from api.resilience.breaker import Breaker, Leave
from settings import SettingsError

TIMEOUT_S = 0.1
"""How long a connection, and each answer, is waited for."""

MOST_CONNECTIONS = 500
"""Far above the threads of a process, each of which uses one at a time."""

_AWAY = (NotConnected, TooSlow, InvalidResponse, OSError)
_WRITES_REFUSED = (OutOfMemoryError, ReadOnlyError, NoPermissionError)
_WRITES_REFUSED_SAID = ("MISCONF", "NOREPLICAS", "OOM")

Client: TypeAlias = _Client
T = TypeVar("T")
log = structlog.get_logger("wenmai.redis")


class Bypassed(Exception):
    """It was not done, or nobody knows whether it was: there is no Redis, it is away or full, or it refused."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How it is with Redis; `reason` is empty, `away` or `full` (it is read, but takes nothing), `since` when."""

    configured: bool
    reason: str = ""
    since: datetime | None = None

    @property
    def ok(self) -> bool:
        return self.configured and not self.reason


class Redis:
    """One a process. Nothing is opened before it is first asked; connections do not outlive a fork.

    `url` is that of the settings, with `?prefix=…` among its options; `secret` gives the node's own, by which it is
    told apart from others on the same server where no prefix is set.
    """

    def __init__(self, url: str, secret: Callable[[], str]) -> None:
        self._secret = secret
        self._address, self._prefix = _split(url)
        self._client = _client(self._address) if self._address else None
        self._there = Breaker()
        self._takes = Breaker()

    @property
    def configured(self) -> bool:
        return self._client is not None

    @cached_property
    def prefix(self) -> str:
        """What every key of this node begins with."""
        return self._prefix or f"wenmai-{hashlib.blake2b(self._secret().encode(), digest_size=6).hexdigest()}"

    def name(self, *parts: str) -> str:
        """A key of this node: its prefix and the parts."""
        return ":".join((self.prefix, *parts))

    def ask(self, what: Callable[[Client], T], *, writes: bool = False) -> T:
        """What `what` gives, asked of the server once; Bypassed in every other case, quickly.

        Say `writes` where it may need room: a full server is then left alone, while reading goes on.
        """
        return self._written(what) if writes else self._asked(what)

    def _written(self, what: Callable[[Client], T]) -> T:
        leave = self._takes.leave()
        if leave is None:
            raise Bypassed
        try:
            given = self._asked(what)
        except Bypassed as bypassed:
            if _refused(bypassed.__cause__) and self._takes.failed(leave):
                log.warning("redis takes nothing in", error=str(bypassed.__cause__))
            raise
        if self._takes.worked(leave):
            log.warning("redis takes in again")
        return given

    def _asked(self, what: Callable[[Client], T]) -> T:
        leave = self._there.leave() if self._client is not None else None
        if self._client is None or leave is None:
            raise Bypassed
        try:
            given = what(self._client)
        except _AWAY as error:
            if self._there.failed(leave):
                log.warning("redis is away; going on without it", error=f"{type(error).__name__}: {error}")
            raise Bypassed from error
        except RedisError as error:
            self._answered(leave)
            raise Bypassed from error
        self._answered(leave)
        return given

    def _answered(self, leave: Leave) -> None:
        if self._there.worked(leave):
            log.warning("redis is back")

    def standing(self) -> Standing:
        """As it is now: asked, unless it is being left alone."""
        if self._client is None:
            return Standing(configured=False)
        try:
            self.ask(lambda client: client.set(self.name("up"), b"1", ex=60), writes=True)
        except Bypassed:
            pass
        for reason, breaker in (("away", self._there), ("full", self._takes)):
            if breaker.broken_since is not None:
                return Standing(configured=True, reason=reason, since=breaker.broken_since)
        return Standing(configured=True)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()


def _refused(error: BaseException | None) -> bool:
    """Whether the server says that it takes nothing in, whatever it would be."""
    told = isinstance(error, ResponseError) and str(error).startswith(_WRITES_REFUSED_SAID)
    return told or isinstance(error, _WRITES_REFUSED)


def _split(url: str) -> tuple[str, str]:
    """The URL as the client takes it, and the prefix that was set with it."""
    if not url:
        return "", ""
    parts = urlsplit(url)
    options = parse_qsl(parts.query)
    prefix = next((value for name, value in options if name == "prefix"), "")
    others = urlencode([(name, value) for name, value in options if name != "prefix"])
    return urlunsplit(parts._replace(query=others)), prefix


def _client(address: str) -> Client:
    """Tries nothing twice: that is the breaker's, and whoever asks has something better to do."""
    try:
        return Client.from_url(
            address,
            socket_timeout=TIMEOUT_S,
            socket_connect_timeout=TIMEOUT_S,
            retry=Retry(NoBackoff(), 0),
            max_connections=MOST_CONNECTIONS,
            protocol=2,
            driver_info=None,
        )
    except ValueError as error:
        raise SettingsError(
            "WENMAI_REDIS_URL takes redis://[user:password@]host[:port][/number], rediss://… or unix://…"
        ) from error
