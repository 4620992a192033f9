"""A record's page: what it says of everything, in the order people ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from api.portal.addresses import inside, to
from api.portal.views.cards import Card, Picture, card, picture, region_of
from api.portal.views.occasions import held
from api.portal.views.rows import own_rows, rows
from api.portal.views.tiles import Tile, tiles
from api.portal.views.wording import has_han, latitude, longitude, short
from api.portal.words import Words
from api.representations import crosswalks
from api.representations.languages import best
from api.schemas.forms import FORMS, OF_RECORDS
from exchange.citations import bibtex, citation, gbt7714
from exchange.crosswalks import Described, in_schema_org, jsonld_bytes
from exchange.tables.text import width
from records.vocabularies import language_name, regions, rights, types
from search.results import Hit

LONG_NAME = 48
"""Of a title, in letters' heights: a longer one is written smaller."""

LONGEST_NAME = 140
"""Likewise: a longer one is cut, and stands whole below."""

LONGEST_HEAD = 70
"""Characters of a title in the browser's own line."""

LONGEST_SUMMARY = 160

LONGEST_TEXT = 20_000
"""Characters of a whole text that a page shows; the rest is where its link leads."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one language; `cut` where it goes on."""

    language: str
    name: str
    text: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Medium:
    """`form` is how it is encoded, as JPEG, where that is told; `href` leads to where the publisher keeps it."""

    kind: str
    form: str
    href: str
    rights: str
    rights_href: str
    credit: str
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Form:
    """One of the forms that machines read."""

    name: str
    href: str
    media_type: str


def shown(
    one: Described, similar: Sequence[Hit], related: Mapping[str, str], t: Words, origins: tuple[str, ...]
) -> dict[str, Any]:
    """`related` are titles of the records that it names, those there are, by id."""
    record = one.record
    tag = best(record["title"], t.lang)
    return {
        "record": record,
        "kind": types().label(one.type, t.lang),
        "kind_href": to("/search", type=one.type),
        "name": record["title"][tag],
        "name_language": tag,
        "other_names": [text for text in _texts(record.get("title"), t) if text.language != tag],
        "descriptions": _texts(record.get("description"), t),
        "texts": _texts(record.get("text"), t),
        "whole": inside(f"/v1/records/{record['id']}", [("view", "full")]),
        "head": short(record["title"][tag], LONGEST_HEAD),
        "summary": _summary(record, t),
        **_lengths(record["title"][tag]),
        "rows": rows(one, related, t),
        "own": own_rows(one, t),
        "media": [_medium(medium, t, origins) for medium in one.listed("media")],
        "place": _place(record, t),
        "citation": gbt7714(citation(one, crosswalks.today(), t.lang)),
        "bibtex": bibtex(citation(one, crosswalks.today(), t.lang)).strip(),
        "linked_data": Markup(jsonld_bytes(in_schema_org(one)).decode()),  # noqa: S704 - made to stand in a page
        "held": held(record),
        "calendar": inside("/v1/records", [("format", "ical"), ("ids", record["id"]), ("lang", t.lang)]),
        "forms": _forms(record["id"]),
        "history": inside(f"/v1/records/{record['id']}/history"),
        "similar": _similar(similar, t, origins),
    }


def _lengths(title: str) -> dict[str, Any]:
    """How large a title is written, and what of it, where it is too long for a heading."""
    wide = width(title)
    cut = short(title, int(LONGEST_NAME * len(title) / wide)) if wide > LONGEST_NAME else ""
    return {"long": wide > LONG_NAME, "cut": cut}


def _summary(record: Mapping[str, Any], t: Words) -> str:
    """A line for who hands the page on: its description, else how its text begins."""
    texts = record.get("description") or record.get("text") or {}
    lines = texts.get(best(texts, t.lang), "").split("\n")
    return short(("" if has_han(lines[0]) else " ").join(map(str.strip, lines)), LONGEST_SUMMARY)


def _texts(by_language: Mapping[str, str] | None, t: Words) -> list[Text]:
    """The nearest language first."""
    given = by_language or {}
    nearest = best(given, t.lang)
    tags = sorted(given, key=lambda tag: tag != nearest)
    return [_text(tag, given[tag], t) for tag in tags]


def _text(tag: str, text: str, t: Words) -> Text:
    return Text(tag, language_name(tag, t.lang), text[:LONGEST_TEXT], len(text) > LONGEST_TEXT)


def _medium(medium: Mapping[str, Any], t: Words, origins: tuple[str, ...]) -> Medium:
    kind, _, form = medium["type"].partition("/")
    claim = medium["rights"]
    return Medium(
        t(f"medium.{kind}") if t.knows(f"medium.{kind}") else t("medium.other"),
        form.partition("+")[0].upper(),
        medium["url"],
        rights().label(claim["uri"], t.lang),
        claim["uri"],
        medium.get("attribution") or claim.get("attribution", ""),
        picture({"media": [medium]}, origins),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """`tiles` are empty for what is in no province; `near` leads to what is around; the words for it are a row."""

    point: str
    near: str
    tiles: tuple[Tile, ...]
    province: str
    name: str
    href: str


def _place(record: Mapping[str, Any], t: Words) -> Place | None:
    spot = record.get("place") or {}
    path = regions().path(record.get("region", ""))
    province = path[1] if len(path) > 1 else ""
    if not ("lat" in spot or province):
        return None
    point = near = ""
    if "lat" in spot:
        point = t("place.point", lat=latitude(spot["lat"], t), lon=longitude(spot["lon"], t))
        near = to("/search", near=f"{spot['lat']},{spot['lon']}", radius="30", sort="distance")
    found = tiles({}, t, str) if province else []
    code = record.get("region", "")
    return Place(point, near, tuple(found), province, region_of(code, t), to("/search", region=code))


def _forms(record_id: str) -> list[Form]:
    return [
        Form(FORMS[name].name, inside(f"/v1/records/{record_id}{ending}"), FORMS[name].media_type)
        for name in OF_RECORDS
        for ending in (f".{FORMS[name].ending}" if name != "json" else "",)
    ]


def _similar(hits: Sequence[Hit], t: Words, origins: tuple[str, ...]) -> list[Card]:
    return [card(hit, t, origins) for hit in hits]


def named_in(record: Mapping[str, Any]) -> Iterator[str]:
    """The ids of other records that it names."""
    yield from (one["id"] for one in record.get("relations") or ())
    yield from (one["id"] for one in record.get("creators") or () if one.get("id"))
