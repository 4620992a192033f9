"""Where an index is, and how it is to be kept: read from one URL."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from search.errors import EngineError

FORM = "elasticsearch+http://[user:password@]host:9200[,host:9200…]/prefix[?name=value&…]"

_PREFIX = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_REPLICAS = re.compile(r"\d{1,2}|0-(\d|all)")
_INTERVAL = re.compile(r"-1|\d{1,6}(ms|s|m)")
_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Address:
    """The hosts of one cluster, the prefix of all names in it, and the settings of this index.

    replicas: a number, or a range such as `0-1`, which the cluster fills as far as it has nodes. refresh: how often
    changes may show before their position does; `-1`: together with it. timeout_s: how long a reader waits for an
    answer. connections: questions asked at once by one process. patience_s: how long a writer goes on trying where
    the cluster is too busy.
    """

    hosts: tuple[str, ...]
    prefix: str
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca: str = ""
    shards: int = 1
    replicas: str = "0-1"
    refresh: str = "-1"
    timeout_s: float = 5.0
    connections: int = 6
    patience_s: float = 120.0

    @classmethod
    def parse(cls, url: str) -> Address:
        """EngineError, which shows no secret, where the URL is not of the form `FORM`."""
        split = urlsplit(url)
        userinfo, _, hosts = split.netloc.rpartition("@")
        user, _, password = userinfo.partition(":")
        scheme = split.scheme.partition("+")[2]
        prefix = split.path.strip("/") or "wenmai"
        known = [host for host in hosts.split(",") if host]
        if scheme not in ("http", "https") or not known or not all(map(_HOST.fullmatch, known)):
            raise EngineError(f"WENMAI_ENGINE_URL does not name its hosts; write {FORM}")
        if not _PREFIX.fullmatch(prefix):
            raise EngineError(f"WENMAI_ENGINE_URL: the prefix {prefix!r} is not lower-case letters, digits and . _ -")
        places = tuple(f"{scheme}://{host if _has_port(host) else f'{host}:9200'}" for host in known)
        return cls(places, prefix, unquote(user), unquote(password), **_options(split.query))

    @property
    def shown(self) -> str:
        """For people: without a secret."""
        return f"{','.join(self.hosts)}/{self.prefix}"


def _has_port(host: str) -> bool:
    return re.search(r":\d+$", host) is not None


def _count(text: str) -> int:
    if not 1 <= int(text) <= 1_000:
        raise ValueError
    return int(text)


def _seconds(text: str) -> float:
    if not 0.05 <= float(text) <= 600:
        raise ValueError
    return float(text)


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError
        return text

    return read


_OPTIONS: Mapping[str, tuple[str, Callable[[str], Any], str]] = {
    "api_key": ("api_key", str, "an encoded API key"),
    "ca": ("ca", str, "the file of a certificate authority"),
    "shards": ("shards", _count, "a number from 1"),
    "replicas": ("replicas", _matching(_REPLICAS), "a number, or a range such as 0-1"),
    "refresh": ("refresh", _matching(_INTERVAL), "a time such as 1s, or -1"),
    "timeout": ("timeout_s", _seconds, "seconds, from 0.05 to 600"),
    "connections": ("connections", _count, "a number from 1"),
    "patience": ("patience_s", _seconds, "seconds, from 0.05 to 600"),
}


def _options(query: str) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, text in parse_qsl(query, keep_blank_values=True):
        if name not in _OPTIONS:
            raise EngineError(f"WENMAI_ENGINE_URL: there is no option {name!r}; there are {', '.join(_OPTIONS)}")
        into, read, form = _OPTIONS[name]
        try:
            told[into] = read(text)
        except ValueError as error:
            raise EngineError(f"WENMAI_ENGINE_URL: {name} takes {form}") from error
    return told
