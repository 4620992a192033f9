"""Who asks: found out once a request, by the key or else the address, and told apart from others by it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from flask import g, request
from werkzeug.datastructures import Headers

from api.keys.recognising import recognised
from api.node import here
from records.keys import OPEN_SCOPES, Key
from settings import Proxies

ANONYMOUS = "anonymous"
"""The tier of those who bring no key."""

UNKNOWN = "unknown"
"""The bucket of those whose address cannot be told, as on a Unix socket."""

_V6_PREFIX = 64
"""A household or a phone is given at least so much; its addresses within change all day."""

_LONGEST = 100
_ELEMENT = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')
_FOR = re.compile(r'(?:^|;)\s*for\s*=\s*("?)([^";,\s]+)\1\s*(?:;|$)', re.IGNORECASE)
_WITH_PORT = re.compile(r"\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+")


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever asks. Callers with one `bucket` share their limits; `key` is None for those who brought none.

    `address` is the bucket of the address, with a key too. `unverified`: a key came that nobody can look up now; it is
    served as without.
    """

    bucket: str
    tier: str = ANONYMOUS
    key: Key | None = None
    address: str = UNKNOWN
    unverified: bool = False

    @property
    def scopes(self) -> tuple[str, ...]:
        """What may be done: the data is the same for all, so reading and bulk are open without a key."""
        return self.key.scopes if self.key else OPEN_SCOPES

    @property
    def overrides(self) -> Mapping[str, int]:
        """Limits of its own, by name, in place of the tier's."""
        return self.key.overrides if self.key else {}


def caller() -> Caller:
    """Who asks what is being answered; raises what `recognised` does for a key that is not to be taken."""
    if "caller" not in g:
        g.caller = _caller()
    found: Caller = g.caller
    return found


def _caller() -> Caller:
    """A key is counted with all that it was rotated from, so that rotating it gives nobody more."""
    from_where = asking_from()
    key, unverified = recognised(request, here().keys)
    if key is None:
        return Caller(from_where, address=from_where, unverified=unverified)
    return Caller(f"key:{key.line}", key.tier, key, address=from_where)


def asking_from() -> str:
    """The bucket of the address that what is being answered came from, whatever key it brought."""
    return bucket(address(request.remote_addr, request.headers, here().settings.proxies))


def address(peer: str | None, headers: Headers | Mapping[str, str], proxies: Proxies) -> str:
    """The caller's address: the peer's, or what the outermost of the trusted proxies wrote.

    Counted from the right, for anything further left is whatever the caller wishes to be; where fewer were written,
    or what stands there is no address, it is the peer's.
    """
    if not proxies.count:
        return peer or ""
    noted = headers.get(proxies.header, "")
    told = _forwarded(noted) if proxies.header == "Forwarded" else noted.rsplit(",", proxies.count)
    found = _bare(told[-proxies.count]) if len(told) >= proxies.count else ""
    return found if _parsed(found) else peer or ""


def _forwarded(noted: str) -> list[str]:
    """The `for` of each element of a `Forwarded` header (RFC 7239), empty where it has none."""
    found = [_FOR.search(element) for element in _ELEMENT.findall(noted)]
    return [one[2] if one else "" for one in found]


def _bare(told: str) -> str:
    """Without brackets and port."""
    told = told.strip()[:_LONGEST]
    found = _WITH_PORT.fullmatch(told)
    return found[1] or found[2] if found else told


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


@lru_cache(maxsize=4_096)
def bucket(text: str) -> str:
    """What the address is counted by: IPv4 whole, also where it is written as IPv6, and IPv6 by its /64."""
    found = _parsed(text)
    if found is None:
        return UNKNOWN
    if isinstance(found, IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(IPv6Network((int(found), _V6_PREFIX), strict=False))
