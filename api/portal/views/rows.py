"""The fields of a record as rows of a page: a name, and values that lead on where they can."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from api.portal.addresses import to
from api.portal.filters import web_address, years
from api.portal.views.own import own
from api.portal.views.wording import dialled, foreign, kept_at, of_designation, role, says, scheme, to_the_minute
from api.portal.words import Words
from api.representations.labels import labelled
from exchange.crosswalks import Described
from records.ids import is_id
from records.vocabularies import levels, regions, rights, vocabulary


@dataclass(frozen=True, slots=True)
class Value:
    """`href` is empty where it leads nowhere; `note` is said behind it; `code` is what machines know it by."""

    text: str
    href: str = ""
    note: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the makers of rows read: the record, titles of records it names, words."""

    one: Described
    related: Mapping[str, str]
    t: Words


Make = Callable[[_Told], Iterable[Value]]


def rows(one: Described, related: Mapping[str, str], t: Words) -> list[Row]:
    """Those that have a value, in the order of the table."""
    told = _Told(one, related, t)
    made = [Row(t(f"field.{name}"), tuple(make(told))) for name, make in _ROWS.items()]
    return [row for row in made if row.values]


def own_rows(one: Described, t: Words) -> list[Row]:
    """What is the publisher's own, by its names."""
    made = [
        Row(key, tuple(Value(text, web_address(text)) for text in texts)) for key, texts in own(one.part("extra"), t)
    ]
    return [row for row in made if row.values]


def _searched(field: str, listed: str) -> Make:
    """Texts that lead to the records that have them too."""
    return lambda told: [Value(text, to("/search", **{field: text})) for text in told.one.listed(listed)]


def _terms(field: str, listed: str, name: str) -> Make:
    """Terms of a tree, with those above them."""

    def make(told: _Told) -> Iterator[Value]:
        terms = vocabulary(name)
        for term in told.one.listed(listed):
            path = terms.path(term) or (term,)
            label = " / ".join(terms.label(step, told.t.lang) for step in path)
            yield Value(label, to("/search", **{field: term}))

    return make


def _names(told: _Told) -> Iterator[Value]:
    yield from (Value(text) for text in told.one.listed("alternative_titles"))


def _creators(told: _Told) -> Iterator[Value]:
    for one in told.one.listed("creators"):
        known = one.get("id") in told.related
        href = to(f"/records/{one['id']}") if known else to("/search", creator=one["name"])
        yield Value(one["name"], href, role(one.get("role", ""), told.t))


def _languages(told: _Told) -> Iterator[Value]:
    for tag in told.one.listed("languages"):
        yield Value(labelled("language", told.t.lang)(tag), to("/search", language=tag), code=tag)


def _date(told: _Told) -> Iterator[Value]:
    date = told.one.part("date")
    span = years(date["start"], date["end"], told.t) if "start" in date else ""
    text = date.get("text", "")
    if text and foreign(date, told.t):
        yield Value(span, "", "" if says(text, date) else text)
    elif text or span:
        yield Value(text or span, "", span if text and not says(text, date) else "")


def _region(told: _Told) -> Iterator[Value]:
    code = told.one.record.get("region", "")
    for step in regions().path(code) or ((code,) if code else ()):
        yield Value(regions().label(step, told.t.lang), to("/search", region=step))


def _place(told: _Told) -> Iterator[Value]:
    """Left out where the venue or the address says the same, and more."""
    text = told.one.part("place").get("text", "")
    others = (told.one.part("event").get("venue"), told.one.part("contact").get("address"))
    if text and not any(_bare(text) in _bare(other) for other in others if other):
        yield Value(text)


def _bare(text: str) -> str:
    """Letters and figures alone, for texts that differ in nothing else."""
    return "".join(filter(str.isalnum, text.lower()))


def _institution(told: _Told) -> Iterator[Value]:
    one = told.one.part("institution")
    if one:
        level = levels().label(one["level"], told.t.lang) if one.get("level") else ""
        yield Value(one["name"], to("/search", institution=one["name"]), level)


def _level(told: _Told) -> Iterator[Value]:
    if level := told.one.record.get("level"):
        yield Value(levels().label(level, told.t.lang), to("/search", level=level))


