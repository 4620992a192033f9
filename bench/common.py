"""What every bench needs: the larger records, the command, percentiles, verdicts, a table, a JSON file."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from indexers.sources import all_sources

ROOT = Path(__file__).resolve().parent.parent
WENMAI = ROOT / ".venv" / "bin" / "wenmai"
KEPT = ROOT / "var" / "bench"
SEED = 20261123


def shared() -> Path:
    """The folder of larger record files (WENMAI_SHARED, else ../shared/data)."""
    folder = Path(os.environ.get("WENMAI_SHARED") or ROOT.parent / "shared") / "data"
    if not folder.is_dir():
        sys.exit(f"This bench needs the larger records; {folder} is not there. Name their folder with WENMAI_SHARED.")
    return folder


def sources(folder: Path) -> list[str]:
    """The names of all sources that have a file in the folder; BENCH_SOURCES=a,b for some of them only."""
    asked = [name for name in os.environ.get("BENCH_SOURCES", "").split(",") if name]
    if unknown := sorted(set(asked) - set(all_sources())):
        sys.exit(f"BENCH_SOURCES names no source: {', '.join(unknown)}")
    names = asked or list(all_sources())
    found = [name for name in names if any(map(_there, [folder / file for file in all_sources()[name].files]))]
    if absent := [name for name in names if name not in found]:
        print(f"left out, for their files are not there: {', '.join(absent)}")
    return found


def _there(path: Path) -> bool:
    return path.is_file() or path.with_name(f"{path.name}.gz").is_file()


def environment(data: Path, **more: str) -> dict[str, str]:
    """The environment of a node that keeps everything in `data`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENMAI_")}
    return kept | {"WENMAI_DATA": str(data), "WENMAI_LIMITS": "off"} | more


def wenmai(data: Path, *words: str, **settings: str) -> dict[str, Any]:
    """Run the command to its end; the JSON line it closed with."""
    env = environment(data, **settings)
    done = subprocess.run([WENMAI, *words], env=env, cwd=ROOT, stdout=subprocess.PIPE, check=False)
    lines = done.stdout.splitlines()
    if not lines:
        sys.exit(f"wenmai {' '.join(words)} ended with {done.returncode} and said nothing")
    outcome: dict[str, Any] = json.loads(lines[-1])
    return outcome


def megabytes(path: Path) -> float:
    """What a file or all files of a folder take on the disk (blocks, not lengths), in millions of bytes."""
    files = [path] if path.is_file() else [found for found in path.rglob("*") if found.is_file()]
    return sum(file.stat().st_blocks * 512 for file in files) / 1e6


def require_disk(folder: Path, gigabytes: float) -> None:
    """Stop before the disk is full rather than when it is."""
    free = shutil.disk_usage(folder).free / 1e9
    if free < gigabytes:
        sys.exit(f"{folder} has {free:.1f} GB free; this bench may need {gigabytes:.1f} GB")


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def verdict(value: float, target: float | None, *, at_least: bool = False) -> str:
    """Whether a figure is what was aimed at; a dash where nothing was."""
    if target is None:
        return "–"
    return "met" if (value >= target if at_least else value <= target) else "MISSED"


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table; numbers stand to the right."""
    table = Table(title=title, title_justify="left")
    for place, column in enumerate(columns):
        numbers = any(isinstance(row[place], int | float) for row in rows)
        table.add_column(column, justify="right" if numbers else "left")
    for row in rows:
        table.add_row(*map(_cell, row))
    Console(width=150).print(table)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def keep(name: str, figures: dict[str, Any]) -> None:
    """Keep the figures in var/bench/NAME.json, with where and when they were made."""
    KEPT.mkdir(parents=True, exist_ok=True)
    made = {"at": datetime.now(UTC).isoformat(), "python": platform.python_version(), "cores": os.cpu_count()}
    (KEPT / f"{name}.json").write_text(json.dumps(made | figures, ensure_ascii=False, indent=2) + "\n")
