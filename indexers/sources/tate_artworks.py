"""The works of the Tate (CC0 metadata, 2014): one deep JSON object a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from indexers.errors import RowRejected
from indexers.normalise.dates import parse
from indexers.normalise.licences import CC0, IN_COPYRIGHT, NOT_EVALUATED
from indexers.normalise.text import line
from indexers.readers import read_json_lines
from indexers.sources.mapped import Mapped, Note
from indexers.sources.source import DatasetInfo, Source
from indexers.sources.values import date_form, left_over, needed, refusing, without_nothing

_NAME = "Tate"

_CATEGORIES = {
    "on paper, unique": "museum/drawing",
    "on paper, print": "museum/print",
    "painting": "museum/painting",
    "sculpture": "museum/sculpture",
    "relief": "museum/sculpture",
    "installation": "museum/installation-and-media",
    "time-based media": "museum/installation-and-media",
    "block for printing": "museum/other",
    "supporting material": "museum/other",
}

_TECHNIQUES = frozenset((
    "aquatint", "cyanotype", "daguerreotype", "drypoint", "embossing", "engraving", "etching", "letterpress",
    "linocut", "lithograph", "mezzotint", "monoprint", "monotype", "photo-etching", "photo-lithograph",
    "photogravure", "photolithograph", "screenprint", "stipple", "woodcut", "intaglio print", "line engraving",
    "relief print", "soft-ground etching", "stipple engraving", "wood engraving",
))  # fmt: skip
"""Words of `medium` that say how a work was made; all others say of what."""

_MEDIUM_PARTS = re.compile(r", (?:and )?| and | on | with | over ")

# contributorCount, movementCount and subjectCount count lists that are here; all_artists repeats the contributors.
_USED = frozenset((
    "acno", "all_artists", "contributorCount", "dateText", "foreignTitle", "id", "medium", "movementCount",
    "subjectCount", "subjects", "thumbnailCopyright", "thumbnailUrl", "title", "url",
))  # fmt: skip
_YEARS_OF_WORDS = Note("dateRange", "gives no years that can be used; the years are those of dateText")
_NOT_UNDERSTOOD = Note("dateText", "tells no years that are understood, and dateRange gives none; kept as text")
_RIGHTS = CC0.rights("Tate")
_INSTITUTION = {"name": _NAME}


@refusing
def map_artwork(row: Mapping[str, Any]) -> Mapped:
    """One work, under its accession number.

    The subject tree is flattened: the name of every node below the root, each once, and their numbers in
    `extra.subject_ids`. `medium` gives materials and techniques, and stays in `extra` as it was written.
    """
    number = needed(row, "acno")
    extra = left_over(row, _USED)
    date, notes = _date(row, extra)
    subjects = _subjects(row, extra)
    materials, techniques = _made(row.get("medium"), extra)
    category = _CATEGORIES.get(row.get("classification") or "")
    record: dict[str, Any] = {
        "id": f"tate-artworks:{number}",
        "type": "artwork",
        "dataset": "tate-artworks",
        "title": {"en": needed(row, "title")},
        "creators": _creators(row),
        "categories": [category] if category else [],
        "date": date,
        "subjects": subjects,
        "materials": materials,
        "techniques": techniques,
        "institution": _INSTITUTION,
        "identifiers": [{"scheme": "tate", "value": str(row.get("id"))}] if row.get("id") else [],
        "rights": _RIGHTS,
        "extra": extra,
    }
    if row.get("foreignTitle"):
        record["alternative_titles"] = [row["foreignTitle"]]
    if row.get("thumbnailUrl"):
        record["media"] = [_picture(row)]
    record["source"] = {"name": _NAME, "url": row["url"]} if row.get("url") else {"name": _NAME}
    return Mapped((without_nothing(record),), notes)


def _creators(row: Mapping[str, Any]) -> list[dict[str, str]]:
    contributors = row.get("contributors")
    if not isinstance(contributors, list):
        raise RowRejected("'contributors' should be a list")
    return [_creator(each) for each in contributors if isinstance(each, dict) and each.get("fc")]


def _creator(contributor: Mapping[str, Any]) -> dict[str, str]:
    role = contributor.get("role")
    return {"name": contributor["fc"], "role": role} if role else {"name": contributor["fc"]}


def _date(row: Mapping[str, Any], extra: dict[str, Any]) -> tuple[dict[str, Any], tuple[Note, ...]]:
    """The years the Tate gives; where they are text, missing or run backwards, those its words give."""
    text = row.get("dateText") or ""
    years = row.get("dateRange") or {}
    start, end = years.get("startYear"), years.get("endYear")
    if type(start) is int and type(end) is int and start <= end:
        extra.pop("dateRange", None)
        return ({"text": text, "start": start, "end": end} if text else {"start": start, "end": end}), ()
    if not text:
        return {}, ()
    parsed = parse(text)
    return date_form(text, parsed), (_YEARS_OF_WORDS if parsed.understood else _NOT_UNDERSTOOD,)


def _subjects(row: Mapping[str, Any], extra: dict[str, Any]) -> list[str]:
    names: dict[str, None] = {}
    root = row.get("subjects")
    if isinstance(root, dict):
        ids: list[int] = []
        _walk(root.get("children", ()), names, ids)
        extra["subject_ids"] = ids
    for movement in row.get("movements") or ():
        names[movement["name"]] = None
    return list(names)


def _walk(nodes: list[dict[str, Any]], names: dict[str, None], ids: list[int]) -> None:
    for node in nodes:
        names[node["name"]] = None
        ids.append(node["id"])
        if "children" in node:
            _walk(node["children"], names, ids)


def _made(medium: object, extra: dict[str, Any]) -> tuple[list[str], list[str]]:
    if not isinstance(medium, str) or not medium:
        return [], []
    extra["medium"] = medium
    materials, techniques = _parts(medium)
    return list(materials), list(techniques)


@lru_cache(maxsize=16_384)
def _parts(medium: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """“Etching and aquatint on paper” is made of paper, by etching and aquatint."""
    parts = [part.strip().lower() for part in _MEDIUM_PARTS.split(medium)]
    known = dict.fromkeys(part for part in parts if part and len(part) <= 200)
    techniques = tuple(part for part in known if part in _TECHNIQUES)
    return tuple(part for part in known if part not in _TECHNIQUES), techniques


def _picture(row: Mapping[str, Any]) -> dict[str, Any]:
    """Pictures are not part of the CC0 dedication; who holds the rights stands in the attribution."""
    url, owner = row["thumbnailUrl"], row.get("thumbnailCopyright")
    picture = {"url": url, "thumbnail": url, "type": "image", "rights": _picture_rights(bool(owner))}
    return {**picture, "attribution": line(owner)} if owner else picture


def _picture_rights(owned: bool) -> dict[str, Any]:
    return (IN_COPYRIGHT if owned else NOT_EVALUATED).rights()


SOURCE = Source(
    id="tate-artworks",
    dataset=DatasetInfo(
        id="tate-artworks",
        title={"zh-Hans": "泰特美术馆藏品", "zh-Hant": "泰特美術館藏品", "en": "Tate Collection"},
        description={
            "zh-Hans": "泰特美术馆藏作品约七万件的元数据，2014 年发布。图像不在 CC0 范围内。",
            "zh-Hant": "泰特美術館藏作品約七萬件的元數據，2014 年發布。圖像不在 CC0 範圍內。",
            "en": "Metadata of about 70,000 works of the Tate, published in 2014. The images are not part of it.",
        },
        publisher=_NAME,
        licence=CC0.uri,
        url="https://github.com/tategallery/collection",
    ),
    files=("tate-artworks.jsonl.gz",),
    read=read_json_lines,
    map=map_artwork,
)