def _designations(told: _Told) -> Iterator[Value]:
    for one in told.one.listed("designations"):
        level = levels().label(one["level"], told.t.lang) if one.get("level") else ""
        more = [level, *of_designation(one, told.t)]
        yield Value(one["scheme"], to("/search", designation=one["scheme"]), " · ".join(filter(None, more)))


def _moment(member: str) -> Make:
    """A day, or a day and a time to the minute."""
    return lambda told: [Value(to_the_minute(str(text))) for text in (told.one.part("event").get(member),) if text]


def _reached(member: str, way: str) -> Make:
    """A telephone or a mail address, which a phone can use at once where it is one."""
    return lambda told: [Value(text, dialled(way, text)) for text in (told.one.part("contact").get(member),) if text]


def _member(field: str, member: str) -> Make:
    return lambda told: [Value(str(text)) for text in (told.one.part(field).get(member),) if text]


def _link(field: str, member: str) -> Make:
    return lambda told: [Value(link, web_address(link)) for link in (told.one.part(field).get(member),) if link]


def _rights(told: _Told) -> Iterator[Value]:
    one = told.one.part("rights")
    if one:
        reuse = labelled("reuse", told.t.lang)(one["reuse"]) if one.get("reuse") else ""
        note = " · ".join(filter(None, (reuse, one.get("attribution", ""))))
        yield Value(rights().label(one["uri"], told.t.lang), web_address(one["uri"]), note)


def _identifiers(told: _Told) -> Iterator[Value]:
    for one in told.one.listed("identifiers"):
        yield Value(one["value"], kept_at(one["scheme"], one["value"]), scheme(one["scheme"], told.t))


def _relations(told: _Told) -> Iterator[Value]:
    for one in told.one.listed("relations"):
        kind = one["type"]
        note = told.t(f"relation.{kind}") if told.t.knows(f"relation.{kind}") else kind
        yield Value(told.related.get(one["id"], one["id"]), _related(one["id"], told), note)


def _related(target: str, told: _Told) -> str:
    if target in told.related:
        return to(f"/records/{target}")
    return "" if is_id(target) and not web_address(target) else web_address(target)


def _source(told: _Told) -> Iterator[Value]:
    one = told.one.part("source")
    if one:
        note = told.t("retrieved", day=one["retrieved"][:10]) if one.get("retrieved") else ""
        yield Value(one["name"], web_address(one.get("url", "")), note)


def _dataset(told: _Told) -> Iterator[Value]:
    name = told.one.dataset_id
    yield Value(labelled("dataset", told.t.lang)(name), to("/search", dataset=name), code=name)


def _dated(name: str) -> Make:
    return lambda told: [Value(str(moment)[:10]) for moment in (told.one.record.get(name),) if moment]


def _id(told: _Told) -> Iterator[Value]:
    record = told.one.record
    version = told.t("version", n=record["version"]) if record.get("version") else ""
    yield Value(record["id"], note=version)


_ROWS: Mapping[str, Make] = {
    "alternative_titles": _names,
    "creators": _creators,
    "date": _date,
    "periods": _terms("period", "periods", "periods"),
    "region": _region,
    "place": _place,
    "categories": _terms("category", "categories", "categories"),
    "subjects": _searched("subject", "subjects"),
    "materials": _searched("material", "materials"),
    "techniques": _searched("technique", "techniques"),
    "languages": _languages,
    "institution": _institution,
    "designations": _designations,
    "event.start": _moment("start"),
    "event.end": _moment("end"),
    "event.venue": _member("event", "venue"),
    "event.organiser": _member("event", "organiser"),
    "event.admission": _member("event", "admission"),
    "event.opening_hours": _member("event", "opening_hours"),
    "event.url": _link("event", "url"),
    "contact.name": _member("contact", "name"),
    "contact.address": _member("contact", "address"),
    "contact.postcode": _member("contact", "postcode"),
    "contact.phone": _reached("phone", "tel"),
    "contact.email": _reached("email", "mailto"),
    "contact.url": _link("contact", "url"),
    "contact.opening_hours": _member("contact", "opening_hours"),
    "relations": _relations,
    "identifiers": _identifiers,
    "level": _level,
    "rights": _rights,
    "source": _source,
    "dataset": _dataset,
    "id": _id,
    "created": _dated("created"),
    "modified": _dated("modified"),
}
"""What makes the values of each row, in the order they are read; a test asks that no field of a record is left out."""
