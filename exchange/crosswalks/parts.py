"""Parts of a record as things of their own in the words of schema.org: places, periods, media, people, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from exchange.crosswalks.described import Described, by_language, is_address, labels, named
from exchange.crosswalks.values import Literal, Node, Reference, Statement, Value, reference
from exchange.crosswalks.years import gyear, instant, span
from records.ids import is_id
from records.vocabularies import regions

_MEDIA = {"image": "ImageObject", "audio": "AudioObject", "video": "VideoObject", "model": "3DModel"}
_LIFE = re.compile(r"(公元前|前|公元)?(\d{1,4})年?\s*[-‐–—―－]+\s*(公元前|前|公元)?(\d{1,4})年?")
_WIKIDATA = re.compile(r"Q[1-9]\d*")


def said(values: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Statement]:
    """Texts by property, of those members that are there."""
    for member, name in names.items():
        if values.get(member):
            yield name, Literal(str(values[member]))


def decimal(number: float) -> Literal:
    """Never with an exponent, which `xsd:decimal` has not."""
    return Literal(f"{Decimal(str(number)):f}", datatype="xsd:decimal")


def region(one: Described) -> Iterator[Node]:
    """The division a record lies in, within those above it."""
    found: Node | None = None
    for code in regions().path(one.record.get("region", "")):
        inside: tuple[Statement, ...] = (("schema:containedInPlace", found),) if found else ()
        kind = "schema:AdministrativeArea" if found else "schema:Country"
        code_said = ("schema:identifier", Literal(code))
        found = named((kind,), one.term("regions", code), labels("regions", code), code_said, *inside)
    if found:
        yield found


def point(one: Described) -> Iterator[Node]:
    """WGS 84 degrees."""
    place = one.part("place")
    if "lat" in place:
        yield Node(
            ("schema:GeoCoordinates",),
            (("schema:latitude", decimal(place["lat"])), ("schema:longitude", decimal(place["lon"]))),
        )


def place(one: Described) -> Iterator[Node]:
    """Where something that is no place itself is: the spot within its division, or the division alone."""
    if not one.part("place"):
        yield from region(one)
        return
    yield Node(
        ("schema:Place",),
        (
            *said(one.part("place"), {"text": "schema:name"}),
            *(("schema:geo", found) for found in point(one)),
            *(("schema:containedInPlace", found) for found in region(one)),
        ),
    )


def when(one: Described) -> Iterator[Node]:
    """The date as it is told and as years."""
    date = one.part("date")
    ends = {"start": "schema:startDate", "end": "schema:endDate"}
    if date:
        years = ((ends[name], gyear(date[name])) for name in ends if name in date)
        yield Node(("dcterms:PeriodOfTime",), (*said(date, {"text": "rdfs:label"}), *years))


def made(one: Described) -> Iterator[Literal]:
    """A year alone as a year, several as an interval of EDTF."""
    date = one.part("date")
    if "start" in date:
        yield gyear(date["start"]) if date["start"] == date["end"] else Literal(span(date))


def life(one: Described, end: str) -> Iterator[Literal]:
    """A year of birth or death, only where the text is just the two: one year alone may be either, or neither."""
    date = one.part("date")
    found = _LIFE.fullmatch(date.get("text", ""))
    if found and (_signed(found[1], found[2]), _signed(found[3], found[4])) == (date.get("start"), date.get("end")):
        yield gyear(date[end])


def _signed(era: str | None, digits: str) -> int:
    return -int(digits) if era and era.endswith("前") else int(digits)


def periods(one: Described) -> Iterator[Node]:
    for period in one.listed("periods"):
        yield named(("dcterms:PeriodOfTime",), one.term("periods", period), labels("periods", period))


def categories(one: Described) -> Iterator[Node]:
    for category in one.listed("categories"):
        yield named(("schema:DefinedTerm",), one.term("categories", category), labels("categories", category))


def creators(one: Described) -> Iterator[Node]:
    """Persons or bodies, which a record does not tell apart: of no type."""
    for creator in one.listed("creators"):
        known = creator.get("id", "")
        address = one.of(known) if is_id(known) or is_address(known) else ""
        number = (("schema:identifier", Literal(known)),) if known and not address else ()
        yield Node((), (("schema:name", Literal(creator["name"])), *number), address)


def credited(one: Described) -> Iterator[Literal]:
    for creator in one.listed("creators"):
        if creator.get("role"):
            yield Literal(f"{creator['name']}（{creator['role']}）")


def institution(one: Described) -> Iterator[Node]:
    found = one.part("institution")
    if found:
        yield Node(("schema:Organization",), tuple(said(found, {"name": "schema:name", "id": "schema:identifier"})))


def identifiers(one: Described) -> Iterator[Node]:
    names = {"scheme": "schema:propertyID", "value": "schema:value"}
    for identifier in one.listed("identifiers"):
        yield Node(("schema:PropertyValue",), tuple(said(identifier, names)))


def elsewhere(one: Described) -> Iterator[Reference]:
    """Addresses of the same thing that follow from its numbers."""
    for identifier in one.listed("identifiers"):
        if identifier["scheme"].lower() == "wikidata" and _WIKIDATA.fullmatch(identifier["value"]):
            yield Reference(f"http://www.wikidata.org/entity/{identifier['value']}")


def designations(one: Described) -> Iterator[Node]:
    names = {"scheme": "schema:name", "number": "schema:value", "batch": "schema:description"}
    for designation in one.listed("designations"):
        year = (("schema:startDate", gyear(designation["year"])),) if "year" in designation else ()
        yield Node(("schema:PropertyValue",), (*said(designation, names), *year))


def techniques(one: Described) -> Iterator[Node]:
    for technique in one.listed("techniques"):
        told = (("schema:propertyID", Literal("techniques")), ("schema:value", Literal(technique)))
        yield Node(("schema:PropertyValue",), told)


def media(one: Described, *, images: bool) -> Iterator[Node]:
    """Each with its own rights."""
    for medium in one.listed("media"):
        kind = medium["type"].partition("/")[0]
        if (kind == "image") == images:
            yield Node((f"schema:{_MEDIA.get(kind, 'MediaObject')}",), tuple(_of_medium(medium)))


def _of_medium(medium: Mapping[str, Any]) -> Iterator[Statement]:
    yield "schema:contentUrl", reference(medium["url"])
    if "thumbnail" in medium:
        yield "schema:thumbnailUrl", reference(medium["thumbnail"])
    if "/" in medium["type"]:
        yield "schema:encodingFormat", Literal(medium["type"])
    yield "schema:license", reference(medium["rights"]["uri"])
    for credit in dict.fromkeys((medium.get("attribution"), medium["rights"].get("attribution"))):
        if credit:
            yield "schema:creditText", Literal(credit)


def contact(one: Described) -> Iterator[Node]:
    """An address is a kind of contact to schema.org, so one holds all."""
    names = {
        "name": "schema:name",
        "address": "schema:streetAddress",
        "postcode": "schema:postalCode",
        "phone": "schema:telephone",
        "email": "schema:email",
    }
    found = one.part("contact")
    if found:
        yield Node(("schema:PostalAddress",), (*said(found, names), *_reached(found)))


def _reached(found: Mapping[str, Any]) -> Iterator[Statement]:
    if "url" in found:
        yield "schema:url", reference(found["url"])
    if "opening_hours" in found:
        yield "schema:hoursAvailable", hours(found["opening_hours"])


def hours(told: str) -> Node:
    """As they are told: schema.org's own way of writing them cannot be made of free text."""
    return Node(("schema:OpeningHoursSpecification",), (("schema:description", Literal(told)),))


