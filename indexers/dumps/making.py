"""A dump is made: each data set read from the index, written as NDJSON and Parquet, told of in the manifest."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from exchange.dumps import MANIFEST, name_of
from exchange.exports import SCHEMA_VERSION, WRITERS, AsOf, Options, written
from exchange.exports.packing import packed
from indexers.dumps import files
from indexers.errors import NothingToDump
from indexers.progress import Advance
from records import disk
from records.model import Dataset
from search.ports import SearchEngine
from search.query import MAX_FACET_VALUES, FacetRequest, Page, Query, Terms
from search.results import Kept

ENDINGS = {"gzip": "gz", "zstd": "zst"}
TOLD = ("title", "publisher", "licence", "url")
"""What the manifest repeats of what is told of a data set."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which data sets, all where none is named; how NDJSON is packed; how many dumps are kept; the node's address."""

    datasets: tuple[str, ...]
    packed: str
    keep: int
    base: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """The manifest of a dump, where it is, and which older ones went for it."""

    manifest: Mapping[str, Any]
    place: Path
    removed: Sequence[str]


def dump(engine: SearchEngine, known: Sequence[Dataset], root: Path, wish: Wish, advance: Advance) -> Made:
    """NothingToDump for a data set without records, DumpUnderWay, CannotShow, EngineError, OSError; none leaves half a
    dump."""
    WRITERS["parquet"](Options())  # CannotShow where its library is missing, before anything is written
    counts = _counts(engine)
    absent = [name for name in wish.datasets if name not in counts]
    if absent or not counts:
        raise NothingToDump(absent)
    about = {one.id: orjson.loads(one.content) for one in known}
    with files.alone(root):
        moment, place = _free(root, some=bool(wish.datasets))
        with files.whole(place) as folder:
            told = [
                _dataset(engine, name, about.get(name, {}), folder, wish, advance)
                for name in sorted(wish.datasets or counts)
            ]
            manifest = _manifest(place.name, moment, told, wish)
            disk.write(folder / MANIFEST, [orjson.dumps(manifest, option=orjson.OPT_INDENT_2)])
        return Made(manifest, place, files.remove_old(root, wish.keep))


def _free(root: Path, *, some: bool) -> tuple[datetime, Path]:
    """Now and the folder named by it: a moment later where one of the same second is there."""
    while True:
        moment = datetime.now(UTC)
        place = root / name_of(moment, some=some)
        if not place.exists():
            return moment, place
        time.sleep(0.05)


def _counts(engine: SearchEngine) -> dict[str, int]:
    """Records of each data set in the index."""
    asked = Query(facets=(FacetRequest("dataset", MAX_FACET_VALUES),), page=Page(size=0))
    return {value.value: value.count for value in engine.search(asked).facets[0].values}


def _dataset(
    engine: SearchEngine, name: str, about: Mapping[str, Any], folder: Path, wish: Wish, advance: Advance
) -> dict[str, Any]:
    made = [
        _file(engine, name, folder / f"{name}.ndjson.{ENDINGS[wish.packed]}", "ndjson", wish.packed, advance),
        _file(engine, name, folder / f"{name}.parquet", "parquet", "", advance),
    ]
    told = {key: about[key] for key in TOLD if key in about}
    return {"id": name, **told, "rows": made[0]["rows"], "files": made}


def _file(engine: SearchEngine, name: str, path: Path, form: str, how: str, advance: Advance) -> dict[str, Any]:
    """Up to which change it tells of is asked first: what came after may be in it, what came before is."""
    _, seq = engine.position()
    rows = _Counted(engine.kept(Query(filters=(Terms("dataset", (name,)),))), advance)
    on_disk = disk.write(path, packed(written(WRITERS[form](Options()), rows, AsOf(seq)), how))
    told = {"name": path.name, "format": form, "packed": how or "inside", "rows": rows.count, "as_of": seq}
    return {**told, **asdict(on_disk)}


class _Counted:
    """Batches, counted as they pass."""

    def __init__(self, batches: Iterator[Sequence[Kept]], advance: Advance) -> None:
        self._batches = batches
        self._advance = advance
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[Kept]]:
        for batch in self._batches:
            self.count += len(batch)
            self._advance(len(batch))
            yield batch


def _manifest(name: str, moment: datetime, told: Sequence[Mapping[str, Any]], wish: Wish) -> dict[str, Any]:
    """It has `datasets_asked` where it is of some data sets only."""
    made = [file for one in told for file in one["files"]]
    return {
        "id": name,
        "made": moment.isoformat(timespec="seconds").replace("+00:00", "Z"),
        **({"node": wish.base} if wish.base else {}),
        **({"datasets_asked": list(wish.datasets)} if wish.datasets else {}),
        "schema": SCHEMA_VERSION,
        "as_of": min(file["as_of"] for file in made),
        "rows": sum(one["rows"] for one in told),
        "bytes": sum(file["bytes"] for file in made),
        "datasets": list(told),
    }
