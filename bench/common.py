"""What every bench needs: the larger records, a node of its own, percentiles, a table, a JSON file."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
WENMAI = ROOT / ".venv" / "bin" / "wenmai"
KEPT = ROOT / "var" / "bench"
SOURCES = ("key-sites", "ich-projects", "traditional-villages", "tang-poems", "tate-artworks", "culture-laws")


def shared() -> Path:
    """The folder of larger record files (WENMAI_SHARED, else ../shared/data)."""
    folder = Path(os.environ.get("WENMAI_SHARED") or ROOT.parent / "shared") / "data"
    if not folder.is_dir():
        sys.exit(f"This bench needs the larger records; {folder} is not there. Name their folder with WENMAI_SHARED.")
    return folder


def environment(data: Path, **more: str) -> dict[str, str]:
    """The environment of a node that keeps everything in `data`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENMAI_")}
    return kept | {"WENMAI_DATA": str(data), "WENMAI_LIMITS": "off"} | more


def wenmai(data: Path, *words: str) -> dict[str, Any]:
    """Run the command to its end; the JSON line it closed with."""
    done = subprocess.run([WENMAI, *words], env=environment(data), cwd=ROOT, stdout=subprocess.PIPE, check=False)
    lines = done.stdout.splitlines()
    if not lines:
        sys.exit(f"wenmai {' '.join(words)} ended with {done.returncode} and said nothing")
    outcome: dict[str, Any] = json.loads(lines[-1])
    return outcome


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table."""
    table = Table(*columns, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(f"{cell:,.2f}" if isinstance(cell, float) else str(cell) for cell in row))
    Console(width=140).print(table)


def keep(name: str, figures: dict[str, Any]) -> None:
    """Keep the figures in var/bench/NAME.json, with where and when they were made."""
    KEPT.mkdir(parents=True, exist_ok=True)
    made = {"at": datetime.now(UTC).isoformat(), "python": platform.python_version(), "cores": os.cpu_count()}
    (KEPT / f"{name}.json").write_text(json.dumps(made | figures, ensure_ascii=False, indent=2) + "\n")
