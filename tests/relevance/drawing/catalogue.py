"""What there is to draw from: titles, names and lines straight from the publishers' files, by a table of our own.

The files are read without `indexers`, so that the set stays the same when a source maps its rows otherwise, and what is
judged has no hand in the judgement. Files whose licence is unclear are counted, so that a title known to be rare is
rare, but nothing is drawn from them.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as far as queries need it. `id` is empty where none may be named; `lines` are those of a poem."""

    dataset: str
    id: str
    title: str
    english: str = ""
    creator: str = ""
    place: str = ""
    lines: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return "|".join((self.dataset, self.id, self.title, self.creator, *self.lines[:1]))


_BATCH = "一二三四五六七八"


def _key_site(row: Row) -> Entry | None:
    """The parts of the Great Wall (分类号 248-…) and the units without a number have no simple id."""
    if not row["编号"] or row["分类号"].startswith("248-"):
        return None
    batch = _BATCH.index(row["批次（中文）"][1]) + 1
    title, english = " ".join(row["单位名称（中文）"].split()), " ".join(row["单位名称（英文）"].split())
    place = row["市级政区名称（中文）"].removesuffix("市")
    return Entry("key-sites", f"{batch}-{row['编号']}", title, english, place=place)


def _poem(dataset: str) -> Callable[[Row], Entry | None]:
    def entry(row: Row) -> Entry | None:
        lines = tuple(part for line in row["paragraphs"] for part in _halves(line))
        return Entry(dataset, row["id"], " ".join(row["title"].split()), creator=row["author"], lines=lines)

    return entry


def _early_poem(row: Row) -> Entry:
    lines = tuple(_halves(row["内容"]))
    return Entry("early-poems", "", " ".join(row["题目"].split()), creator=row["作者"], lines=lines)


def _halves(line: str) -> Iterator[str]:
    for stop in "。！？；,":
        line = line.replace(stop, "，")
    yield from (half for half in line.split("，") if half)


def _named(dataset: str, id_of: str, title_of: str) -> Callable[[Row], Entry | None]:
    def entry(row: Row) -> Entry | None:
        return Entry(dataset, str(row[id_of]), " ".join((row[title_of] or "").split()))

    return entry


def _work(row: Row) -> Entry:
    return Entry("tate-artworks", row["acno"], " ".join(row["title"].split()), creator=row["all_artists"] or "")


def _photograph(row: Row) -> Entry:
    return Entry("cmoa-teenie-harris", row["id"].rpartition("/")[2], row["title"])


def _event(row: Row) -> Entry | None:
    """Class sessions bear the name of their teacher, who is a private person: they are left out."""
    named = row["facultyMember"] or row["courseNbr"]
    return None if named else Entry("wcma-events", str(row["eventId"]), " ".join(row["eventName"].split()))


def _law(row: Row) -> Entry:
    first = row["text"].lstrip().partition("\n")[0]
    title = " ".join(first.lstrip("#").split()) if first.startswith("# ") else row["title"]
    return Entry("lawrefbook", blake2b(row["path"].encode(), digest_size=5).hexdigest(), title)


def _scenic(row: Row) -> Entry:
    return Entry("scenic-areas-5a", row["id"], row["name"], place=row["city"].removesuffix("市"))


def _counted(title_of: str) -> Callable[[Row], Entry | None]:
    return lambda row: Entry("", "", row[title_of])


def _csv(text: str) -> Iterator[Row]:
    return csv.DictReader(io.StringIO(text))


def _lines(text: str) -> Iterator[Row]:
    return (json.loads(line) for line in text.split("\n") if line)


def _json(*path: str) -> Callable[[str], Iterator[Row]]:
    def rows(text: str) -> Iterator[Row]:
        value = json.loads(text)
        for name in path:
            value = value[name]
        return iter(value)

    return rows


_FILES: tuple[tuple[str, Callable[[str], Iterator[Row]], Callable[[Row], Entry | None]], ...] = (
    ("heritage-national-key-sites.csv.gz", _csv, _key_site),
    ("poetry-tang-traditional.jsonl.gz", _lines, _poem("tang-poems")),
    ("poetry-song-traditional.jsonl.gz", _lines, _poem("song-poems")),
    ("poetry-simplified-early.csv.gz", _csv, _early_poem),
    ("poetry-authors-tang.jsonl.gz", _lines, _named("tang-authors", "id", "name")),
    ("poetry-authors-song.jsonl.gz", _lines, _named("song-authors", "id", "name")),
    ("tate-artworks.jsonl.gz", _lines, _work),
    ("ima-objects.jsonl.gz", _lines, _named("ima-objects", "irn", "title")),
    ("cmoa-teenie-harris.jsonl.gz", _lines, _photograph),
    ("moma-artists.json.gz", _json(), _named("moma-artists", "ConstituentID", "DisplayName")),
    ("unesco-world-heritage-sites.json.gz", _json("results"), _named("world-heritage", "id", "name")),
    ("venues-5a-scenic-areas.jsonl.gz", _lines, _scenic),
    ("venues-england-libraries.csv.gz", _csv, _named("england-libraries", "id", "name")),
    ("wcma-events.json.gz", _json("Events"), _event),
    ("wcma-exhibitions.json.gz", _json(), _named("wcma-exhibitions", "ExhibitionID", "ExhTitle")),
    ("policy-culture-laws.jsonl.gz", _lines, _law),
    ("heritage-traditional-villages-b1-4.csv.gz", _csv, _counted("Title")),
    ("ich-national-projects.csv.gz", _csv, _counted("project_name")),
    ("ich-inheritors.csv.gz", _csv, _counted("name")),
    ("venues-uk-museums.csv.gz", _csv, _counted("museum_name")),
)


def shared_entries(folder: Path) -> Iterator[Entry]:
    """Every entry of the larger files with a title."""
    for name, rows, entry_of in _FILES:
        text = gzip.decompress((folder / name).read_bytes()).decode("utf-8-sig")
        for row in rows(text):
            entry = entry_of(row)
            if entry is not None and entry.title:
                yield entry


def sample_entries(folder: Path) -> Iterator[Entry]:
    """The records that come with the project, under their simplified titles."""
    return map(_of_record, sample_records(folder))


def sample_records(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.jsonl")):
        yield from map(json.loads, path.read_text("utf-8").splitlines())


def _of_record(record: Row) -> Entry:
    dataset, _, local = record["id"].partition(":")
    lines = tuple(half for line in record.get("text", {}).get("zh-Hans", "").splitlines() for half in _halves(line))
    creator = next((one["name"] for one in record.get("creators", ())), "")
    title = record["title"]
    return Entry(dataset, local, title["zh-Hans"], title.get("en", ""), creator, lines=lines)
