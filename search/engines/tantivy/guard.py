"""Turns whatever tantivy raises, its panics too, into this package's errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from search.errors import EngineError, SearchError

ORDINARY = (ValueError, OSError, RuntimeError, OverflowError)
"""What tantivy raises when it says no. A ValueError stands for nearly everything, a full disk included."""


def is_panic(error: BaseException) -> bool:
    """Whether tantivy's native part gave up; the class cannot be imported and is no Exception."""
    return type(error).__name__ == "PanicException"


@contextmanager
def guarded(what: str) -> Iterator[None]:
    """Raise EngineError, saying `what` was tried, for anything that goes wrong inside tantivy."""
    try:
        yield
    except SearchError:
        raise
    except BaseException as error:
        if is_panic(error) or isinstance(error, ORDINARY):
            raise EngineError(f"{what}: {error}") from error
        raise
