"""What a command says at its end: lines for people on standard error, one JSON line on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

import click
import orjson

from indexers.ingest import Outcome
from records.model import Entry, Run

LISTED = 10
REJECTS_SHOWN = 50
_COLUMNS = ("data set", "records", "withdrawn", "merged", "last run", "rejected")


def outcome_line(outcome: Mapping[str, Any]) -> None:
    """The one line a program reads."""
    sys.stdout.buffer.write(orjson.dumps(outcome, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()


def list_withdrawn(entries: Iterable[Entry]) -> int:
    """A line each: since when, why, and whether somebody decided it; how many there are."""
    count = 0
    for entry in entries:
        at = entry.modified.isoformat(timespec="seconds")
        outcome_line({"id": entry.id, "at": at, "reason": entry.reason, "decided": entry.decided})
        count += 1
    return count


def explain_ingest(outcome: Outcome) -> None:
    """Counts, rejects by reason, and what to do next, for a person."""
    name = click.style(outcome.source, bold=True)
    _say(f"{name}: {outcome.rows:,} rows in {outcome.seconds:.1f} s: {_counted(outcome)}")
    for content in outcome.first:
        _say(orjson.dumps(content, option=orjson.OPT_INDENT_2).decode())
    for line in _told(outcome):
        _say(f"  {line}")
    for trouble in filter(None, (outcome.failure, outcome.refused)):
        _say(click.style(f"  {trouble}", fg="red"))


def _say(line: str) -> None:
    click.echo(line, err=True)


def _counted(outcome: Outcome) -> str:
    created = "would be created" if outcome.dry_run else "created"
    counts = [(outcome.created, created), (outcome.updated, "changed"), (outcome.unchanged, "unchanged")]
    counts += [(outcome.withdrawn, "withdrawn"), (outcome.rejected, "rejected")]
    return ", ".join(f"{count:,} {what}" for count, what in counts)


def _told(outcome: Outcome) -> Iterator[str]:
    if not outcome.rows and not outcome.failure:
        yield "the file holds no rows"
    if outcome.merged:
        yield f"{outcome.merged:,} are merged into others, and stay so"
    if held := outcome.still_withdrawn:
        yield f"{len(held):,} were withdrawn by decision, and stay so: {_listed(held)}"
    if outcome.would_withdraw:
        yield f"{len(outcome.would_withdraw):,} would be withdrawn: {_listed(outcome.would_withdraw)}"
    yield from _reasons(list(outcome.reasons.items())[:LISTED])
    if outcome.changes:
        yield "changed on the way:"
        yield from (f"  {line}" for line in _reasons(list(outcome.changes.items())[:LISTED]))
    if outcome.rejects_file:
        yield from _first_rejects(Path(outcome.rejects_file)) if outcome.dry_run else ()
        yield f"every rejected row, with its line and reason: {outcome.rejects_file}"


def _first_rejects(file: Path) -> Iterator[str]:
    """The first of the rejected rows, one by one: a trial run is made to see them."""
    with file.open("rb") as rows:
        for row in map(orjson.loads, islice(rows, REJECTS_SHOWN)):
            reasons = "; ".join(f"{p['path']}: {p['reason']}".removeprefix(": ") for p in row["problems"])
            yield f"line {row['line']:,} {row['id']}".rstrip() + f": {reasons}"


def _listed(ids: tuple[str, ...]) -> str:
    more = f" … and {len(ids) - LISTED:,} more" if len(ids) > LISTED else ""
    return ", ".join(ids[:LISTED]) + more


def _reasons(counted: Iterable[tuple[str, int]]) -> Iterator[str]:
    return (f"{count:,} × {reason}" for reason, count in counted)


def ingest_fields(outcome: Outcome) -> dict[str, Any]:
    """The outcome as the JSON line holds it."""
    told = asdict(outcome)
    told["would_withdraw"] = len(outcome.would_withdraw)
    told["still_withdrawn"] = {"count": len(outcome.still_withdrawn), "ids": outcome.still_withdrawn}
    del told["first"]
    return told


def explain_status(status: Mapping[str, Any]) -> None:
    """The node's data sets and index, for a person, on standard output."""
    rows = [_COLUMNS, *(_status_row(row) for row in status["datasets"])]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *numbers in rows:
        cells = (number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True))
        click.echo("  ".join((name.ljust(widths[0]), *cells)))
    for row in status["datasets"]:
        for line in (*_rejected(row["id"], row["last_run"]), *_changed(row["id"], row["last_run"])):
            click.echo(line)
    click.echo(_standing(status["seq"], status["index"]))


def _status_row(row: Mapping[str, Any]) -> tuple[str, ...]:
    counts = (f"{row[name]:,}" for name in ("live", "withdrawn", "merged"))
    run = row["last_run"]
    return row["id"], *counts, *((run["finished"][:19], f"{run['rejected']:,}") if run else ("–", "–"))


def _rejected(dataset: str, run: Mapping[str, Any] | None) -> Iterator[str]:
    if run and run["rejected"]:
        yield f"{dataset}: rejected rows are in {run['rejects_file']}"
        yield from (f"  {line}" for line in _reasons(run["reasons"].items()))


def _changed(dataset: str, run: Mapping[str, Any] | None) -> Iterator[str]:
    if run and run["changes"]:
        yield f"{dataset}: changed on the way"
        yield from (f"  {line}" for line in _reasons(run["changes"].items()))


def _standing(seq: int, index: Mapping[str, Any]) -> str:
    store = f"store at change {seq:,}; index"
    if index["ok"]:
        return f"{store} answers with {index['records']:,} records at change {index['seq']:,}".rstrip()
    return f"{store} does NOT answer: {index['detail']}"


def run_fields(run: Run) -> dict[str, Any]:
    """A run as status shows it."""
    told = asdict(run)
    return told | {"started": run.started.isoformat(), "finished": run.finished.isoformat()}
