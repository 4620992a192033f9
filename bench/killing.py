"""Killing ingest, sync and build at random moments, and telling by a hash whether anything was lost."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from bench.common import ROOT, WENMAI, environment
from records.model import State
from records.store import Store
from search.engines import open_engine
from search.query import Query, Sort
from settings import Settings

COMMANDS = ("ingest", "sync", "build")
PASSING = frozenset({"seq", "version", "created", "modified"})
"""What differs between two runs of the same work."""


@dataclass(frozen=True, slots=True)
class Bed:
    """A file of records, and what a node holds when all of it was taken in; `seconds` is how long that took."""

    file: Path
    truth: str
    seconds: dict[str, float]


def write_records(path: Path, count: int) -> None:
    """A file of `count` records in the record form: the sample's, over and over under ids of their own."""
    sample = [
        orjson.loads(line)
        for file in sorted((ROOT / "data" / "sample").glob("*.jsonl"))
        for line in file.read_bytes().splitlines()
    ]
    with path.open("wb") as out:
        for number in range(count):
            record = dict(sample[number % len(sample)])
            record |= {"id": f"faults:{number}", "dataset": "faults", "relations": []}
            record["alternative_titles"] = [f"第{number}号"]
            out.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))


def make_bed(folder: Path, count: int) -> Bed:
    """Take the file in unharmed, once, to learn the truth and how long each command takes."""
    file = folder / "faults.jsonl"
    write_records(file, count)
    data = folder / "truth"
    seconds = {}
    for command in COMMANDS:
        started = time.monotonic()
        finish(data, command, file)
        seconds[command] = time.monotonic() - started
    return Bed(file, state(data), seconds)


def trial(bed: Bed, data: Path, command: str, drawn: random.Random) -> str:
    """Kill one command at a random moment, then let the work be finished; the state of the node after that."""
    if command != "ingest":
        finish(data, "ingest", bed.file, "--no-sync")
    if command == "build":
        finish(data, "sync", bed.file)
    process = subprocess.Popen(
        _words(command, bed.file),
        env=environment(data),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(drawn.uniform(0.2, bed.seconds[command]))
    _kill_group(process)
    finish(data, "ingest", bed.file)
    return state(data)


def _words(command: str, file: Path) -> list[str]:
    return [str(WENMAI), command, *([str(file)] if command == "ingest" else [])]


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def finish(data: Path, command: str, file: Path, *more: str) -> None:
    """Run a command to its end; it must succeed."""
    words = [*_words(command, file), *more]
    done = subprocess.run(words, env=environment(data), cwd=ROOT, capture_output=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(words)} ended with {done.returncode}:\n{done.stderr.decode()[-2_000:]}")


def state(data: Path, **more: str) -> str:
    """A hash over all live records the store holds, checked to be just what the index serves; `more` are settings."""
    settings = Settings.from_env({"WENMAI_DATA": str(data), **more})
    store = Store.open(settings.database_url)
    engine = open_engine(settings.engine_url)
    try:
        stored = dict(_stored(store))
        served = {hit.id: orjson.loads(hit.source) for hit in engine.scan(Query(sort=Sort("ordinal")))}
        standing = engine.health().seq
        if standing != store.last_seq():
            raise AssertionError(f"the index stands at {standing}, the store at {store.last_seq()}")
    finally:
        engine.close()
        store.close()
    _compare(stored, served)
    return hashlib.sha256(orjson.dumps(stored, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _stored(store: Store) -> Iterator[tuple[str, dict[str, object]]]:
    since = 0
    while entries := store.entries_since(since, 1_000):
        for entry in entries:
            if entry.state is State.LIVE:
                yield entry.id, orjson.loads(entry.content) | {"version": entry.version}
        since = entries[-1].seq


def _compare(stored: dict[str, dict[str, object]], served: dict[str, dict[str, object]]) -> None:
    if stored.keys() != served.keys():
        raise AssertionError(f"store and index differ in {sorted(stored.keys() ^ served.keys())[:5]}")
    for record_id, content in stored.items():
        kept = {name: value for name, value in content.items() if name not in PASSING and name != "text"}
        shown = {name: value for name, value in served[record_id].items() if name not in PASSING}
        if kept != shown:
            raise AssertionError(f"{record_id} is not served as it is kept")
