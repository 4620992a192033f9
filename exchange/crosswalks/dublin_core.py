"""Records in Dublin Core: one table from fields to the fifteen elements and to the terms that say it closer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from exchange.crosswalks.described import Described, by_language, is_address, labels
from exchange.crosswalks.parts import decimal
from exchange.crosswalks.years import edtf, instant, span
from records.vocabularies import LANGUAGES, regions

DCMI_TYPES: Mapping[str, str] = {
    "artifact": "PhysicalObject",
    "artwork": "PhysicalObject",
    "literary-work": "Text",
    "event": "Event",
    "policy": "Text",
    "news": "Text",
    "service": "Service",
}
"""Terms of the DCMI type vocabulary; sites, persons, venues and intangible heritage are in none of its classes."""

RELATIONS: Mapping[str, str] = {
    "partOf": "dcterms:isPartOf",
    "hasPart": "dcterms:hasPart",
    "about": "dcterms:references",
    "basedOn": "dcterms:source",
}
"""Terms of relations; all others are `dcterms:relation`."""


@dataclass(frozen=True, slots=True)
class Told:
    """Text, in a language or not; `scheme` is how it is encoded (`dcterms:URI`), which only the terms can say."""

    text: str
    language: str = ""
    scheme: str = ""


Read = Callable[[Described], Iterable[Told]]


@dataclass(frozen=True, slots=True)
class Row:
    """A field, its element among the fifteen (or none), its term (or none), how it is read, and in which types."""

    field: str
    element: str
    term: str
    read: Read
    types: tuple[str, ...] = ()
    note: str = ""

    def holds(self, kind: str) -> bool:
        return not self.types or kind in self.types


def _link(address: str) -> Told:
    return Told(address, scheme="dcterms:URI")


def _address(one: Described) -> Iterator[Told]:
    yield _link(one.address)


def _own(one: Described) -> Iterator[Told]:
    yield Told(one.record["id"])


def _map(name: str) -> Read:
    return lambda one: (Told(found.text, found.language) for found in by_language(one.part(name)))


def _list(name: str) -> Read:
    return lambda one: (Told(text) for text in one.listed(name))


def _member(name: str, member: str) -> Read:
    return lambda one: (Told(text) for text in (one.part(name).get(member),) if text)


def _labels(vocabulary: str, name: str) -> Read:
    return lambda one: (
        Told(found.text, found.language) for term in one.listed(name) for found in labels(vocabulary, term)
    )


def _type(one: Described) -> Iterator[Told]:
    if one.type in DCMI_TYPES:
        yield Told(DCMI_TYPES[one.type], scheme="dcterms:DCMIType")
    yield from (Told(found.text, found.language) for found in labels("types", one.type))


def _creators(one: Described) -> Iterator[Told]:
    return (Told(creator["name"]) for creator in one.listed("creators"))


def _years(one: Described) -> Iterator[Told]:
    if "start" in one.part("date"):
        yield Told(span(one.part("date")))


def _period(one: Described) -> Iterator[Told]:
    """As the DCMI period encoding has it; its years are those of ISO 8601."""
    date = one.part("date")
    told = [f"name={_plain(date['text'])}"] if "text" in date else []
    if "start" in date:
        told += [f"start={edtf(date['start'])}", f"end={edtf(date['end'])}"]
    if told:
        yield Told("; ".join(told) + ";", scheme="dcterms:Period")


def _plain(text: str) -> str:
    """A value of a DCMI encoding, in which a semicolon ends it."""
    return text.replace(";", "；")


def _region(one: Described) -> Iterator[Told]:
    """The division with those above it, from the nation down in Chinese, from the division up in English."""
    path = regions().path(one.record.get("region", ""))
    for language in LANGUAGES if path else ():
        names = [regions().label(code, language) for code in path]
        yield Told(", ".join(reversed(names)) if language == "en" else "".join(names), language)


def _point(one: Described) -> Iterator[Told]:
    """As the DCMI point encoding has it, in WGS 84 degrees."""
    place = one.part("place")
    if "lat" in place:
        name = [f"name={_plain(place['text'])}"] if "text" in place else []
        spot = [f"east={decimal(place['lon']).text}", f"north={decimal(place['lat']).text}"]
        yield Told("; ".join((*spot, *name)) + ";", scheme="dcterms:Point")


def _designations(one: Described) -> Iterator[Told]:
    for found in one.listed("designations"):
        parts = (found["scheme"], found.get("batch"), found.get("number"), found.get("year"))
        yield Told(" ".join(str(part) for part in parts if part))


def _event_days(one: Described) -> Iterator[Told]:
    event = one.part("event")
    days = [instant(event[name]).text for name in ("start", "end") if name in event]
    yield from (Told(day, scheme="dcterms:W3CDTF") for day in dict.fromkeys(days))


def _publisher(one: Described) -> Iterator[Told]:
    name = (one.dataset.get("publisher") or {}).get("name")
    if name:
        yield Told(name)


def _statement(one: Described, *, licences: bool) -> Iterator[Told]:
    """A licence gives leave; the mark of the public domain and RightsStatements tell how it stands."""
    address = one.part("rights").get("uri", "")
    if address and ("/licenses/" in address or "/zero/" in address) == licences:
        yield _link(address)


def _media(one: Described) -> Iterator[Told]:
    return (_link(medium["url"]) for medium in one.listed("media"))


def _identifiers(one: Described) -> Iterator[Told]:
    for found in one.listed("identifiers"):
        value = found["value"]
        yield _link(value) if is_address(value) else Told(f"{found['scheme']}: {value}")


def _dataset(one: Described) -> Iterator[Told]:
    yield _link(one.dataset_address)


def _source(one: Described) -> Iterator[Told]:
    found = one.part("source")
    if found:
        yield Told(found["name"])
    if "url" in found:
        yield _link(found["url"])


def _modified(one: Described) -> Iterator[Told]:
    if one.record.get("modified"):
        yield Told(instant(one.record["modified"]).text, scheme="dcterms:W3CDTF")


_MADE = ("artifact", "artwork", "literary-work")
_NOT_MADE = ("site", "intangible", "person", "venue", "event", "policy", "news", "service")

ROWS: tuple[Row, ...] = (
    Row("id", "dc:identifier", "dcterms:identifier", _address, note="the record's address"),
    Row("id", "dc:identifier", "dcterms:identifier", _own),
    Row("type", "dc:type", "dcterms:type", _type, note="the DCMI type where there is one, and our names of the type"),
    Row("title", "dc:title", "dcterms:title", _map("title"), note="`xml:lang`"),
    Row("alternative_titles", "dc:title", "dcterms:alternative", _list("alternative_titles")),
    Row("description", "dc:description", "dcterms:description", _map("description"), note="`xml:lang`"),
    Row("creators", "dc:creator", "dcterms:creator", _creators, note="names"),
    Row("date", "dc:date", "dcterms:created", _years, _MADE, "a year or an interval of EDTF"),
    Row("date", "dc:coverage", "", _years, _NOT_MADE, "a year or an interval of EDTF"),
    Row("date", "dc:coverage", "", _member("date", "text"), note="as told"),
    Row("date", "", "dcterms:temporal", _period, note="`dcterms:Period`"),
    Row("periods", "dc:coverage", "dcterms:temporal", _labels("periods", "periods"), note="names in three languages"),
    Row("region", "dc:coverage", "dcterms:spatial", _region, note="names in three languages, with the divisions above"),
    Row("place", "dc:coverage", "", _member("place", "text")),
    Row("place", "dc:coverage", "dcterms:spatial", _point, note="`dcterms:Point`"),
    Row(
        "categories",
        "dc:subject",
        "dcterms:subject",
        _labels("categories", "categories"),
        note="names in three languages",
    ),
    Row("subjects", "dc:subject", "dcterms:subject", _list("subjects")),
    Row("materials", "dc:format", "dcterms:medium", _list("materials")),
    Row("techniques", "dc:format", "dcterms:medium", _list("techniques")),
    Row("languages", "dc:language", "dcterms:language", _list("languages")),
    Row("institution", "dc:contributor", "dcterms:contributor", _member("institution", "name")),
    Row("designations", "dc:description", "dcterms:description", _designations, note="list, batch, number, year"),
    Row("event", "dc:date", "dcterms:date", _event_days, note="first and last day or moment"),
    Row("media", "dc:relation", "dcterms:relation", _media, note="addresses"),
    Row("rights", "dc:rights", "dcterms:license", partial(_statement, licences=True), note="a licence's address"),
    Row("rights", "dc:rights", "dcterms:rights", partial(_statement, licences=False), note="a statement's address"),
    Row("rights", "dc:rights", "dcterms:rights", _member("rights", "attribution"), note="whom to name"),
    Row("identifiers", "dc:identifier", "dcterms:identifier", _identifiers, note="scheme and number, or an address"),
    Row("source", "dc:source", "dcterms:source", _source, note="name and address"),
    Row("dataset", "dc:publisher", "dcterms:publisher", _publisher, note="who publishes the data set"),
    Row("dataset", "dc:relation", "dcterms:isPartOf", _dataset, note="the data set's address"),
    Row("modified", "", "dcterms:modified", _modified),
)

LEFT_OUT: Mapping[str, str] = {
    "text": "a whole text is no metadata",
    "contact": "the fifteen elements have no word for it",
    "level": "how a node is organised",
    "created": "when the node took it in, which is no date of the thing",
    "version": "the same of how often it changed",
    "extra": "the publisher's own, of no known meaning",
}


def elements(one: Described) -> Iterator[tuple[str, Told]]:
    """The fifteen elements, each value once."""
    found = [(row.element, told) for row in _rows(one) if row.element for told in row.read(one)]
    found.extend(("dc:relation", told) for _, told in _related(one))
    plain = ((name, Told(told.text, told.language)) for name, told in found)
    yield from dict.fromkeys(plain)


def terms(one: Described) -> Iterator[tuple[str, Told]]:
    """The terms, each value once."""
    found = [(row.term, told) for row in _rows(one) if row.term for told in row.read(one)]
    yield from dict.fromkeys((*found, *_related(one)))


def _rows(one: Described) -> Iterator[Row]:
    return (row for row in ROWS if row.holds(one.type))


def _related(one: Described) -> Iterator[tuple[str, Told]]:
    for relation in one.listed("relations"):
        yield RELATIONS.get(relation["type"], "dcterms:relation"), _link(one.of(relation["id"]))
