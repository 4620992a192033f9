"""`wenmai variants`: which names stand for one another on this node, and whether a file of them is sound."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from indexers import reporting
from records import vocabularies
from records.vocabularies import Variant
from records.vocabularies.variant_files import Problem
from records.vocabularies.variants import own_variants, shipped
from settings import Settings

_BETWEEN = {"both": " = ", "first": " ← "}


@click.command(short_help="List the variant names in force, or check a file of them.")
@click.option("--check", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Only check this file.")
@click.pass_obj
def variants(settings: Settings, check: Path | None) -> None:
    """List which names are sought for one another, or check a file of them before WENMAI_VARIANTS names it.

    In the list = stands between names that lead to each other, ← before names that lead to the first only; * marks
    the groups of this node's own file.
    """
    if check is None:
        _list(settings)
    else:
        own = own_variants(check)
        told = {"groups": len(own.groups), "removed": sorted(own.removed), "problems": list(map(str, own.problems))}
        _tell(own.problems)
        reporting.outcome_line({"command": "variants", "done": not own.problems, **told})
        sys.exit(1 if own.problems else 0)


def _list(settings: Settings) -> None:
    problems = vocabularies.use_variants(settings.variants)
    for line in _lines():
        click.echo(line)
    _tell(problems)
    sys.exit(1 if problems else 0)


def _lines() -> Iterator[str]:
    ours = set(shipped())
    for group in vocabularies.variants():
        mark = " " if group in ours else "*"
        yield f"{mark} {group.id:24} {_shown(group)}" + (f"  ({group.source})" if group.source else "")


def _shown(group: Variant) -> str:
    first, *others = group.names
    return first + _BETWEEN[group.direction] + (" = " if group.direction == "both" else ", ").join(others)


def _tell(problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(click.style(str(problem), fg="red"), err=True)
