"""`python -m tests.relevance [--held|--all] [--failures] [--sample]`: ask the judged queries, print figures by group.

Asks the node WENMAI_DATA names; else one made of the larger files (WENMAI_SHARED, else ../shared); else, or with
--sample, one made of data/sample. Figures are kept in var/relevance/figures.json.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from settings import Settings
from tests.relevance.asking import Outcome, ask_all
from tests.relevance.figures import Figures, figures, keep
from tests.relevance.nodes import KEPT, given_node, large_node, sample_node
from tests.relevance.queries import LARGE, SAMPLE, Judged, read


def main() -> None:
    asked = _options()
    settings, queries, of = _node(asked.sample)
    parts = "all" if asked.all else "held" if asked.held else "open"
    outcomes = ask_all(settings.engine_url, _part(queries, parts))
    found = figures(outcomes)
    _show(f"{len(outcomes)} queries ({parts}) on {of}", found)
    if asked.failures:
        _show_failures(outcomes)
    keep(KEPT / "figures.json", f"{parts} queries on {of}", found)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.relevance", description="Ask the judged queries.")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--held", action="store_true", help="only the third that is held back for the last measurement")
    which.add_argument("--all", action="store_true", help="the open two thirds and those held back")
    parser.add_argument("--failures", action="store_true", help="list the queries that failed, with the first hits")
    parser.add_argument("--sample", action="store_true", help="only the project's own records")
    return parser.parse_args()


def _node(sample: bool) -> tuple[Settings, list[Judged], str]:
    if not sample:
        if given := given_node():
            return given, read(LARGE), str(given.data)
        if large := large_node():
            return large, read(LARGE), "the larger files"
    return sample_node(), read(SAMPLE), "data/sample"


def _part(queries: Sequence[Judged], parts: str) -> list[Judged]:
    return [query for query in queries if parts == "all" or query.held == (parts == "held")]


def _show(title: str, found: Mapping[str, Figures]) -> None:
    table = Table("group", "n", "success@1", "success@10", "MRR", "zero results", title=title, title_justify="left")
    for name, one in found.items():
        shares = (one.success_at_1, one.success_at_10, one.mrr, one.zero)
        table.add_row(name, str(one.n), *(f"{share:.3f}" for share in shares))
    Console(width=100).print(table)


def _show_failures(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if not outcome.rank:
            print(f"{outcome.query.id}  {outcome.query.text}  ({outcome.total:,} found)")
            print(f"    wanted: {', '.join(outcome.query.wanted[:2])} {dict(outcome.query.rule)}")
            print(*(f"    {shown}" for shown in outcome.first), sep="\n")


if __name__ == "__main__":
    main()
