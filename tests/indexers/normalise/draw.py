"""Draws what publishers really wrote, seeded, to be judged by hand: `python -m tests.indexers.normalise.draw FOLDER`.

Of each field the distinct texts are grouped by shape (digits made one, Han numerals made one, Latin words as they are),
shapes are drawn at random and of each one text, so that rare forms are judged as often as common ones. Prints CSV rows
`kind,field,written` for `judged.csv`; what is expected is judged from the text and general chronology.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SEED = 20261127

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """`texts` are those of one row; `count` is how many shapes are drawn."""

    kind: str
    name: str
    file: str
    texts: Callable[[Row], Iterable[str | None]]
    count: int


def column(*names: str) -> Callable[[Row], Iterable[str | None]]:
    return lambda row: (" | ".join(str(row.get(name) or "") for name in names),)


def actors(row: Row) -> Iterator[str | None]:
    for actor in row.get("actors") or ():
        yield actor.get("birth_date")


def contributors(row: Row) -> Iterator[str | None]:
    for contributor in row.get("contributors") or ():
        yield contributor.get("date")


def opening(row: Row) -> tuple[str]:
    return (row["desc"][:40],)


_REGIONS = ("省级政区名称（中文）", "市级政区名称（中文）", "县级政区名称（中文）")

FIELDS = (
    Field("date", "key-sites 时代（中文）", "heritage-national-key-sites.csv.gz", column("时代（中文）"), 90),
    Field("date", "ima creation_date", "ima-objects.jsonl.gz", column("creation_date"), 90),
    Field("date", "ima dynasty", "ima-objects.jsonl.gz", column("dynasty"), 20),
    Field("date", "ima period", "ima-objects.jsonl.gz", column("period"), 25),
    Field("date", "tate dateText", "tate-artworks.jsonl.gz", column("dateText"), 50),
    Field("date", "cmoa creation_date", "cmoa-teenie-harris.jsonl.gz", column("creation_date"), 15),
    Field("date", "early-poems 朝代", "poetry-simplified-early.csv.gz", column("朝代"), 14),
    Field("date", "wcma-exhibitions BeginISODate", "wcma-exhibitions.json.gz", column("BeginISODate"), 4),
    Field("date", "laws date", "policy-culture-laws.jsonl.gz", column("date"), 2),
    Field("life", "moma ArtistBio", "moma-artists.json.gz", column("ArtistBio"), 30),
    Field("life", "tate contributors.date", "tate-artworks.jsonl.gz", contributors, 15),
    Field("life", "ima actors.birth_date", "ima-objects.jsonl.gz", actors, 15),
    Field("biography", "song-authors desc", "poetry-authors-song.jsonl.gz", opening, 20),
    Field("regions", "key-sites 省市县", "heritage-national-key-sites.csv.gz", column(*_REGIONS), 50),
    Field("region", "key-sites 地址（中文）", "heritage-national-key-sites.csv.gz", column("地址（中文）"), 40),
    Field("region", "5a address", "venues-5a-scenic-areas.jsonl.gz", column("address"), 20),
)


def rows(path: Path) -> Iterator[Row]:
    """CSV, JSON Lines, or one JSON value that is a list or holds one."""
    text = gzip.decompress(path.read_bytes()).decode("utf-8-sig")
    if ".csv" in path.name:
        yield from csv.DictReader(io.StringIO(text))
    elif ".jsonl" in path.name:
        yield from map(json.loads, text.splitlines())
    else:
        whole = json.loads(text)
        yield from whole if isinstance(whole, list) else next(v for v in whole.values() if isinstance(v, list))


def shape(text: str) -> str:
    return re.sub("[〇○零一二三四五六七八九]+", "九", re.sub(r"\d+", "9", text))


def drawn(field: Field, folder: Path) -> list[str]:
    """At most `count` texts, no two of one shape, the same for the same file and seed."""
    by_shape: dict[str, set[str]] = defaultdict(set)
    for row in rows(folder / field.file):
        for text in field.texts(row):
            if text and text.strip(" |"):
                by_shape[shape(text)].add(text)
    chance = random.Random(f"{SEED} {field.name}")
    shapes = sorted(by_shape)
    return [chance.choice(sorted(by_shape[each])) for each in chance.sample(shapes, min(field.count, len(shapes)))]


def main(folder: Path) -> None:
    out = csv.writer(sys.stdout, lineterminator="\n")
    for field in FIELDS:
        for text in drawn(field, folder):
            out.writerow((field.kind, field.name, text))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
