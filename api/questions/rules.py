"""What parameters that are sound each cannot say together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from api.errors import Fault
from api.questions import breaking, filtering
from api.questions.filtering import Asked
from records.key_checking import wrong_binding
from records.keys import Kind
from search.reasons import Reason

_FROM_WHERE = Reason("place-missing", "distance needs near=lat,lon to measure from")
UNWALKABLE = ("relevance", "distance")

Given = Collection[str]
"""The names of all parameters given, unsound ones too: what was given wrongly is not missing."""


def _order(asked: Asked) -> str:
    name: str = asked.get("sort", "")
    return name.lstrip("-")


def _no_origin(asked: Asked, given: Given) -> Fault | None:
    if _order(asked) != "distance" or "near" in given:
        return None
    tree = asked.get("filter")
    measured = tree.origin is not None if tree else "filter" in given
    return None if measured else Fault("sort", _FROM_WHERE)


def _unwalkable(asked: Asked, given: Given) -> Fault | None:
    by = _order(asked)
    if "cursor" in given and by in UNWALKABLE:
        others = "title, year, event or modified"
        return Fault("sort", f"{by} cannot be walked with a cursor; leave it out, or sort by {others}")
    return None


def _paged_walk(_: Asked, given: Given) -> Fault | None:
    both = "cursor" in given and "page" in given
    return Fault("page", "cannot be given with cursor; leave one of them out") if both else None


def _empty_walk(asked: Asked, given: Given) -> Fault | None:
    empty = "cursor" in given and asked.get("page_size") == 0
    return Fault("page_size", "is 0, and a walk in steps of 0 never ends; give 1 or more") if empty else None


def _two_shapes(_: Asked, given: Given) -> Fault | None:
    both = "fields" in given and "view" in given
    return Fault("view", "cannot be given with fields; leave one of them out") if both else None


def _unbound(asked: Asked, given: Given) -> Fault | None:
    """Of a key that is asked for: a publishable one has origins, a secret one none."""
    kind = asked.get("kind", "" if "kind" in given else Kind.SECRET)
    if not kind or ("origins" not in given and kind != Kind.PUBLISHABLE):
        return None
    wrong = wrong_binding(Kind(kind), len(asked.get("origins", "?")) if "origins" in given else 0)
    return Fault("origins", wrong) if wrong else None


_RULES: tuple[Callable[[Asked, Given], Fault | None], ...] = (
    _no_origin,
    _unwalkable,
    _paged_walk,
    _empty_walk,
    _two_shapes,
    _unbound,
)


def clashes(asked: Asked, given: Given) -> Iterator[Fault]:
    """A fault for each rule broken; a rule about parameters a request does not take never speaks."""
    yield from filtering.clashes(asked, given)
    yield from breaking.clashes(asked, given)
    for rule in _RULES:
        fault = rule(asked, given)
        if fault:
            yield fault
