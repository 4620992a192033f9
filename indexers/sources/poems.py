"""Poems of the chinese-poetry project, a dynasty's a file: what those of the Tang and of the Song have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from indexers.errors import RowRejected
from indexers.sources.mapped import Mapped, MapRow, Note
from indexers.sources.poets import NAMELESS, PUBLISHER, RIGHTS, URL, Authors, ids_by_name
from indexers.sources.values import left_over, needed, optional, without_nothing

CREATOR = "creator"
"""The relation of a work to the record of who made it."""

_USED = frozenset({"id", "title", "author", "paragraphs", "tags", "_dynasty"})
_STOPS = "，。！？；、,.!?; 　"
_UNTITLED = "[無題]"

_TITLE_SUPPLIED = Note("title", "is empty; the first line stands for it, in square brackets")
_NO_LINES = Note("paragraphs", "hold nothing but a stop; left out")
NO_AUTHOR = Note("author", "says that the author is not known; no creator is named, and the words are kept apart")
_SEVERAL = Note("author", "several authors are called so; not linked")
_NO_SUCH = Note("author", "is not in the file of authors; not linked")


@dataclass(frozen=True, slots=True)
class Poems:
    """The poems of one dynasty: their data set, and the authors of that dynasty."""

    dataset: str
    authors: Authors


def poem(row: Mapping[str, Any], of: Poems) -> Mapped:
    """One poem. It has no years of its own: only the period is known.

    A poem without a title is named by its first line in square brackets, as cataloguers do, and says so in
    `extra.untitled`; without a line either it is named [無題]. Simplified characters among the traditional stay.
    """
    lines, title, name = _lines(row), optional(row, "title"), optional(row, "author")
    spoken = any(line.strip(_STOPS) for line in lines)
    known, nameless = row.get("_dynasty") == of.authors.dynasty, name in NAMELESS
    extra = left_over(row, _USED)
    said = (
        (not title, "untitled", True, _TITLE_SUPPLIED),
        (not known, "_dynasty", row.get("_dynasty"), of.authors.outside),
        (nameless, "author", name, NO_AUTHOR),
    )
    extra.update((key, value) for holds, key, value, _ in said if holds)
    notes = [note for holds, _, _, note in said if holds]
    record: dict[str, Any] = {
        "id": f"{of.dataset}:{needed(row, 'id')}",
        "type": "literary-work",
        "dataset": of.dataset,
        "title": {"zh-Hant": title or _supplied(lines)},
        "text": {"zh-Hant": "\n".join(lines)} if spoken else {},
        "creators": [{"name": name}] if name and not nameless else [],
        "periods": [of.authors.period] if known else [],
        "categories": ["literature/poem"],
        "subjects": row.get("tags"),
        "languages": ["zh-Hant"],
        "rights": RIGHTS,
        "source": {"name": PUBLISHER, "url": URL},
        "extra": extra,
    }
    return Mapped((without_nothing(record),), tuple(notes if spoken else (*notes, _NO_LINES)))


def linking(map_poem: MapRow, of: Poems, folder: Path) -> MapRow:
    """What maps the poems of a file of that folder (see `Source.linking`)."""
    return partial(_linked, map_poem, of, folder)


def _linked(map_poem: MapRow, of: Poems, folder: Path, row: Mapping[str, Any]) -> Mapped:
    """The poem with the id of its author, where that folder's file of authors has the name once."""
    made = map_poem(row)
    (record,) = made.records
    if "creators" not in record:
        return made
    ids = ids_by_name(folder, of.authors)
    if isinstance(ids, Note):
        return Mapped(made.records, (*made.notes, ids))
    name = record["creators"][0]["name"]
    author = ids.get(name)
    if not author:
        return Mapped(made.records, (*made.notes, _NO_SUCH if author is None else _SEVERAL))
    relations = [{"type": CREATOR, "id": author}]
    return Mapped(({**record, "creators": [{"name": name, "id": author}], "relations": relations},), made.notes)


def _lines(row: Mapping[str, Any]) -> list[str]:
    lines = row.get("paragraphs")
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise RowRejected("'paragraphs' should be a list of lines")
    return lines


def _supplied(lines: list[str]) -> str:
    first = next((line.strip(_STOPS) for line in lines if line.strip(_STOPS)), "")
    return f"[{first}]" if first else _UNTITLED
