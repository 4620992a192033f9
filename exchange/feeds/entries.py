"""From a record to an entry of a feed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from exchange.crosswalks.described import Described
from exchange.crosswalks.values import Literal, iri
from exchange.crosswalks.years import span
from exchange.feeds.feed import Entry, Medium, Rights, Tag
from exchange.feeds.occasions import occasion
from exchange.tables.words import Language, language_of
from records.vocabularies import rights, vocabulary


def entry(one: Described, language: str = "zh-Hans") -> Entry:
    """Its texts in `language` if it has them, else in Chinese, else in any; labels in the nearest there is."""
    record, labels = one.record, language_of(language)
    return Entry(
        record["id"],
        one.address,
        one.page,
        _nearest(one.part("title"), language) or Literal(record["id"]),
        datetime.fromisoformat(record["created"]),
        datetime.fromisoformat(record["modified"]),
        record["version"],
        _nearest(one.part("description"), language),
        _nearest(one.part("text"), language),
        tuple(_authors(one)),
        tuple(_tags(one, labels)),
        _rights(one, labels),
        tuple(Medium(iri(m["url"]), m["type"], iri(m.get("thumbnail", ""))) for m in one.listed("media")),
        _point(one),
        span(one.part("date")),
        occasion(one, labels),
    )


def _nearest(texts: Mapping[str, str], language: str) -> Literal | None:
    """`und`, a language that is not known, is no language."""
    tag = next((tag for tag in (language, "zh-Hans", "zh-Hant", *texts) if tag in texts), None)
    return None if tag is None else Literal(texts[tag], "" if tag == "und" else tag)


def _authors(one: Described) -> Iterator[str]:
    """Who made it; of what nobody is known to have made, who keeps it; else who publishes it."""
    creators = [creator["name"] for creator in one.listed("creators")]
    keeper = one.part("institution").get("name")
    publisher = one.dataset.get("publisher")
    named = publisher.get("name") if isinstance(publisher, Mapping) else publisher
    yield from creators or [name for name in (keeper or named,) if isinstance(name, str)]


def _tags(one: Described, language: Language) -> Iterator[Tag]:
    yield Tag(one.type, vocabulary("types").label(one.type, language), iri(f"{one.base}/v1/facets/type"))
    for term in one.listed("categories"):
        yield Tag(term, vocabulary("categories").label(term, language), iri(f"{one.base}/v1/categories"))
    for word in one.listed("subjects"):
        yield Tag(word, word)


def _rights(one: Described, language: Language) -> Rights | None:
    told = one.part("rights")
    if "uri" not in told:
        return None
    uri = told["uri"]
    named = rights().label(uri, language)
    parts = (told.get("attribution", ""), named, uri)
    return Rights(iri(uri), " · ".join(dict.fromkeys(filter(None, parts))))


def _point(one: Described) -> tuple[float, float] | None:
    place = one.part("place")
    return (place["lat"], place["lon"]) if "lat" in place else None
