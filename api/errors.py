"""Everything the HTTP side may raise by itself.

ApiError
├── BadParameters      the request names or holds things it must not; carries every fault at once
│   └── BeyondWindow   a page too deep; carries the cursor link that goes on
├── BrokenJson         the body is not JSON
├── WrongContentType   the body is declared as something else than JSON
├── NotKnown           no record, node or field goes by that name
└── Withdrawn          the record was here once and is not any more
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one parameter; `position` is the code point of `q` at fault, from 0, or None."""

    parameter: str
    reason: str
    suggestion: str = ""
    position: int | None = None


class ApiError(Exception):
    """Anything the HTTP side refuses by itself."""


class BadParameters(ApiError):
    """Every fault of a request, in the order of the request."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.parameter}: {fault.reason}" for fault in faults))
        self.faults = tuple(faults)


class BeyondWindow(BadParameters):
    """A numbered page past the window; `cursor` is the address where a walk over the same records begins."""

    def __init__(self, fault: Fault, cursor: str) -> None:
        super().__init__((fault,))
        self.cursor = cursor


class BrokenJson(ApiError):
    """The body does not parse."""


class WrongContentType(ApiError):
    """The body is not declared as JSON."""


class NotKnown(ApiError):
    """Nothing goes by that name; the message says what was looked for."""


class Withdrawn(ApiError):
    """The record was withdrawn, `at` (ISO 8601, UTC), for `reason`."""

    def __init__(self, record_id: str, reason: str, at: str) -> None:
        super().__init__(f"The record {record_id} was withdrawn")
        self.id = record_id
        self.reason = reason
        self.at = at
