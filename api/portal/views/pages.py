"""The numbered pages of a list."""

from __future__ import annotations

from dataclasses import dataclass

from api.portal.addresses import asked, changed
from search.query import WINDOW

AROUND = 2


@dataclass(frozen=True, slots=True)
class Step:
    """A page by its number; `href` is empty for the one that is shown."""

    number: int
    href: str


@dataclass(frozen=True, slots=True)
class Paging:
    """`steps` are the pages around, None where some are left out; `beyond`: more was found than pages reach."""

    number: int
    last: int
    steps: tuple[Step | None, ...]
    previous: str
    following: str
    beyond: bool


def paging(number: int, size: int, total: int, reach: int = WINDOW) -> Paging:
    """`reach` is how deep numbered pages go."""
    last = max(1, -(-min(total, reach // size * size) // size))
    near = {1, last, *range(number - AROUND, number + AROUND + 1)}
    steps: list[Step | None] = []
    before = 0
    for one in sorted(page for page in near if 1 <= page <= last):
        if one > before + 1:
            steps.append(None)
        steps.append(Step(one, "" if one == number else address(one)))
        before = one
    previous = address(min(number - 1, last)) if number > 1 else ""
    following = address(number + 1) if number < last else ""
    return Paging(number, last, tuple(steps), previous, following, total > last * size)


def address(number: int) -> str:
    kept = asked()
    return changed(kept if number == 1 else [*kept, ("page", str(number))])
