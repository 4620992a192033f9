"""How long work shows itself: a bar on a terminal, nothing where no one looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn


class Advance(Protocol):
    """Call it with how many more are done."""

    def __call__(self, done: int) -> None: ...


def silent(done: int) -> None:
    """Shows nothing."""


@contextmanager
def bar(what: str, total: int | None = None) -> Iterator[Advance]:
    """A bar on standard error while the block runs; silent when that is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield silent
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.advance(task, done)
