"""Records found, as a list or a grid shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from markupsafe import Markup, escape

from api.portal.addresses import to
from api.portal.filters import marked, years
from api.portal.views.occasions import held
from api.portal.views.wording import foreign, short
from api.portal.words import Words
from api.representations.languages import MAPS, best
from records.vocabularies import periods, regions, types
from search.results import Highlight, Hit, Served

MOST_NAMES = 3
LONGEST_TEXT = 160
"""Characters of a description, where no words were asked for that would choose a passage."""

_PARTS = re.compile(r"[—：:，,；;《》]")
_NOTE = re.compile(r"(.+?)\s*[（(]([^（()）]*)[）)]")
LEAST_HEAD = 2
LONGEST_SLIP = 8
"""Han characters, one below the other."""

_PASSAGES = ("text", "description", "alternative_titles", "place")
"""Where a passage is taken from, the first that has one."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A thumbnail from an origin that pages may show."""

    url: str
    credit: str


@dataclass(frozen=True, slots=True)
class Card:
    """`facts` are short and in the order they are read; `passage` is marked where words were found, `slip` is short."""

    id: str
    href: str
    type: str
    kind: str
    title: Markup
    slip: str
    language: str
    facts: tuple[str, ...]
    passage: Markup
    passage_language: str
    distance: str
    picture: Picture | None


def cards(hits: Iterable[Hit], t: Words, origins: tuple[str, ...] = ()) -> list[Card]:
    return [card(hit, t, origins) for hit in hits]


def card(hit: Hit, t: Words, origins: tuple[str, ...] = ()) -> Card:
    """`origins` are those whose pictures may be shown."""
    record = orjson.loads(hit.record.source)
    tag = best(record["title"], t.lang)
    found = {one.field: one for one in hit.highlights}
    passage, passage_tag = _passage(record, found, t)
    return Card(
        hit.record.id,
        to(f"/records/{hit.record.id}"),
        types().label(record["type"], t.lang),
        record["type"],
        _marked_title(record["title"][tag], found.get(f"title.{tag}")),
        slip(record["title"][tag], tag),
        tag,
        tuple(dict.fromkeys(_facts(record, t))),
        passage,
        passage_tag,
        "" if hit.distance_km is None else t("distance", n=f"{hit.distance_km:,.1f}"),
        picture(record, origins),
    )


def slip(title: str, language: str) -> str:
    """What is written on a card without a picture, as on the slip of a book's cover: how the title begins."""
    first = next((part for part in _PARTS.split(title) if len(part.strip()) >= LEAST_HEAD), title).strip()
    first = _told_apart(first)
    most = LONGEST_SLIP if language.startswith("zh") else 5 * LONGEST_SLIP
    return first if len(first) <= most else f"{first[: most - 1]}…"


def _told_apart(title: str) -> str:
    """Without a note in brackets at its end, but for one that tells it from others, as in 狮舞（徐水狮舞）."""
    noted = _NOTE.fullmatch(title)
    if noted is None:
        return title
    head, note = noted.groups()
    if head in note and len(note) <= LONGEST_SLIP:
        return note
    return f"{head}·{note}" if note and len(head) + len(note) < LONGEST_SLIP else head


def titled(record: Served, lang: str) -> tuple[str, str]:
    """A record's title in the nearest language, and which that is."""
    titles = orjson.loads(record.source)["title"]
    tag = best(titles, lang)
    return titles[tag], tag


def picture(record: Mapping[str, Any], origins: tuple[str, ...]) -> Picture | None:
    """The first picture of an origin that may be shown."""
    for medium in record.get("media") or ():
        url = medium.get("thumbnail") or medium["url"]
        if medium["type"].startswith("image/") and url.startswith(tuple(f"{one}/" for one in origins)):
            return Picture(url, medium.get("attribution") or medium["rights"].get("attribution", ""))
    return None


def _marked_title(title: str, highlight: Highlight | None) -> Markup:
    whole = highlight is not None and highlight.text == title
    return marked(title, highlight.spans) if highlight and whole else escape(title)


def _facts(record: Mapping[str, Any], t: Words) -> Iterator[str]:
    """Who, when, where, at whom: what is known. Of an event first when and where it takes place."""
    occasion = held(record)
    if occasion:
        yield from filter(None, (occasion.when, occasion.place))
    names = [one["name"] for one in record.get("creators") or ()]
    if names:
        yield t.comma.join(names[:MOST_NAMES]) + (t("and-others") if len(names) > MOST_NAMES else "")
    if not occasion and (when := date_of(record, t)):
        yield when
    if record.get("region") and record["region"] != "100000":
        yield region_of(record["region"], t)
    if record.get("institution"):
        yield record["institution"]["name"]


def date_of(record: Mapping[str, Any], t: Words) -> str:
    """As the record tells it, else its years, else its periods."""
    date = record.get("date") or {}
    if date.get("text") and not foreign(date, t):
        return str(date["text"])
    if "start" in date:
        return years(date["start"], date["end"], t)
    return t.comma.join(periods().label(one, t.lang) for one in (record.get("periods") or ())[:MOST_NAMES])


def region_of(code: str, t: Words) -> str:
    """A region with what it lies in, the nation left out."""
    names = [regions().label(one, t.lang) for one in regions().path(code)[1:]]
    return ", ".join(reversed(names)) if t.lang == "en" else "".join(dict.fromkeys(names))


def _passage(record: Mapping[str, Any], found: Mapping[str, Highlight], t: Words) -> tuple[Markup, str]:
    """What was found outside the title, else how the description begins; and its language."""
    for name in _PASSAGES:
        for field, one in found.items():
            if field.partition(".")[0] == name:
                return _run_on(marked(one.text, one.spans)), field.partition(".")[2] if name in MAPS else ""
    texts = record.get("description") or {}
    tag = best(texts, t.lang)
    text = texts.get(tag, "")
    return _run_on(escape(short(text, LONGEST_TEXT))), tag


_WIDE = r"[\u3000-\u9fff\uff00-\uffef]"
_BROKEN = re.compile(rf"({_WIDE}(?:</mark>)?)\s*\n\s*(?=(?:<mark>)?{_WIDE})")


def _run_on(text: Markup) -> Markup:
    """Lines of Chinese in one: where a browser would put a space, there is none."""
    return Markup(_BROKEN.sub(r"\1", str(text)))  # noqa: S704 - only line breaks are taken out
