"""Turns whatever the client raises, and answers of another shape than agreed, into this package's errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from elasticsearch import ApiError, ConnectionTimeout, TransportError
from elasticsearch import ConnectionError as NoConnection

from search.errors import EngineError, EngineUnavailable, NoBuild, SearchError, TooManyBuckets

PASSING = frozenset({408, 429, 500, 502, 503, 504})
"""What a cluster answers while it is too busy, or has lost a node."""

LONGEST_REASON = 300

_FAILED_SEARCH = "search_phase_execution_exception"

_TOLD = {
    401: "the cluster does not know us: check user, password or API key in WENMAI_ENGINE_URL",
    403: "the cluster does not allow it: the key lacks a right, or the index was made read-only",
}


@contextmanager
def guarded(what: str) -> Iterator[None]:
    """Raise EngineUnavailable where the cluster does not answer as it should now, else EngineError; for logs."""
    try:
        yield
    except SearchError:
        raise
    except ApiError as error:
        raise of_status(what, error.meta.status, kind_of(error.body), reason_of(error.body)) from error
    except ConnectionTimeout as error:
        raise EngineUnavailable(f"{what}: no answer in time") from error
    except NoConnection as error:
        told = "no node of the cluster answers; is it up, and are the hosts in WENMAI_ENGINE_URL right?"
        raise EngineUnavailable(f"{what}: {told}") from error
    except TransportError as error:
        raise EngineUnavailable(f"{what}: {type(error).__name__}") from error
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise EngineUnavailable(f"{what}: an answer of another shape than agreed") from error


def of_status(what: str, status: int, kind: str = "", reason: str = "") -> EngineError:
    """The error for an HTTP status, the cluster's own word for the fault, and its reason."""
    if kind == "too_many_buckets_exception":
        return TooManyBuckets(f"{what}: {reason}")
    told = " ".join(filter(None, (f"{what}: {status}", kind, _TOLD.get(status, reason))))
    if kind == "index_not_found_exception":
        return NoBuild(told)
    if status in PASSING or status in _TOLD:
        return EngineUnavailable(told)
    return EngineError(told)


def kind_of(body: Any) -> str:
    """The cluster's word for a fault, "" where it has none; of a search that failed, for what it failed."""
    error = body.get("error") if isinstance(body, Mapping) else None
    while isinstance(error, Mapping) and error.get("type") == _FAILED_SEARCH and error.get("caused_by"):
        error = error["caused_by"]
    return str(error.get("type", "")) if isinstance(error, Mapping) else ""


def reason_of(body: Any) -> str:
    """What the cluster says of a fault, cut short, for logs alone."""
    error = body.get("error") if isinstance(body, Mapping) else None
    return str(error.get("reason", ""))[:LONGEST_REASON] if isinstance(error, Mapping) else ""
