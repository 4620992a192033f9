"""Whatever one of the three trees of errors has, it comes out of another process as it went in."""

from __future__ import annotations

import pickle
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import indexers.errors
import records.errors
import search.errors
from indexers.errors import UnreadableFile
from indexers.workers import Workers
from records.errors import Problem
from search.errors import QueryError

SAMPLES: dict[str, tuple[Any, ...]] = {
    "RecordsError": ("x",),
    "StoreUnavailable": ("the database does not answer",),
    "InvalidRecord": ((Problem("creators[2].name", "is empty"), Problem("", "is a list", "[]")), "a:1"),
    "UnknownRecord": ("a:1",),
    "GoneRecord": ("a:1", "a:2"),
    "MergeRefused": ("into itself",),
    "InvalidKey": ((Problem("name", "is empty"),),),
    "UnknownKey": ("key-1",),
    "KeyRefused": ("it was revoked",),
    "TooManyJobs": (4, True),
    "SearchError": ("x",),
    "QueryError": ("sort", "cannot be sorted", "title"),
    "QuerySyntaxError": ("no closing quote", 7, '"a"'),
    "QueryRefused": ((QueryError("q", "is empty"), QueryError("sort", "is unknown", "title")),),
    "EngineError": ("x",),
    "EngineUnavailable": ("x",),
    "EngineBusy": ("x",),
    "IndexDamaged": ("x",),
    "OtherVersion": ("x",),
    "TooManyBuckets": ("x",),
    "NoBuild": ("x",),
    "IndexersError": ("x",),
    "UnreadableFile": (Path("towers.csv"), "is empty"),
    "MappingError": (Path("towers.toml"), ["id: is missing", "type: is unknown"]),
    "RowRejected": ("2023-02-30 is no day", "date.start"),
    "WorkersLost": (),
    "NotInStep": (3, 7),
    "CannotServe": ("x",),
    "NothingToDump": (["poems", "sites"],),
    "DumpUnderWay": (Path("dumps"),),
    "CannotDump": (Path("dumps"), "the disk is full"),
}


def _classes(module: ModuleType) -> list[type[Exception]]:
    own = [each for each in vars(module).values() if isinstance(each, type) and each.__module__ == module.__name__]
    return [each for each in own if issubclass(each, Exception)]


CLASSES = [each for tree in (records.errors, search.errors, indexers.errors) for each in _classes(tree)]


def _told(value: Any) -> Any:
    """An error as what can be compared: two of them are never equal."""
    if isinstance(value, Exception):
        return type(value), str(value), value.args, {name: _told(held) for name, held in vars(value).items()}
    return [_told(each) for each in value] if isinstance(value, tuple) else value


@pytest.mark.parametrize("kind", CLASSES)
def test_an_error_is_the_same_after_the_crossing(kind: type[Exception]) -> None:
    error = kind(*SAMPLES[kind.__name__])
    error.add_note("row 7")
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert _told(pickle.loads(pickle.dumps(error, protocol))) == _told(error)


def test_no_sample_is_left_over() -> None:
    assert {kind.__name__ for kind in CLASSES} == set(SAMPLES)


def _refuse(number: int) -> int:
    if number == 9:
        raise UnreadableFile(Path("towers.csv"), "is empty")
    return number


def test_a_file_that_cannot_be_read_in_another_process_is_told_here() -> None:
    with Workers(2) as workers, pytest.raises(UnreadableFile, match="is empty") as caught:
        list(workers.map(_refuse, range(20)))
    assert caught.value.path == Path("towers.csv")
