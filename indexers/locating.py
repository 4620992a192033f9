"""What the words of `wenmai ingest` stand for: a source's name, a file some source knows, JSON Lines, CSV."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import orjson
import structlog

from indexers.errors import UnreadableFile
from indexers.ingest import Input
from indexers.mapping import load_mapping
from indexers.readers import read_json_lines
from indexers.sources import Source, all_sources, source_for
from indexers.sources.record_form import map_row
from records.model import Dataset

JSON_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
DELIMITED = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")
DATASETS = "datasets.json"
"""A list of data set descriptions beside the files that belong to them."""

_PASSED_OVER = "passed over: not JSON Lines, no known source, no mapping beside, or a folder in the folder"

log = structlog.get_logger(__name__)


def inputs(target: str, folder: Path, mapping: Path | None, dataset: str) -> list[Input]:
    """The files one word stands for; UnreadableFile says what else could have been meant."""
    path = Path(target)
    if target in all_sources():
        found = _of_source(all_sources()[target], folder)
    elif path.is_dir():
        found = _of_folder(path, mapping, dataset)
    elif path.exists():
        found = [_of_file(path, mapping, dataset)]
    else:
        raise UnreadableFile(path, f"there is no such file, and no source of that name ({', '.join(all_sources())})")
    for each in found:
        _require(dataset, each)
    return found


def _require(dataset: str, found: Input) -> None:
    if dataset and found.dataset != dataset:
        reason = f"its rows belong to {found.dataset!r}, as {found.name} reads it; --dataset is for the record form"
        raise UnreadableFile(found.path, reason)


def _of_folder(folder: Path, mapping: Path | None, dataset: str) -> list[Input]:
    if mapping is not None:
        raise UnreadableFile(folder, f"is a folder, whose files each need a mapping beside them; {mapping} is for one")
    there = sorted(folder.iterdir())
    known = [path for path in there if path.is_file() and _known(path)]
    companions = {DATASETS, *(f"{path.name}.toml" for path in known)}
    if passed := [_shown(path) for path in there if path not in known and path.name not in companions]:
        log.warning(_PASSED_OVER, folder=str(folder), files=passed)
    if not known:
        raise UnreadableFile(folder, "holds nothing to take in: no JSON Lines, no source's file, none with a mapping")
    return [_of_file(path, None, dataset) for path in known]


def _shown(path: Path) -> str:
    return f"{path.name}/" if path.is_dir() else path.name


def _known(path: Path) -> bool:
    return path.name.endswith(JSON_LINES) or source_for(path) is not None or _mapping_beside(path) is not None


def _of_source(source: Source, folder: Path) -> list[Input]:
    found = [path for name in source.files if (path := _packed_or_not(folder / name))]
    if not found:
        raise UnreadableFile(folder, f"{source.id} reads {' or '.join(source.files)}; name its folder with --folder")
    return [_by_source(source, path) for path in found]


def _packed_or_not(path: Path) -> Path | None:
    forms = (path, path.with_name(path.name.removesuffix(".gz")), path.with_name(f"{path.name}.gz"))
    return next((form for form in forms if form.is_file()), None)


def _of_file(path: Path, mapping: Path | None, dataset: str) -> Input:
    source = source_for(path)
    mapping = mapping or _mapping_beside(path)
    if mapping is not None:
        return _by_source(load_mapping(mapping), path)
    if source is not None:
        return _by_source(source, path)
    if path.name.endswith(DELIMITED):
        raise UnreadableFile(path, f"CSV needs a mapping: --mapping FILE.toml, or {path.name}.toml beside it")
    return Input(path.name, path, read_json_lines, map_row, dataset, tuple(_described(path, dataset)))


def _mapping_beside(path: Path) -> Path | None:
    beside = path.with_name(path.name + ".toml")
    return beside if beside.is_file() else None


def _by_source(source: Source, path: Path) -> Input:
    info = Dataset(source.dataset.id, source.dataset.to_json(), datetime.now(UTC))
    return Input(source.id, path, source.read, source.mapper(path.parent), source.dataset.id, (info,))


def _described(path: Path, dataset: str) -> Iterator[Dataset]:
    """The descriptions beside a file; of one data set where one is asked for."""
    beside = path.with_name(DATASETS)
    if not beside.is_file():
        return
    try:
        listed = orjson.loads(beside.read_bytes())
        described = {info["id"]: info for info in listed}
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise UnreadableFile(beside, f"should be a JSON list of data sets, each with its id: {error}") from error
    wanted = dataset or path.name.partition(".")[0]
    if wanted in described:
        yield Dataset(wanted, orjson.dumps(described[wanted]), datetime.now(UTC))
