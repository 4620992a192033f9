"""The examples for researchers, run as anybody runs them: question, file, numbers, chart, citations."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from wenmai_client import Client

EXAMPLES = Path(__file__).resolve().parents[2] / "clients" / "python" / "examples"
SCRIPT = EXAMPLES / "moon_poems.py"
NOTEBOOK = EXAMPLES / "moon_poems.ipynb"


def test_from_a_question_to_a_chart_and_citations(address: str, tmp_path: Path) -> None:
    subprocess.run([sys.executable, SCRIPT, address, tmp_path / "moon"], check=True, timeout=240)
    records = (tmp_path / "moon" / "poems.ndjson").read_bytes()
    with Client(address) as node:
        wanted = {one["id"] for one in node.records("月", type="literary-work")}
    assert {json.loads(line)["id"] for line in records.splitlines()} == wanted
    told = (tmp_path / "moon" / "sources.md").read_text(encoding="utf-8")
    assert hashlib.sha256(records).hexdigest() in told
    assert told.count("[DB/OL]//") == 5
    assert "relax=false" in told
    with (tmp_path / "moon" / "periods.csv").open(encoding="utf-8", newline="") as file:
        counted = {row["period"]: int(row["count"]) for row in csv.DictReader(file)}
    assert counted["唐"] > counted["宋"] > 0
    assert ET.fromstring((tmp_path / "moon" / "periods.svg").read_bytes()).tag.endswith("svg")


@pytest.mark.slow
def test_the_same_in_a_notebook(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds its own numbers against each other; no output is kept with it, which would be of another day."""
    monkeypatch.setenv("WENMAI_NODE", address)
    monkeypatch.setenv("MOON_FOLDER", str(tmp_path))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    NotebookClient(notebook, timeout=120, startup_timeout=240, kernel_name="python3").execute()
    shown = {kind for cell in notebook.cells for one in cell.get("outputs", ()) for kind in one.get("data", {})}
    assert {"image/svg+xml", "text/html", "text/markdown"} <= shown
    records = (tmp_path / "poems.ndjson").read_bytes()
    assert hashlib.sha256(records).hexdigest() in (tmp_path / "sources.md").read_text(encoding="utf-8")
