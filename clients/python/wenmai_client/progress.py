"""A bar on the terminal while records come; nothing where none is wanted, or rich is not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Bar(Protocol):
    def __call__(self, done: int, total: int | None = None) -> None:
        """How many there are now, and in all."""


def nothing(done: int, total: int | None = None) -> None:
    """No bar."""


@contextmanager
def bar(what: str, wanted: bool) -> Iterator[Bar]:
    """On standard error. Needs the extra `progress`; without it nothing is shown."""
    try:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    except ImportError:
        wanted = False
    if not wanted:
        yield nothing
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as shown:
        task = shown.add_task(what, total=None)

        def tell(done: int, total: int | None = None) -> None:
            if total is None:
                shown.update(task, completed=done)
            else:
                shown.update(task, completed=done, total=total)

        yield tell
