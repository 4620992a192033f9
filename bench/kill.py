"""At least 200 random kills of ingest, sync and build; each time the work is finished and the state compared."""

from __future__ import annotations

import os
import random
import tempfile
from collections import Counter
from pathlib import Path

from bench.common import keep, show
from bench.killing import COMMANDS, make_bed, trial

SEED = 20261123
RECORDS = 4_000


def main() -> None:
    """Kill, finish, compare; KILLS says how often in all."""
    kills = int(os.environ.get("KILLS", "201"))
    drawn = random.Random(SEED)
    whole: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="wenmai-bench-") as name:
        bed = make_bed(Path(name), RECORDS)
        for number in range(kills):
            command = COMMANDS[number % len(COMMANDS)]
            with tempfile.TemporaryDirectory(prefix="kill-", dir=name) as data:
                whole[command] += trial(bed, Path(data), command, drawn) == bed.truth
    asked = {command: len(range(number, kills, len(COMMANDS))) for number, command in enumerate(COMMANDS)}
    rows = [(command, asked[command], whole[command]) for command in COMMANDS]
    show("kill -9 at random moments", ("command", "kills", "state whole afterwards"), rows)
    keep("kill", {"records": RECORDS, "seed": SEED, "kills": asked, "whole": dict(whole)})
    if dict(whole) != asked:
        raise SystemExit("something was lost")
