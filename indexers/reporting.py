"""What a command says at its end: a table for people on standard error, one JSON line on standard output."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

from indexers.ingest import Outcome
from records.model import Run

LISTED = 10


def outcome_line(outcome: Mapping[str, Any]) -> None:
    """The one line a program reads."""
    sys.stdout.buffer.write(orjson.dumps(outcome, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()


def explain_ingest(outcome: Outcome) -> None:
    """Counts, rejects by reason, and what to do next, for a person."""
    console = Console(stderr=True, highlight=False)
    said = "would be created" if outcome.dry_run else "created"
    console.print(
        f"[bold]{outcome.source}[/bold]: {outcome.rows:,} rows in {outcome.seconds:.1f} s: {outcome.created:,} {said}, "
        f"{outcome.updated:,} changed, {outcome.unchanged:,} unchanged, {outcome.withdrawn:,} withdrawn, "
        f"{outcome.rejected:,} rejected"
    )
    for content in outcome.first:
        console.print_json(orjson.dumps(content).decode())
    _list(console, "would be withdrawn", outcome.would_withdraw)
    for reason, count in list(outcome.reasons.items())[:LISTED]:
        console.print(f"  {count:,} × {reason}", markup=False)
    if outcome.rejects_file:
        console.print(f"  every rejected row, with its line and reason: {outcome.rejects_file}", markup=False)
    for trouble in (outcome.failure, outcome.refused):
        if trouble:
            console.print(f"  {trouble}", style="red", markup=False)


def _list(console: Console, what: str, ids: tuple[str, ...]) -> None:
    if ids:
        more = f" … and {len(ids) - LISTED:,} more" if len(ids) > LISTED else ""
        console.print(f"  {len(ids):,} {what}: {', '.join(ids[:LISTED])}{more}", markup=False)


def ingest_fields(outcome: Outcome) -> dict[str, Any]:
    """The outcome as the JSON line holds it."""
    told = asdict(outcome)
    told["would_withdraw"] = len(outcome.would_withdraw)
    del told["first"]
    return told


def explain_status(status: Mapping[str, Any]) -> None:
    """The node's data sets and index, for a person."""
    console = Console(highlight=False)
    table = Table("data set", "records", "withdrawn", "merged", "last run", "rejected", box=None, header_style="bold")
    for row in status["datasets"]:
        run = row["last_run"]
        finished = run["finished"][:19] if run else "–"
        rejected = f"{run['rejected']:,}" if run else "–"
        table.add_row(row["id"], f"{row['live']:,}", str(row["withdrawn"]), str(row["merged"]), finished, rejected)
    console.print(table)
    for row in status["datasets"]:
        _explain_rejects(console, row["id"], row["last_run"])
    index = status["index"]
    console.print(
        f"store at change {status['seq']:,}; index {'answers' if index['ok'] else 'does NOT answer'} with "
        f"{index['records']:,} records at change {index['seq']:,} {index['detail']}",
        markup=False,
    )


def _explain_rejects(console: Console, dataset: str, run: Mapping[str, Any] | None) -> None:
    if not run or not run["rejected"]:
        return
    console.print(f"{dataset}: rejected rows are in {run['rejects_file']}", markup=False)
    for reason, count in run["reasons"].items():
        console.print(f"  {count:,} × {reason}", markup=False)


def run_fields(run: Run) -> dict[str, Any]:
    """A run as status shows it."""
    told = asdict(run)
    return told | {"started": run.started.isoformat(), "finished": run.finished.isoformat()}
