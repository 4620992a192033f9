"""The artists of the Museum of Modern Art, New York (CC0, 2016), with their Wikidata and ULAN numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from indexers.errors import RowRejected
from indexers.normalise.licences import CC0
from indexers.normalise.persons import life_years
from indexers.readers import read_json
from indexers.sources.mapped import Mapped, Note
from indexers.sources.source import DatasetInfo, Source
from indexers.sources.values import left_over, needed, optional, refusing, without_nothing

_URL = "https://github.com/MuseumofModernArt/collection"
_NAME = "The Museum of Modern Art"
_USED = frozenset(("ConstituentID", "DisplayName", "ArtistBio", "BeginDate", "EndDate", "Wiki QID", "ULAN"))
_RIGHTS = CC0.rights(_NAME)

_ELSEWHERE = (
    ("Wiki QID", "wikidata", re.compile(r"Q[1-9]\d*"), "http://www.wikidata.org/entity/"),
    ("ULAN", "ulan", re.compile(r"[1-9]\d*"), "http://vocab.getty.edu/ulan/"),
)
"""Column, scheme, the form of its numbers, and the address that a number is the end of."""

_YEAR_COLUMNS = ("BeginDate", "EndDate")
_UNKNOWN = "0 stands for unknown and is left out"
_FROM_BIO = "0 stands for unknown; the date is that of ArtistBio"


@refusing
def map_artist(row: Mapping[str, Any]) -> Mapped:
    """One artist, group or firm, under its ConstituentID.

    Years are those of BeginDate and EndDate; one that is unknown is read from ArtistBio, where that does not speak
    against the other. One year alone is both. What MoMA says of nationality and gender stays as it says it.
    """
    number = row.get("ConstituentID")
    if type(number) is not int:
        raise RowRejected(f"ConstituentID is {number!r}; it should be a whole number")
    extra = left_over(row, _USED)
    date, notes = _date(row)
    identifiers, same = _elsewhere(row, extra, notes)
    told = optional(row, "ArtistBio")
    record: dict[str, Any] = {
        "id": f"moma-artists:{number}",
        "type": "person",
        "dataset": "moma-artists",
        "title": {"en": needed(row, "DisplayName")},
        "description": {"en": told} if told else {},
        "date": date,
        "categories": ["person/artist"],
        "identifiers": identifiers,
        "relations": same,
        "rights": _RIGHTS,
        "source": {"name": _NAME, "url": _URL},
        "extra": extra,
    }
    return Mapped((without_nothing(record),), tuple(notes))


def _date(row: Mapping[str, Any]) -> tuple[dict[str, Any], list[Note]]:
    stated = [_year(row, column) for column in _YEAR_COLUMNS]
    bio = optional(row, "ArtistBio")
    filled = _filled(stated, bio)
    notes = [
        Note(column, _FROM_BIO if found else _UNKNOWN)
        for column, year, found in zip(_YEAR_COLUMNS, stated, filled, strict=True)
        if not year
    ]
    known = [year for year in filled if year]
    if not known:
        return {}, notes
    text = bio if filled != stated else "–".join(str(year or "") for year in stated)
    return {"text": text, "start": known[0], "end": known[-1]}, notes


def _year(row: Mapping[str, Any], column: str) -> int:
    year = row.get(column)
    if type(year) is not int:
        raise RowRejected(f"{column} is {year!r}; it should be a year, or 0")
    return year


def _filled(stated: list[int], bio: str) -> list[int]:
    """The years with what ArtistBio adds; a single year in it stands for both ends, and adds nothing to a known one."""
    life = life_years(bio)
    if all(stated) or not life.understood or life.start is None or life.end is None:
        return stated
    told = [life.start, life.end]
    agree = all(mine in (0, theirs) for mine, theirs in zip(stated, told, strict=True))
    return told if agree and (not any(stated) or life.start < life.end) else stated


def _elsewhere(
    row: Mapping[str, Any], extra: dict[str, Any], notes: list[Note]
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Numbers of the artist elsewhere, as identifiers and as records that are of the same."""
    identifiers, same = [], []
    for column, scheme, form, address in _ELSEWHERE:
        number = optional(row, column)
        if form.fullmatch(number):
            identifiers.append({"scheme": scheme, "value": number})
            same.append({"type": "sameAs", "id": address + number})
        elif number:
            extra[column] = number
            notes.append(Note(column, "is no number of that kind; kept apart"))
    return identifiers, same


SOURCE = Source(
    id="moma-artists",
    dataset=DatasetInfo(
        id="moma-artists",
        title={"zh-Hans": "纽约现代艺术博物馆艺术家", "zh-Hant": "紐約現代藝術博物館藝術家", "en": "Artists of MoMA"},
        description={
            "zh-Hans": "纽约现代艺术博物馆藏品的艺术家、团体与厂商近一万五千，2016 年发布，附 Wikidata 与 ULAN 编号。",
            "zh-Hant": "紐約現代藝術博物館藏品的藝術家、團體與廠商近一萬五千，2016 年發布，附 Wikidata 與 ULAN 編號。",
            "en": "Some 14,800 artists, groups and firms with works in the Museum of Modern Art, New York, as "
            "published in 2016, with numbers in Wikidata and ULAN.",
        },
        publisher=_NAME,
        licence=CC0.uri,
        url=_URL,
    ),
    files=("moma-artists.json.gz",),
    read=read_json,
    map=map_artist,
)
