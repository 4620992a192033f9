"""Records in the words of schema.org: one table from fields to properties, by type of record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from exchange.crosswalks import parts
from exchange.crosswalks.described import Described, Read, link_of, of_list, of_map, of_member, target
from exchange.crosswalks.values import Literal, Node, Statement, reference
from exchange.crosswalks.years import instant

WORKS = ("artifact", "artwork", "literary-work", "intangible", "policy", "news")
"""What schema.org knows as creative works."""

PLACES = ("site", "venue")
OTHERS = ("person", "event", "service")

TYPES: Mapping[str, str] = {
    "artifact": "schema:CreativeWork",
    "artwork": "schema:VisualArtwork",
    "literary-work": "schema:CreativeWork",
    "site": "schema:LandmarksOrHistoricalBuildings",
    "intangible": "schema:CreativeWork",
    "person": "schema:Person",
    "venue": "schema:CivicStructure",
    "event": "schema:Event",
    "policy": "schema:Legislation",
    "news": "schema:NewsArticle",
    "service": "schema:GovernmentService",
}
"""Its class by the type of record."""

VENUES: Mapping[str, str] = {
    "venue/museum": "schema:Museum",
    "venue/science-museum": "schema:Museum",
    "venue/art-gallery": "schema:ArtGallery",
    "venue/library": "schema:Library",
    "venue/theatre": "schema:PerformingArtsTheater",
    "venue/cinema": "schema:MovieTheater",
    "venue/archive": "schema:ArchiveOrganization",
    "venue/bookshop": "schema:BookStore",
    "venue/scenic-area": "schema:TouristAttraction",
}
"""Classes beside it for venues of these categories."""

RELATIONS: Mapping[str, tuple[str, str]] = {
    "sameAs": ("schema:sameAs", "schema:sameAs"),
    "partOf": ("schema:isPartOf", "dcterms:isPartOf"),
    "hasPart": ("schema:hasPart", "dcterms:hasPart"),
    "about": ("schema:about", "dcterms:subject"),
    "creator": ("schema:creator", "dcterms:creator"),
    "basedOn": ("schema:isBasedOn", "dcterms:source"),
}
"""Properties of relations: of a work, of anything else. All other relations are `dcterms:relation`."""


@dataclass(frozen=True, slots=True)
class Row:
    """A field of the record, the property it becomes in records of these types (in all if none is named), and how."""

    field: str
    property: str
    read: Read
    types: tuple[str, ...] = ()
    note: str = ""

    def holds(self, kind: str) -> bool:
        return not self.types or kind in self.types


def _own(one: Described) -> Iterator[Literal]:
    yield Literal(one.record["id"])


def _credit(one: Described) -> Iterator[Literal]:
    return (Literal(text) for text in (one.part("rights").get("attribution"),) if text)


def _moment(name: str) -> Read:
    return lambda one: (instant(text) for text in (one.record.get(name),) if text)


def _version(one: Described) -> Iterator[Literal]:
    return (Literal(str(number)) for number in (one.record.get("version"),) if number)


def _event(one: Described) -> Iterator[Node]:
    if one.part("event"):
        yield Node(("schema:Event",), tuple(parts.event_said(one)))


def _hours(one: Described) -> Iterator[Node]:
    return (parts.hours(text) for text in (one.part("contact").get("opening_hours"),) if text)


_NOT_WORKS = (*PLACES, *OTHERS)
_NOT_PLACES = (*WORKS, *OTHERS)
_MADE = ("artifact", "artwork", "literary-work")
_TOLD = ("intangible", "policy", "news")

ROWS: tuple[Row, ...] = (
    Row("id", "schema:identifier", _own, note="the record's address is the subject of all statements"),
    Row("title", "schema:name", of_map("title"), note="tagged by language"),
    Row("alternative_titles", "schema:alternateName", of_list("alternative_titles")),
    Row("description", "schema:description", of_map("description"), note="tagged by language"),
    Row("text", "schema:text", of_map("text"), note="tagged by language; only where asked for (`view=full`)"),
    Row(
        "creators",
        "schema:creator",
        parts.creators,
        WORKS,
        "a thing with `schema:name`, its record's address if it has",
    ),
    Row("creators", "dcterms:creator", parts.creators, _NOT_WORKS, "the same"),
    Row("creators", "schema:creditText", parts.credited, WORKS, "name and role, where there is one"),
    Row(
        "date",
        "dcterms:temporal",
        parts.when,
        note="`rdfs:label` as told; `schema:startDate`, `schema:endDate` as `xsd:gYear`",
    ),
    Row("date", "schema:dateCreated", parts.made, _MADE, "`xsd:gYear`, or an EDTF interval"),
    Row("date", "schema:temporalCoverage", parts.made, _TOLD, "`xsd:gYear`, or an EDTF interval"),
    Row(
        "date",
        "schema:birthDate",
        partial(parts.life, end="start"),
        ("person",),
        "only if the text is two years and no more",
    ),
    Row("date", "schema:deathDate", partial(parts.life, end="end"), ("person",), "likewise"),
    Row("periods", "dcterms:temporal", parts.periods, note="`dcterms:PeriodOfTime` with its names in three languages"),
    Row(
        "region", "schema:containedInPlace", parts.region, PLACES, "`schema:AdministrativeArea`, within those above it"
    ),
    Row("place", "schema:geo", parts.point, PLACES, "`schema:GeoCoordinates`, WGS 84"),
    Row("place", "schema:location", of_member("place", "text"), PLACES),
    Row("region", "schema:areaServed", parts.place, ("service",), "`schema:Place` of `region` and `place`"),
    Row("place", "schema:location", parts.place, ("event",), "`schema:Place` with `schema:geo`, within the region"),
    Row("region", "schema:spatialCoverage", parts.place, _TOLD, "`schema:Place` of `region` and `place`"),
    Row("region", "dcterms:spatial", parts.place, (*_MADE, "person"), "`schema:Place` of `region` and `place`"),
    Row(
        "categories",
        "schema:keywords",
        parts.categories,
        (*WORKS, *PLACES, "event"),
        "`schema:DefinedTerm` with its names",
    ),
    Row("categories", "schema:category", parts.categories, ("service",), "the same"),
    Row("categories", "dcterms:subject", parts.categories, ("person",), "the same"),
    Row("subjects", "schema:keywords", of_list("subjects"), (*WORKS, *PLACES, "event")),
    Row("subjects", "dcterms:subject", of_list("subjects"), ("person", "service")),
    Row("materials", "schema:material", of_list("materials"), WORKS),
    Row("materials", "dcterms:medium", of_list("materials"), _NOT_WORKS),
    Row("techniques", "schema:artMedium", of_list("techniques"), ("artwork",)),
    Row(
        "techniques",
        "schema:additionalProperty",
        parts.techniques,
        tuple(kind for kind in TYPES if kind != "artwork"),
        "`schema:PropertyValue` with the property id `techniques`",
    ),
    Row("languages", "schema:inLanguage", of_list("languages"), (*WORKS, "event")),
    Row("languages", "dcterms:language", of_list("languages"), ("person", "service", *PLACES)),
    Row("institution", "schema:provider", parts.institution, ("service",), "`schema:Organization`"),
    Row("institution", "schema:legislationResponsible", parts.institution, ("policy",), "`schema:Organization`"),
    Row(
        "institution",
        "schema:maintainer",
        parts.institution,
        tuple(kind for kind in TYPES if kind not in ("service", "policy")),
        "`schema:Organization`; for places, persons and events beyond the property's usual domain",
    ),
    Row(
        "designations",
        "schema:additionalProperty",
        parts.designations,
        note="`schema:PropertyValue`: list, number, batch, year",
    ),
    Row("event", "schema:subjectOf", _event, tuple(kind for kind in TYPES if kind != "event"), "`schema:Event`"),
    Row("contact", "schema:address", parts.contact, PLACES, "`schema:PostalAddress`"),
    Row("contact", "schema:telephone", of_member("contact", "phone"), PLACES),
    Row("contact", "schema:openingHoursSpecification", _hours, PLACES, "as told, in `schema:description`"),
    Row("contact", "schema:url", link_of("contact", "url"), (*PLACES, "person")),
    Row(
        "contact", "schema:contactPoint", parts.contact, _NOT_PLACES, "`schema:PostalAddress`, a kind of contact point"
    ),
    Row(
        "media",
        "schema:image",
        partial(parts.media, images=True),
        note="`schema:ImageObject` with its own licence and credit",
    ),
    Row("media", "schema:subjectOf", partial(parts.media, images=False), note="sound, film, models, texts: the same"),
    Row("identifiers", "schema:identifier", parts.identifiers, note="`schema:PropertyValue`"),
    Row("identifiers", "schema:sameAs", parts.elsewhere, note="of a Wikidata number its address"),
)

PAGE: tuple[Row, ...] = (
    Row("rights", "schema:license", link_of("rights", "uri"), note="the address of the licence or statement"),
    Row("rights", "schema:creditText", _credit),
    Row("source", "schema:isBasedOn", parts.source, note="`schema:CreativeWork` with name and address"),
    Row("dataset", "schema:isPartOf", parts.dataset, note="`schema:Dataset` with its names, publisher and licence"),
    Row("created", "schema:dateCreated", _moment("created")),
    Row("modified", "schema:dateModified", _moment("modified")),
    Row("version", "schema:version", _version),
)
"""What is said of the record itself, not of what it describes: of its page, which is the thing's `mainEntityOfPage`."""

