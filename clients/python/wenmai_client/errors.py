"""What can go wrong.

WenmaiError
├── Unreachable          no answer came, however often it was asked
├── Incomplete           an export ended before its mark, or is not what the mark says
├── Misuse               what was asked for cannot be asked; nothing was sent (a ValueError too)
├── JobEnded             an export job will give no file: it failed, was cancelled, or expired
└── Problem              the node answered with a problem (RFC 9457)
    ├── InvalidRequest   400: `errors` tells every parameter that is wrong, and the nearest right one
    ├── NotAllowed       401 and 403
    ├── NotFound         404
    ├── Withdrawn        410: `reason`
    ├── TooManyRequests  429, after all patience
    └── NotReady         502, 503 and 504, after all patience
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx


class WenmaiError(Exception):
    """Above all errors of this client."""


class Unreachable(WenmaiError):
    """No answer came."""


class Incomplete(WenmaiError):
    """What came is not whole; nothing was put in place of the file."""


class Misuse(WenmaiError, ValueError):
    """Says what is wrong and what to do instead; nothing was sent."""


class JobEnded(WenmaiError):
    """`told` is what the node tells of the job."""

    def __init__(self, message: str, told: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.told = dict(told)


@dataclass(frozen=True, slots=True)
class WrongParameter:
    """`suggestion` is the nearest right name or value, or empty; `position` the place in `q`, or None."""

    parameter: str
    reason: str
    suggestion: str = ""
    position: int | None = None

    def __str__(self) -> str:
        return f"{self.parameter} {self.reason}" + (f" (did you mean {self.suggestion}?)" if self.suggestion else "")


class Problem(WenmaiError):
    """`type` is stable, as /problems/bad-parameter; `body` is all that was told."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        self.status = status
        self.type: str = body.get("type", "about:blank")
        self.title: str = body.get("title", "")
        self.detail: str = body.get("detail", "")
        self.request_id: str = body.get("request_id", "")
        self.body = dict(body)
        super().__init__(f"{status} {self.title}: {self.detail or self.type}")


class InvalidRequest(Problem):
    """The question cannot be answered as it is."""

    @property
    def errors(self) -> tuple[WrongParameter, ...]:
        """Every one of them."""
        return tuple(
            WrongParameter(one["parameter"], one.get("reason", ""), one.get("suggestion") or "", one.get("position"))
            for one in self.body.get("errors", ())
        )


class NotAllowed(Problem):
    """The key is wrong, or may not do this."""


class NotFound(Problem):
    """Nothing goes by that name."""


class Withdrawn(Problem):
    """It was here once."""

    @property
    def reason(self) -> str:
        return str(self.body.get("reason", ""))


class TooManyRequests(Problem):
    """The limits are used up."""


class NotReady(Problem):
    """The node cannot answer now."""


_KINDS: Mapping[int, type[Problem]] = {
    400: InvalidRequest,
    401: NotAllowed,
    403: NotAllowed,
    404: NotFound,
    410: Withdrawn,
    429: TooManyRequests,
    502: NotReady,
    503: NotReady,
    504: NotReady,
}


def problem(response: httpx.Response) -> Problem:
    """What an answer that is no good tells; of one that is not a node's own, its status and beginning."""
    try:
        body = response.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        body = {"title": response.reason_phrase, "detail": response.text[:200]}
    return _KINDS.get(response.status_code, Problem)(response.status_code, body)
