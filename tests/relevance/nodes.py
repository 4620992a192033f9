"""The nodes that are asked, of the larger files or of data/sample: kept in var/relevance while nothing changed."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path

from indexers.sources import all_sources
from settings import Settings
from tests.relevance.draw import ROOT, shared_folder

KEPT = ROOT / "var" / "relevance"
SAMPLE = ROOT / "data" / "sample"

_TAKING = (
    "indexers/sources/*.py", "indexers/normalise/*.*", "indexers/readers/*.py", "indexers/mapping/*.py",
    "records/schema/*.py", "records/vocabularies/*.py", "records/vocabularies/*.csv",
)  # fmt: skip
"""What makes records of the publishers' rows."""

_INDEXING = (
    "records/vocabularies/*.csv", "search/text/*.*", "search/dynasties.py", "search/entries.py", "search/fields.py",
    "search/making.py", "search/scopes.py", "search/suggesting.py", "search/trees.py", "search/values.py",
    "search/engines/tantivy/documents.py", "search/engines/tantivy/layout.py", "search/engines/tantivy/schema.py",
    "search/engines/tantivy/sorting.py",
)  # fmt: skip
"""What shapes the entries of an index; a change elsewhere in `search` shows in the next question."""


def given_node() -> Settings | None:
    """The node that WENMAI_DATA names, as it is."""
    return Settings.from_env() if os.environ.get("WENMAI_DATA") else None


def sample_node() -> Settings:
    return _node(KEPT / "sample", [str(SAMPLE)], sorted(SAMPLE.iterdir()))


def large_node() -> Settings | None:
    """A node with every source known here; None where the larger files are not. The first time takes minutes."""
    folder = shared_folder()
    if folder is None:
        return None
    known = {name: [folder / file for file in source.files] for name, source in all_sources().items()}
    there = {name: files for name, files in known.items() if any(file.is_file() for file in files)}
    files = [file for each in there.values() for file in each if file.is_file()]
    return _node(KEPT / "large", ["--folder", str(folder), *there], files)


def _node(data: Path, words: Sequence[str], files: Iterable[Path]) -> Settings:
    """One process makes it, and others wait: two tests may ask for the same at once."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "making.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _make(data, words, files)
    return Settings.from_env({"WENMAI_DATA": str(data)})


def _make(data: Path, words: Sequence[str], files: Iterable[Path]) -> None:
    stamp, made = data / "made-from.json", data / "made-from.new"
    before = json.loads(stamp.read_text()) if stamp.exists() else {}
    now = {"taken": _mark([*_code(_TAKING), *files]), "indexed": _mark(_code(_INDEXING))}
    if before.get("taken") != now["taken"]:
        stamp.unlink(missing_ok=True)
        _wenmai(data, "ingest", *words)
    if before and before.get("indexed") != now["indexed"]:
        stamp.unlink(missing_ok=True)
        _wenmai(data, "build")
    made.write_text(json.dumps(now))
    made.replace(stamp)


def _code(patterns: Sequence[str]) -> list[Path]:
    found = {pattern: sorted(ROOT.glob(pattern)) for pattern in patterns}
    if gone := [pattern for pattern, paths in found.items() if not paths]:
        raise FileNotFoundError(f"nothing is at {', '.join(gone)}; mend the patterns in {__file__}")
    return [path for paths in found.values() for path in paths]


def _mark(files: Iterable[Path]) -> str:
    """Code by what it says, since a checkout changes its times; published files by size and time."""
    marked = blake2b(digest_size=16)
    for path in files:
        told = path.stat()
        said = path.read_bytes() if path.is_relative_to(ROOT) else f"{told.st_size} {told.st_mtime_ns}".encode()
        marked.update(f"{path.name} {len(said)}\n".encode() + said)
    return marked.hexdigest()


def _wenmai(data: Path, *words: str) -> None:
    """Run the command; 1 says that some rows were refused, which each source's own tests judge."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("WENMAI_")}
    command = [sys.executable, "-m", "indexers.cli", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=own | {"WENMAI_DATA": str(data)}, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode not in (0, 1) or not done.stdout.strip():
        raise RuntimeError(f"wenmai {' '.join(words)} ended with {done.returncode}: {done.stdout}")
