"""The example for researchers, run as anybody runs it: question, file, numbers, chart, citations."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from wenmai_client import Client

SCRIPT = Path(__file__).resolve().parents[2] / "clients" / "python" / "examples" / "moon_poems.py"


def test_from_a_question_to_a_chart_and_citations(address: str, tmp_path: Path) -> None:
    subprocess.run([sys.executable, SCRIPT, address, tmp_path / "moon"], check=True, timeout=60)
    records = (tmp_path / "moon" / "poems.ndjson").read_bytes()
    with Client(address) as node:
        wanted = {one["id"] for one in node.records("月", type="literary-work")}
    assert {json.loads(line)["id"] for line in records.splitlines()} == wanted
    told = (tmp_path / "moon" / "sources.md").read_text(encoding="utf-8")
    assert hashlib.sha256(records).hexdigest() in told
    assert told.count("[DB/OL]//") == 5
    with (tmp_path / "moon" / "periods.csv").open(encoding="utf-8", newline="") as file:
        counted = {row["period"]: int(row["count"]) for row in csv.DictReader(file)}
    assert counted["唐"] > counted["宋"] > 0
    assert ET.fromstring((tmp_path / "moon" / "periods.svg").read_bytes()).tag.endswith("svg")