def event_said(one: Described) -> Iterator[Statement]:
    found = one.part("event")
    for member, name in (("start", "schema:startDate"), ("end", "schema:endDate")):
        if member in found:
            yield name, instant(found[member])
    for member, name, kind in (("venue", "location", "Place"), ("organiser", "organizer", "Organization")):
        if member in found:
            yield f"schema:{name}", Node((f"schema:{kind}",), (("schema:name", Literal(found[member])),))
    if "admission" in found:
        yield "schema:offers", Node(("schema:Offer",), (("schema:description", Literal(found["admission"])),))
    if "opening_hours" in found:
        yield (
            "schema:eventSchedule",
            Node(("schema:Schedule",), (("schema:description", Literal(found["opening_hours"])),)),
        )
    if "url" in found:
        yield "schema:url", reference(found["url"])


def dataset(one: Described) -> Iterator[Node]:
    """The data set, with its publisher and licence as far as they are known."""
    about = one.dataset
    more: list[Statement] = [("schema:identifier", Literal(one.dataset_id))]
    if about.get("publisher"):
        publisher = tuple(said(about["publisher"], {"name": "schema:name"}))
        more.append(("schema:publisher", Node(("schema:Organization",), publisher)))
    for name, member in (("schema:license", "licence"), ("schema:url", "url")):
        if about.get(member):
            more.append((name, _linked(about[member])))
    yield named(("schema:Dataset",), one.dataset_address, by_language(about.get("title") or {}), *more)


def _linked(text: str) -> Value:
    """A licence of a data set may be a sentence."""
    return reference(text) if is_address(text) else Literal(text)


def source(one: Described) -> Iterator[Node]:
    found = one.part("source")
    if found:
        url = (("schema:url", reference(found["url"])),) if "url" in found else ()
        yield Node(("schema:CreativeWork",), (*said(found, {"name": "schema:name"}), *url))
