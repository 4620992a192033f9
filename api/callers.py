"""Who asks: found out once a request, by the address, and told apart from others by it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from flask import g, request
from werkzeug.datastructures import Headers

from api.node import here
from records.keys import Key
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
    """Whoever asks. Callers with one `bucket` share their limits; `key` is None for those who brought none."""

    bucket: str
    tier: str = ANONYMOUS
    key: Key | None = None


def caller() -> Caller:
    """Who asks what is being answered."""
    if "caller" not in g:
        g.caller = Caller(bucket(address(request.remote_addr, request.headers, here().settings.proxies)))
    found: Caller = g.caller
    return found


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
