"""What a record should be told as in schema.org: an oracle with its own reading of everything.

Statements are triples of words. A thing without an address goes by the way that leads to it from one that has an
address: `http://…/made:1 > geo`. Several such things at the end of one way are told apart by nothing, so their
statements are counted.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

Triple = tuple[str, str, str]

VOCABULARIES = Path(__file__).parents[2] / "records" / "vocabularies"
SHORT = {
    "https://schema.org/": "",
    "http://purl.org/dc/terms/": "dct:",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/2001/XMLSchema#": "xsd:",
}
WORKS = {"artifact", "artwork", "literary-work", "intangible", "policy", "news"}
PLACES = {"site", "venue"}


def found(graph: Graph) -> Counter[Triple]:
    """The statements of a parsed graph."""
    ways: dict[Node, str] = {}

    def way(thing: Node) -> str:
        if isinstance(thing, URIRef):
            return f"<{thing}>"
        if thing not in ways:
            ((parent, name),) = graph.subject_predicates(thing)
            ways[thing] = f"{way(parent)} > {short(name)}"
        return ways[thing]

    return Counter((way(s), short(p), _written(o) or way(o)) for s, p, o in graph)


def short(name: Node) -> str:
    for long, brief in SHORT.items():
        if str(name).startswith(long):
            return brief + str(name)[len(long) :]
    return str(name)


def _written(value: Node) -> str:
    if isinstance(value, BNode | URIRef):
        return ""
    assert isinstance(value, Literal)
    if value.language:
        return f'"{value}"@{value.language.lower()}'
    if short(value.datatype or URIRef("")) == "xsd:decimal":
        return number(str(value))
    return (
        f'"{value}"^^{short(value.datatype)}'
        if value.datatype and short(value.datatype) != "xsd:string"
        else f'"{value}"'
    )


@cache
def terms(name: str) -> dict[str, dict[str, str]]:
    with (VOCABULARIES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@cache
def all_periods() -> dict[str, dict[str, str]]:
    return terms("periods") | terms("reigns")


def number(value: str) -> str:
    """By its value: a parser may write 111 as 111.0."""
    return f"{Decimal(value).normalize():f}"


def text(value: Any, tag: str = "") -> str:
    return f'"{value}"@{tag.lower()}' if tag and tag != "und" else f'"{value}"'


def year(value: int) -> str:
    """ISO 8601 has a year 0, which is 1 BCE."""
    return f'"{iso(value)}"^^xsd:gYear'


def iso(value: int) -> str:
    counted = value + (value < 0)
    return ("-" if counted < 0 else "") + str(abs(counted)).zfill(4)


def moment(value: str) -> str:
    if len(value) == 10:
        return f'"{value}"^^xsd:date'
    return f'"{datetime.fromisoformat(value).isoformat()}"^^xsd:dateTime'


class Expected:
    """Statements gathered; of a thing with an address each is made once, however often it is said."""

    def __init__(self, record: dict[str, Any], base: str, dataset: dict[str, Any]) -> None:
        self.record, self.base, self.dataset = record, base, dataset
        self.all: Counter[Triple] = Counter()
        self.me = f"<{base}/v1/records/{record['id']}>"
        self.kind = record["type"]

    def say(self, subject: str, name: str, *values: str) -> None:
        for value in values:
            triple = (subject, name, value)
            if subject.endswith(">") and " > " not in subject and not value.endswith(f"> {name}"):
                self.all[triple] = 1
            else:
                self.all[triple] += 1

    def blank(self, subject: str, name: str, kind: str = "") -> str:
        way = f"{subject} > {name}"
        self.say(subject, name, way)
        if kind:
            self.say(way, "rdf:type", self.cls(kind))
        return way

    @staticmethod
    def cls(kind: str) -> str:
        long = {"dct:": "http://purl.org/dc/terms/"}
        return f"<{long['dct:']}{kind[4:]}>" if kind.startswith("dct:") else f"<https://schema.org/{kind}>"

    def pick(self, work: str, place: str, other: str) -> str:
        return work if self.kind in WORKS else place if self.kind in PLACES else other

    def target(self, value: str) -> str:
        if re.match("https?://", value, re.IGNORECASE):
            return f"<{value}>"
        return f"<{self.base}/v1/records/{value}>"

    def term(self, tree: str, id_: str, kind: str, rows: dict[str, dict[str, str]]) -> str:
        address = f"<{self.base}/v1/{tree}/{id_}>"
        self.say(address, "rdf:type", self.cls(kind))
        for tag in ("zh-Hans", "zh-Hant", "en"):
            self.say(address, "name", text(rows[id_][tag], tag))
        return address


def expected(record: dict[str, Any], base: str, dataset: dict[str, Any]) -> Counter[Triple]:
    told = Expected(record, base, dataset)
    for part in (_words, _people, _dates, _places, _themes, _more, _media, _contact, _event, _related, _page):
        part(told)
    return told.all


CLASSES = {
    "artifact": "CreativeWork", "artwork": "VisualArtwork", "literary-work": "CreativeWork",
    "intangible": "CreativeWork",
    "site": "LandmarksOrHistoricalBuildings", "person": "Person", "venue": "CivicStructure", "event": "Event",
    "policy": "Legislation", "news": "NewsArticle", "service": "GovernmentService",
}  # fmt: skip
CLOSER = {
    "museum": "Museum", "science-museum": "Museum", "art-gallery": "ArtGallery", "library": "Library",
    "theatre": "PerformingArtsTheater", "cinema": "MovieTheater", "archive": "ArchiveOrganization",
    "bookshop": "BookStore", "scenic-area": "TouristAttraction",
}  # fmt: skip


def _words(told: Expected) -> None:
    record, me = told.record, told.me
    told.say(me, "rdf:type", told.cls(CLASSES[told.kind]))
    for category in record.get("categories", []):
        if told.kind == "venue" and category.removeprefix("venue/") in CLOSER:
            told.say(me, "rdf:type", told.cls(CLOSER[category.removeprefix("venue/")]))
    told.say(me, "identifier", text(record["id"]))
    for field, name in (("title", "name"), ("description", "description"), ("text", "text")):
        told.say(me, name, *(text(words, tag) for tag, words in record.get(field, {}).items()))
    told.say(me, "alternateName", *map(text, record.get("alternative_titles", [])))


def _people(told: Expected) -> None:
    name = told.pick("creator", "dct:creator", "dct:creator")
    for creator in told.record.get("creators", []):
        known = creator.get("id", "")
        if ":" in known:
            way = told.target(known)
            told.say(told.me, name, way)
        else:
            way = told.blank(told.me, name)
            told.say(way, "identifier", *([text(known)] if known else []))
        told.say(way, "name", text(creator["name"]))
        if creator.get("role") and told.kind in WORKS:
            told.say(told.me, "creditText", text(f"{creator['name']}（{creator['role']}）"))
    if institution := told.record.get("institution"):
        name = {"service": "provider", "policy": "legislationResponsible"}.get(told.kind, "maintainer")
        way = told.blank(told.me, name, "Organization")
        told.say(way, "name", text(institution["name"]))
        told.say(way, "identifier", *([text(institution["id"])] if "id" in institution else []))


def _dates(told: Expected) -> None:
    date = told.record.get("date")
    if date:
        way = told.blank(told.me, "dct:temporal", "dct:PeriodOfTime")
        told.say(way, "rdfs:label", *([text(date["text"])] if "text" in date else []))
        if "start" in date:
            told.say(way, "startDate", year(date["start"]))
            told.say(way, "endDate", year(date["end"]))
            _years(told, date)
    for period in told.record.get("periods", []):
        told.say(told.me, "dct:temporal", told.term("periods", period, "dct:PeriodOfTime", all_periods()))


def _years(told: Expected, date: dict[str, Any]) -> None:
    made = {"artifact": "dateCreated", "artwork": "dateCreated", "literary-work": "dateCreated"}
    name = made.get(told.kind) or (told.kind in WORKS and "temporalCoverage")
    long = ["Y" * (len(iso(date[end]).lstrip("-")) > 4) + iso(date[end]) for end in ("start", "end")]
    if name:
        told.say(told.me, name, year(date["start"]) if date["start"] == date["end"] else text("/".join(long)))
    bare = re.sub("年|[ ]", "", date.get("text", "")).replace("公元前", "前").replace("公元", "")
    if told.kind == "person" and re.fullmatch(r"前?\d+[—–-]+前?\d+", bare):
        born, died = (-int(one[1:]) if one[0] == "前" else int(one) for one in re.split("[—–-]+", bare))
        if (born, died) == (date["start"], date["end"]):
            told.say(told.me, "birthDate", year(born))
            told.say(told.me, "deathDate", year(died))


def _region(told: Expected) -> str:
    code, address, below = told.record.get("region"), "", ""
    rows = terms("regions")
    while code:
        here = told.term("regions", code, "AdministrativeArea" if rows[code]["parent"] else "Country", rows)
        told.say(here, "identifier", text(code))
        if below:
            told.say(below, "containedInPlace", here)
        address, below, code = address or here, here, rows[code]["parent"]
    return address


def _point(told: Expected, subject: str) -> None:
    place = told.record.get("place", {})
    if "lat" in place:
        way = told.blank(subject, "geo", "GeoCoordinates")
        for name, value in (("latitude", place["lat"]), ("longitude", place["lon"])):
            told.say(way, name, number(str(value)))


def _places(told: Expected) -> None:
    record, place, area = told.record, told.record.get("place", {}), _region(told)
    names = {"service": "areaServed", "event": "location"}
    name = names.get(told.kind) or (
        "spatialCoverage" if told.kind in ("intangible", "policy", "news") else "dct:spatial"
    )
    if told.kind in PLACES:
        told.say(told.me, "containedInPlace", *([area] if area else []))
        told.say(told.me, "location", *([text(place["text"])] if "text" in place else []))
        _point(told, told.me)
    elif place:
        way = told.blank(told.me, name, "Place")
        told.say(way, "name", *([text(place["text"])] if "text" in place else []))
        told.say(way, "containedInPlace", *([area] if area else []))
        _point(told, way)
    elif record.get("region"):
        told.say(told.me, name, area)


def _themes(told: Expected) -> None:
    record, me = told.record, told.me
    usual = told.kind in WORKS | PLACES | {"event"}
    name = "keywords" if usual else "category" if told.kind == "service" else "dct:subject"
    for category in record.get("categories", []):
        told.say(me, name, told.term("categories", category, "DefinedTerm", terms("categories")))
    told.say(me, "keywords" if usual else "dct:subject", *map(text, record.get("subjects", [])))
    told.say(me, told.pick("material", "dct:medium", "dct:medium"), *map(text, record.get("materials", [])))
    tongues = map(text, record.get("languages", []))
    told.say(me, "inLanguage" if told.kind in WORKS | {"event"} else "dct:language", *tongues)
    for technique in record.get("techniques", []):
        if told.kind == "artwork":
            told.say(me, "artMedium", text(technique))
        else:
            way = told.blank(me, "additionalProperty", "PropertyValue")
            told.say(way, "propertyID", text("techniques"))
            told.say(way, "value", text(technique))


def _more(told: Expected) -> None:
    for one in told.record.get("designations", []):
        way = told.blank(told.me, "additionalProperty", "PropertyValue")
        for field, name in (("scheme", "name"), ("number", "value"), ("batch", "description")):
            told.say(way, name, *([text(one[field])] if field in one else []))
        told.say(way, "startDate", *([year(one["year"])] if "year" in one else []))
    for one in told.record.get("identifiers", []):
        way = told.blank(told.me, "identifier", "PropertyValue")
        told.say(way, "propertyID", text(one["scheme"]))
        told.say(way, "value", text(one["value"]))
        if one["scheme"].lower() == "wikidata" and re.fullmatch(r"Q[1-9][0-9]*", one["value"]):
            told.say(told.me, "sameAs", f"<http://www.wikidata.org/entity/{one['value']}>")


def _media(told: Expected) -> None:
    kinds = {"image": "ImageObject", "audio": "AudioObject", "video": "VideoObject", "model": "3DModel"}
    for one in told.record.get("media", []):
        kind = one["type"].split("/")[0]
        way = told.blank(told.me, "image" if kind == "image" else "subjectOf", kinds.get(kind, "MediaObject"))
        told.say(way, "contentUrl", f"<{one['url']}>")
        told.say(way, "thumbnailUrl", *([f"<{one['thumbnail']}>"] if "thumbnail" in one else []))
        told.say(way, "encodingFormat", *([text(one["type"])] if "/" in one["type"] else []))
        told.say(way, "license", f"<{one['rights']['uri']}>")
        told.say(way, "creditText", *map(text, {one.get("attribution"), one["rights"].get("attribution")} - {None}))


def _contact(told: Expected) -> None:
    contact = told.record.get("contact")
    if not contact:
        return
    way = told.blank(told.me, "address" if told.kind in PLACES else "contactPoint", "PostalAddress")
    names = {
        "name": "name",
        "address": "streetAddress",
        "postcode": "postalCode",
        "phone": "telephone",
        "email": "email",
    }
    for field, name in names.items():
        told.say(way, name, *([text(contact[field])] if field in contact else []))
    told.say(way, "url", *([f"<{contact['url']}>"] if "url" in contact else []))
    if "opening_hours" in contact:
        hours = told.blank(way, "hoursAvailable", "OpeningHoursSpecification")
        told.say(hours, "description", text(contact["opening_hours"]))
    if told.kind in PLACES:
        told.say(told.me, "telephone", *([text(contact["phone"])] if "phone" in contact else []))
        if "opening_hours" in contact:
            hours = told.blank(told.me, "openingHoursSpecification", "OpeningHoursSpecification")
            told.say(hours, "description", text(contact["opening_hours"]))
    if told.kind in PLACES | {"person"} and "url" in contact:
        told.say(told.me, "url", f"<{contact['url']}>")


def _event(told: Expected) -> None:
    event = told.record.get("event")
    if not event:
        return
    way = told.me if told.kind == "event" else told.blank(told.me, "subjectOf", "Event")
    for field, name in (("start", "startDate"), ("end", "endDate")):
        told.say(way, name, *([moment(event[field])] if field in event else []))
    for field, name, kind, inner in (
        ("venue", "location", "Place", "name"),
        ("organiser", "organizer", "Organization", "name"),
        ("admission", "offers", "Offer", "description"),
        ("opening_hours", "eventSchedule", "Schedule", "description"),
    ):
        if field in event:
            told.say(told.blank(way, name, kind), inner, text(event[field]))
    told.say(way, "url", *([f"<{event['url']}>"] if "url" in event else []))


def _related(told: Expected) -> None:
    works = {
        "sameAs": "sameAs",
        "partOf": "isPartOf",
        "hasPart": "hasPart",
        "about": "about",
        "creator": "creator",
        "basedOn": "isBasedOn",
    }
    others = {
        "sameAs": "sameAs",
        "partOf": "dct:isPartOf",
        "hasPart": "dct:hasPart",
        "about": "dct:subject",
        "creator": "dct:creator",
        "basedOn": "dct:source",
    }
    for one in told.record.get("relations", []):
        name = (works if told.kind in WORKS else others).get(one["type"], "dct:relation")
        told.say(told.me, name, told.target(one["id"]))


def _page(told: Expected) -> None:
    record, page = told.record, f"<{told.base}/records/{told.record['id']}>"
    told.say(told.me, "mainEntityOfPage", page)
    told.say(page, "rdf:type", told.cls("WebPage"))
    told.say(page, "url", page)
    if rights := record.get("rights"):
        told.say(page, "license", f"<{rights['uri']}>")
        told.say(page, "creditText", *([text(rights["attribution"])] if "attribution" in rights else []))
    if source := record.get("source"):
        way = told.blank(page, "isBasedOn", "CreativeWork")
        told.say(way, "name", text(source["name"]))
        told.say(way, "url", *([f"<{source['url']}>"] if "url" in source else []))
    for field, name in (("created", "dateCreated"), ("modified", "dateModified")):
        told.say(page, name, *([moment(record[field])] if field in record else []))
    told.say(page, "version", *([text(record["version"])] if "version" in record else []))
    _dataset(told, page)


def _dataset(told: Expected, page: str) -> None:
    number = told.record["id"].split(":")[0]
    address = f"<{told.base}/v1/datasets/{number}>"
    told.say(page, "isPartOf", address)
    told.say(address, "rdf:type", told.cls("Dataset"))
    told.say(address, "identifier", text(number))
    told.say(address, "name", *(text(words, tag) for tag, words in told.dataset.get("title", {}).items()))
    if "publisher" in told.dataset:
        told.say(told.blank(address, "publisher", "Organization"), "name", text(told.dataset["publisher"]["name"]))
    for field, name in (("licence", "license"), ("url", "url")):
        told.say(address, name, *([f"<{told.dataset[field]}>"] if field in told.dataset else []))
