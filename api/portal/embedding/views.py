"""What pages for frames show: each record with whom it comes from and what may be done with it; charts with figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import orjson
from markupsafe import Markup

from api.portal.filters import web_address
from api.portal.views.cards import Card, card
from api.portal.views.tables import figures
from api.portal.words import Words
from api.questions.filtering import Asked
from api.representations.languages import best
from exchange.charts.span import cut, rows_seen
from exchange.tables import Table
from exchange.tables.left import sentences
from exchange.tables.words import language_of
from records.vocabularies import rights
from search.results import Hit

MOST_ROWS = 200
"""Rows of figures that a page holds; of more it says how many there are."""

MOST_LINES, LONGEST_OPENING = 4, 120
"""Of a text in a card: lines, and characters."""

_TABLE_INSIDE = re.compile(r"<metadata\b.*?</metadata>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Credit:
    """Whom a record comes from, and on what terms; addresses are empty where there are none."""

    source: str
    href: str
    licence: str
    licence_href: str


@dataclass(frozen=True, slots=True)
class Credited:
    card: Card
    credit: Credit


@dataclass(frozen=True, slots=True)
class Licence:
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a page was asked to look."""

    scheme: str
    font: str
    plain: bool
    accent: str


def look(asked: Asked) -> Look:
    return Look(
        asked.get("theme", "auto"), asked.get("font", "sans"), asked.get("plain", False), asked.get("accent", "")
    )


def schemes(asked: Asked) -> tuple[str, ...]:
    """What a chart is drawn in: the scheme that was asked for, else both, of which the reader's system shows one."""
    told = asked.get("theme", "auto")
    return ("light", "dark") if told == "auto" else (told,)


def credited(hit: Hit, t: Words, origins: tuple[str, ...]) -> Credited:
    return Credited(card(hit, t, origins), _credit(orjson.loads(hit.record.source), t))


def opening(text: bytes, t: Words) -> dict[str, str]:
    """How a record's text begins, in whole lines, and its language: of a poem one wants to read a line."""
    texts = orjson.loads(text) if text else {}
    tag = best(texts, t.lang) if texts else ""
    begun: list[str] = []
    for line in filter(None, map(str.strip, texts.get(tag, "").splitlines())):
        if len(begun) == MOST_LINES or len("".join([*begun, line])) > LONGEST_OPENING:
            break
        begun.append(line)
    return {"lines": "\n".join(begun), "lines_language": tag}


def _credit(record: dict[str, Any], t: Words) -> Credit:
    source = record.get("source") or record.get("institution") or {"name": record["dataset"]}
    licence = record["rights"]["uri"]
    return Credit(
        source["name"], web_address(source.get("url", "")), rights().label(licence, t.lang), web_address(licence)
    )


def picture(svg: bytes) -> Markup:
    """As it stands in a page: without the figures inside, which the page tells as a table."""
    return Markup(_TABLE_INSIDE.sub("", svg.decode()))  # noqa: S704 - drawn by us, with every text escaped


def told(table: Table, t: Words) -> dict[str, Any]:
    """The table beside a chart, and whom it comes from."""
    language = language_of(t.lang)
    rows, span = rows_seen(table)
    told = figures(replace(table, rows=rows), MOST_ROWS, t)
    return {
        **told,
        "cut": len(table.rows) - len(told["rows"]),
        "left": (*cut(span, table.dimensions[0].step, language), *sentences(table, language)),
        "source": table.about.source,
        "licences": list(_licences(table.about.licence, t)),
    }


def _licences(told: str, t: Words) -> Iterable[Licence]:
    """An address by its name, where it is a known one."""
    for one in filter(None, told.split("; ")):
        yield Licence(rights().label(one, t.lang) if one in rights() else one, web_address(one))
