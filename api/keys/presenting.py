"""Where a request carries its key: in a header, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import Request

from api.errors import KeyInAddress, KeyNotValid, KeysDiffer

OWN = "X-Api-Key"
IN_ADDRESS = re.compile(
    r"(x[-_]?)?(api|app|access|auth|client|id|secret|subscription|private|bearer)?[-_]?(key|token)s?"
    r"|authori[sz]ation|bearer|secret|wskey",
    re.IGNORECASE,
)
"""Names of parameters that would hold a key."""

MARKED = re.compile(r"wenmai_[sp]k_[0-9A-Za-z]{8,}")
"""A key, or a good part of one."""

HOW = "send it in a header: X-Api-Key: wenmai_… or Authorization: Bearer wenmai_…"


def presented(request: Request) -> str:
    """The text given as a key, empty where none is. Raises KeyInAddress, KeysDiffer, KeyNotValid."""
    if request.query_string or "wenmai_" in request.path:
        _refuse_in_address(request)
    headers = request.headers
    own = _own(headers[OWN]) if OWN in headers else ""
    bearer = _bearer(headers["Authorization"]) if "Authorization" in headers else ""
    if own and bearer and own != bearer:
        raise KeysDiffer("X-Api-Key and Authorization hold two different keys; send one of them")
    return own or bearer


def _own(header: str) -> str:
    if not header.strip():
        raise KeyNotValid("empty", "X-Api-Key is empty; leave it out to ask without a key")
    return header.strip()


def _bearer(header: str) -> str:
    """The token of a bearer; what other schemes say is not for us, unless it is a key of ours."""
    scheme, _, token = header.strip().partition(" ")
    if scheme.lower() == "bearer":
        if not token.strip():
            raise KeyNotValid("empty", "Authorization: Bearer is empty; leave it out to ask without a key")
        return token.strip()
    if MARKED.search(header):
        raise KeyNotValid("misplaced", "Authorization holds a key without the word Bearer before it")
    return ""


def _refuse_in_address(request: Request) -> None:
    names = dict.fromkeys(_suspect(request))
    if names:
        raise KeyInAddress(names)


def _suspect(request: Request) -> Iterator[str]:
    if MARKED.search(request.path):
        yield "path"
    for name, value in request.args.items(multi=True):
        if IN_ADDRESS.fullmatch(name) or MARKED.search(value) or MARKED.search(name):
            yield MARKED.sub("…", name)
