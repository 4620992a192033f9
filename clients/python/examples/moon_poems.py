"""From a question to a chart and citations: in which dynasties do poems speak of the moon?

python clients/python/examples/moon_poems.py https://node.example moon/

Writes moon/poems.ndjson (the records, whole), moon/periods.csv (the numbers), moon/periods.svg (the chart) and
moon/sources.md (what to cite, and the change as of which it is true).
"""

from __future__ import annotations

import csv
import sys
from itertools import islice
from pathlib import Path
from typing import Any

from wenmai_client import Client, Exported, Table

ASKED: dict[str, Any] = {"q": "月", "type": "literary-work", "relax": False}
"""Taken as it stands: what is published must not hang on how words were read."""

CITED = 5


def ask(address: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with Client(address, progress=sys.stderr.isatty()) as node:
        poems = node.export(folder / "poems.ndjson", **ASKED)
        table = node.aggregate("period", ["count", "share"], **ASKED, lang="zh-Hans")
        write_numbers(table, folder / "periods.csv")
        (folder / "periods.svg").write_bytes(node.chart("period", **ASKED, lang="zh-Hans"))
        oldest = islice(node.records(**ASKED, sort="year", fields="title"), CITED)
        citations = [node.cite(one["id"]).strip() for one in oldest]
    (folder / "sources.md").write_text(told(poems, table, citations), encoding="utf-8")


def write_numbers(table: Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, [column.name for column in table.columns])
        rows.writeheader()
        rows.writerows(table.records(labels=True))


def told(poems: Exported, table: Table, citations: list[str]) -> str:
    """What another needs to find the same, and to see whether it is still the same."""
    return "\n".join(
        (
            f"# {table.title}",
            "",
            f"{poems.count} records, as of change {poems.as_of}; SHA-256 of poems.ndjson: {poems.sha256}",
            f"The table: <{table.address}>",
            "",
            *(f"{number}. {citation}" for number, citation in enumerate(citations, 1)),
            "",
        )
    )


if __name__ == "__main__":
    ask(sys.argv[1], Path(sys.argv[2]))