LEFT_OUT: Mapping[str, str] = {
    "level": "how a node is organised; schema.org has no word for it",
    "extra": "the publisher's own, of no known meaning",
}


def classes(one: Described) -> tuple[str, ...]:
    """The class by its type; of a venue the classes by its categories beside it."""
    closer = (VENUES[category] for category in one.listed("categories") if category in VENUES)
    return tuple(dict.fromkeys((TYPES[one.type], *(closer if one.type == "venue" else ()))))


def in_schema_org(one: Described) -> Node:
    """All that is said of a record, as one thing."""
    found = [(row.property, value) for row in ROWS if row.holds(one.type) for value in row.read(one)]
    if one.type == "event":
        found.extend(parts.event_said(one))
    return Node(classes(one), (*found, *_related(one), ("schema:mainEntityOfPage", _page(one))), one.address)


def _related(one: Described) -> Iterator[Statement]:
    column = 0 if one.type in WORKS else 1
    for relation in one.listed("relations"):
        names = RELATIONS.get(relation["type"], ("dcterms:relation", "dcterms:relation"))
        yield names[column], target(one, relation["id"])


def _page(one: Described) -> Node:
    own: Statement = ("schema:url", reference(one.page))
    return Node(
        ("schema:WebPage",), (own, *((row.property, value) for row in PAGE for value in row.read(one))), one.page
    )
