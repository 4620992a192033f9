"""`wenmai usage`: how much the node is used, exactly, for its operator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

import click

from indexers import reporting
from records.store import Store
from records.usage import KEPT_DAYS, WORDS_KEPT_DAYS, Kind, Span, Total, today
from settings import Settings

HEADINGS: Mapping[Kind, str] = {
    Kind.ROUTE: "requests by route",
    Kind.KEY: "requests by key",
    Kind.DATASET: "records read, by data set",
    Kind.TYPE: "records read, by type",
    Kind.REGION: "records read, by region with all below it",
    Kind.RECORD: "most read records",
    Kind.FILTER: "filters asked for",
    Kind.ZERO: "words that found nothing as they stand",
    Kind.SLOW: "slow requests, by route and parameters",
}
REST = "(all others)"


@click.command("usage", short_help="Tell how much the node is used.")
@click.option("--days", default=7, show_default=True, type=click.IntRange(1, KEPT_DAYS), help="Up to today, UTC.")
@click.option("--top", default=20, show_default=True, type=click.IntRange(1, 100_000), help="Names of each kind.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON instead of tables.")
@click.pass_obj
def usage(settings: Settings, days: int, top: int, as_json: bool) -> None:
    """Tell how much the node is used: requests, records read, what was asked in vain, what was slow.

    Counts are exact, and for the operator alone; who asked is counted nowhere, but for keys by their ids. What
    processes counted in the last seconds may be missing.
    """
    span = Span.until(today(), days)
    with closing(Store.open(settings.database_url)) as store:
        counts = {kind: store.usage.totals([kind], span, top) for kind in HEADINGS}
        by_day = store.usage.days(Kind.ROUTE, span)
        names = {key.id: key.name for key in store.keys.all()} if counts[Kind.KEY] else {}
    if as_json:
        requests = {day.isoformat(): count for day, count in sorted(by_day.items())}
        told = {str(kind): [_fields(one, names) for one in totals] for kind, totals in counts.items()}
        reporting.outcome_line({"from": span.first, "to": span.last, "requests": requests, **told})
        return
    click.echo(f"{span.first} to {span.last}, UTC: {sum(by_day.values()):,} requests")
    _explain("requests by day", [(f"{day}", count) for day, count in sorted(by_day.items())])
    for kind, totals in counts.items():
        _explain(HEADINGS[kind], [(_named(one, names), one.count) for one in totals])
    click.echo(f"Words and slow requests are kept for {WORDS_KEPT_DAYS} days, the rest for {KEPT_DAYS}.")


def _fields(one: Total, names: Mapping[str, str]) -> dict[str, Any]:
    """An empty name stands for all there was no room for."""
    told = {"name": one.name, "count": one.count}
    return {**told, "holder": names[one.name]} if one.kind == Kind.KEY and one.name in names else told


def _named(one: Total, names: Mapping[str, str]) -> str:
    holder = names.get(one.name, "") if one.kind == Kind.KEY else ""
    return f"{one.name or REST} {holder}".rstrip()


def _explain(heading: str, rows: Sequence[tuple[str, int]]) -> None:
    if rows:
        click.echo(click.style(f"\n{heading}", bold=True))
        for line in _lines(rows):
            click.echo(line)


def _lines(rows: Sequence[tuple[str, int]]) -> Iterator[str]:
    counts = [f"{count:,}" for _, count in rows]
    width = max(map(len, counts))
    for (name, _), count in zip(rows, counts, strict=True):
        yield f"  {count.rjust(width)}  {name}"
