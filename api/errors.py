"""Everything the HTTP side may raise by itself.

ApiError
├── BadParameters      the request names or holds things it must not; carries every fault at once
│   ├── BeyondWindow   a page too deep; carries the cursor link that goes on
│   └── CursorRefused  a cursor that leads nowhere; the problem tells where the walk begins anew
├── BrokenJson         the body is not JSON
├── WrongContentType   the body is declared as something else than JSON
├── NotAcceptable      the answer has none of the forms that `Accept` names
├── NotKnown           no record, node or field goes by that name
├── Withdrawn          the record was here once and is not any more
├── KeyInAddress       a key stands in the address, where it is no secret
├── KeysDiffer         two headers hold two different keys
├── KeyNotValid        what was sent as a key opens nothing
├── KeyNeeded          nothing can be done here without a key
├── OriginNotAllowed   a publishable key comes from a page it is not bound to
├── ScopeMissing       the key may not do this
├── NotItsMaker        only who made an export job may cancel it
├── NotDone            the file of an export job is not there yet
├── FileGone           the file of an export job is not there any more, or never will be
└── TooManyKeys        too many keys were asked for from one address, or on the whole node

EngineError (of search)
└── Overloaded         all turns at the engine are taken, and the line is full
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.errors import EngineError


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one parameter; `position` is the code point of `q` at fault, from 0, or None.

    A `Reason` can be told in other languages, any other text only as it is.
    """

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


class CursorRefused(BadParameters):
    """A cursor changed, made elsewhere, too old, or of another question."""

    def __init__(self, reason: str) -> None:
        super().__init__([Fault("cursor", reason)])


class BrokenJson(ApiError):
    """The body does not parse."""


class WrongContentType(ApiError):
    """The body is not declared as JSON."""


class NotAcceptable(ApiError):
    """`forms` are those there are, each with its media type."""

    def __init__(self, forms: Sequence[tuple[str, str]]) -> None:
        self.forms = tuple(forms)
        told = ", ".join(f"{media_type} (format={name})" for name, media_type in self.forms)
        super().__init__(f"There is none of the forms that Accept names; there are {told}")


class NotKnown(ApiError):
    """Nothing goes by that name; the message says what was looked for."""


class Withdrawn(ApiError):
    """The record was withdrawn, `at` (ISO 8601, UTC), for `reason`."""

    def __init__(self, record_id: str, reason: str, at: str) -> None:
        super().__init__(f"The record {record_id} was withdrawn")
        self.id = record_id
        self.reason = reason
        self.at = at


class KeyInAddress(ApiError):
    """`names` are the parameters that hold a key, or would; their values are not repeated."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__(f"a key stands in the address: {', '.join(self.names)}")


class KeysDiffer(ApiError):
    """Which of the two is meant, nobody can tell."""


class KeyNotValid(ApiError):
    """`reason` is empty, misplaced, mistyped, unknown, revoked or expired."""

    def __init__(self, reason: str, told: str) -> None:
        super().__init__(told)
        self.reason = reason


class KeyNeeded(ApiError):
    """Asked without a key."""


class OriginNotAllowed(ApiError):
    """The message says where the request came from."""


class ScopeMissing(ApiError):
    """`needed` is what would be, `scopes` what there is."""

    def __init__(self, needed: str, scopes: Sequence[str]) -> None:
        super().__init__(f"This needs the scope {needed}; the key has {', '.join(scopes)}")
        self.needed = needed
        self.scopes = tuple(scopes)


class NotItsMaker(ApiError):
    """The secret of the job was not sent, or another one."""


class NotDone(ApiError):
    """`state` is where the job stands."""

    def __init__(self, state: str) -> None:
        super().__init__(f"The export is {state}; its file is here as soon as it is done")
        self.state = state


class FileGone(ApiError):
    """`state` is where the job stands."""

    def __init__(self, state: str, told: str) -> None:
        super().__init__(told)
        self.state = state


class TooManyKeys(ApiError):
    """Can be tried again after `wait` seconds."""

    def __init__(self, told: str, wait: int) -> None:
        super().__init__(told)
        self.wait = wait


class Overloaded(EngineError):
    """There is no turn at the engine for this class of questions now; a kept answer is as good as when it fails."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"no turn for {kind} questions")
        self.kind = kind
