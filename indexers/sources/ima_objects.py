"""The collection of the Indianapolis Museum of Art (CC BY 3.0 metadata): one JSON object a line, without pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexers.normalise.dates import parse
from indexers.normalise.licences import Licence
from indexers.normalise.persons import in_order
from indexers.normalise.text import line
from indexers.readers import read_json_lines
from indexers.sources.broken import readable
from indexers.sources.ima_words import category_of, made_of, periods_of
from indexers.sources.mapped import Mapped, Note
from indexers.sources.source import DatasetInfo, Source
from indexers.sources.values import date_form, left_over, needed, optional, refusing, without_nothing

_NAME = "Indianapolis Museum of Art"
_LICENCE = Licence("https://creativecommons.org/licenses/by/3.0/", "open")

_PICTURES = frozenset(("museum/drawing", "museum/painting", "museum/photograph", "museum/print"))
"""What makes a holding an artwork; all others (textiles, vessels, arrowheads, furniture) are artefacts."""

_LISTED = (("actors", ""), ("printers", "Printer"), ("publishers", "Publisher"))
"""The lists of makers, and the role of those who have none of their own."""

_UNKNOWN = frozenset(("anonymous", "unknown", "unidentified artist"))
_NOBODY = "a name that says the maker is unknown is left out of creators"
_NAMELESS = "an actor without a name is left out of creators"
_TURNED = "a name written surname first is put in the order it is said"
_SUPPLIED = Note("title", "a missing title is supplied in square brackets from cultures and materials")
_UNTITLED = Note("title", "a missing title is supplied as [Untitled], since nothing else is told")

_USED = frozenset(("accession_number", "creation_date", "images", "irn", "title"))
_RIGHTS = _LICENCE.rights(_NAME)
_INSTITUTION = {"name": _NAME}
_SOURCE = {"name": _NAME, "url": "https://github.com/IMAmuseum/ima-collection"}


@refusing
def map_holding(row: Mapping[str, Any]) -> Mapped:
    """One holding, under its `irn`.

    CC BY covers the metadata; who holds the rights in the work itself stays in `extra.rights`, as it was written.
    Makers stand in `extra.actors` with their years; `materials` give category, materials and techniques and stay too.
    """
    notes: list[Note] = []
    title = _title(row, notes)
    materials, techniques = made_of(_words(row, notes))
    category = category_of(row.get("materials") or "", title)
    record: dict[str, Any] = {
        "id": f"ima-objects:{int(row['irn'])}",
        "type": "artwork" if category in _PICTURES else "artifact",
        "dataset": "ima-objects",
        "title": {"en": title},
        "creators": _creators(row, notes),
        "date": _date(row.get("creation_date") or ""),
        "periods": periods_of(row.get("dynasty") or "", row.get("period") or ""),
        "categories": [category] if category else [],
        "materials": list(materials),
        "techniques": list(techniques),
        "institution": _INSTITUTION,
        "identifiers": [{"scheme": "accession number", "value": needed(row, "accession_number")}],
        "rights": _RIGHTS,
        "source": _SOURCE,
        "extra": _extra(row),
    }
    return Mapped((without_nothing(record),), tuple(notes))


def _title(row: Mapping[str, Any], notes: list[Note]) -> str:
    """A title that is not the publisher's stands in square brackets, as cataloguers do; `extra.untitled` says so."""
    if title := optional(row, "title"):
        return readable(title, "title", notes)
    known = [*filter(None, row["cultures"]), optional(row, "materials")]
    told = ", ".join(word for word in known if word and word.casefold() != "unknown")
    notes.append(_SUPPLIED if told else _UNTITLED)
    return f"[{readable(told, 'materials', [])}]" if told else "[Untitled]"


def _words(row: Mapping[str, Any], notes: list[Note]) -> str:
    words = row.get("materials")
    return readable(words, "materials", notes) if words else ""


def _creators(row: Mapping[str, Any], notes: list[Note]) -> list[dict[str, str]]:
    """Makers, printers, publishers, each once; a word that limits the authorship (After) is told before a role."""
    found: dict[tuple[str, str], None] = {}
    for column, role in _LISTED:
        for each in row.get(column) or ():
            if name := _name(each, column, notes):
                found[name, each.get("after_follower") or each.get("role") or role] = None
    return [{"name": name, "role": role} if role else {"name": name} for name, role in found]


def _name(actor: Mapping[str, Any], column: str, notes: list[Note]) -> str:
    cited = readable(line(actor.get("display_name") or ""), column, notes)
    if not cited or cited.casefold() in _UNKNOWN:
        notes.append(Note(column, _NOBODY if cited else _NAMELESS))
        return ""
    if "," not in cited or actor.get("organization"):
        return cited
    name = in_order(cited)
    if name != cited:
        notes.append(Note(column, _TURNED))
    return name


def _date(text: str) -> dict[str, Any]:
    return date_form(line(text), parse(text)) if text else {}


def _extra(row: Mapping[str, Any]) -> dict[str, Any]:
    extra = left_over(row, _USED)
    return extra if row.get("title") else {**extra, "untitled": True}


SOURCE = Source(
    id="ima-objects",
    dataset=DatasetInfo(
        id="ima-objects",
        title={
            "zh-Hans": "印第安纳波利斯艺术博物馆藏品",
            "zh-Hant": "印第安納波利斯藝術博物館藏品",
            "en": "Indianapolis Museum of Art Collection",
        },
        description={
            "zh-Hans": "印第安纳波利斯艺术博物馆约五万件藏品的元数据，含亚洲艺术。依 CC BY 3.0 使用，请注明 "
            "Indianapolis Museum of Art。作品本身的著作权另有归属。",
            "zh-Hant": "印第安納波利斯藝術博物館約五萬件藏品的元數據，含亞洲藝術。依 CC BY 3.0 使用，請註明 "
            "Indianapolis Museum of Art。作品本身的著作權另有歸屬。",
            "en": "Metadata of some 50,000 holdings, Asian art among them, under CC BY 3.0: credit the Indianapolis "
            "Museum of Art. Rights in the works themselves are not part of it.",
        },
        publisher=_NAME,
        licence=_LICENCE.uri,
        url="https://github.com/IMAmuseum/ima-collection",
    ),
    files=("ima-objects.jsonl.gz",),
    read=read_json_lines,
    map=map_holding,
)
