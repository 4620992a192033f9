"""The shapes of a record's own fields: dates, places, rights, media and the rest, each declared once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import ValidationError

from records.ids import ID_PATTERN, LONGEST_ID
from records.schema.choices import choice
from records.schema.forms import Form, fields, listing, number, then, wrong_kind
from records.schema.rights import rights as rights
from records.schema.texts import instant, link, pattern, text, whole_or_text

EARLIEST_YEAR = -1_000_000
YEARS_AHEAD = 100

NAME = text(500)
CREDIT = text(2_000)
SHORT = text(200)


def year() -> Form:
    """A signed year: -221 is 221 BCE, and there is no year 0."""
    schema = {"type": "integer", "title": "signed year", "minimum": EARLIEST_YEAR, "not": {"const": 0}}

    def read(value: Any) -> int:
        if type(value) is not int:
            raise wrong_kind(value, "a year as a whole number (-221 is 221 BCE)")
        if value == 0:
            raise ValidationError("is the year 0, which there was not: 1 BCE is -1; leave out a year that is not known")
        latest = datetime.now(UTC).year + YEARS_AHEAD
        if not EARLIEST_YEAR <= value <= latest:
            raise ValidationError(f"is outside the years {EARLIEST_YEAR:,} to {latest:,}; {_likely_years(value)}")
        return value

    return Form(read, schema)


def _likely_years(value: int) -> str:
    """153505 is a range run together: 1535–05."""
    digits = str(abs(value))
    if len(digits) == 6:
        return f"was {digits[:4]}–{digits[4:]} meant? Give start and end apart"
    if len(digits) == 8:
        return f"was {digits[:4]} meant? Give the year alone, and the day in the text"
    return "give the year alone"


def _in_order(date: dict[str, Any]) -> dict[str, Any]:
    start, end = date.get("start"), date.get("end")
    if start is None and end is None:
        return date
    if start is None or end is None:
        known = end if start is None else start
        return {**date, "start": known, "end": known}
    if start > end:
        raise ValidationError({"end": [f"is before the start {start}; years before the common era are negative"]})
    return date


def date() -> Form:
    """Years as text and as numbers; a start or an end alone is that one year."""
    return then(fields("a date", {"text": SHORT, "start": year(), "end": year()}), _in_order)


def _whole_point(place: dict[str, Any]) -> dict[str, Any]:
    lat, lon = place.get("lat"), place.get("lon")
    if (lat is None) != (lon is None):
        lacking = "lat" if lat is None else "lon"
        raise ValidationError({lacking: ["is missing; a point has both lat and lon, or neither"]})
    if lat == 0 and lon == 0:
        raise ValidationError({"lat": ["is 0 with lon 0, a point in the ocean; leave both out where nothing is known"]})
    return place


def place() -> Form:
    swapped = "; lat and lon look swapped: lat is the north–south one"
    members = {"text": NAME, "lat": number(-90, 90, swapped), "lon": number(-180, 180)}
    return then(fields("a place", members), _whole_point)


def creators() -> Form:
    return listing(fields("a creator", {"name": NAME, "role": SHORT, "id": NAME}, required=("name",)))


def institution() -> Form:
    return fields("an institution", {"id": SHORT, "name": NAME, "level": choice("levels")}, required=("name",))


def designations() -> Form:
    members = {
        "scheme": NAME,
        "level": choice("levels"),
        "number": whole_or_text(100),
        "batch": whole_or_text(100),
        "year": year(),
    }
    return listing(fields("a designation", members, required=("scheme",)))


def _starts_first(event: dict[str, Any]) -> dict[str, Any]:
    start, end = event.get("start"), event.get("end")
    if start and end and _moment(start) > _moment(end):
        raise ValidationError({"end": [f"is before the start {start}"]})
    return event


def _moment(instant: str) -> datetime:
    """Of a day alone its first moment, in China's time; good enough to tell that an end is before its start."""
    found = datetime.fromisoformat(instant)
    return found if found.tzinfo else datetime.fromisoformat(f"{instant}T00:00:00+08:00")


def event() -> Form:
    members = {
        "start": instant(),
        "end": instant(),
        "venue": NAME,
        "organiser": NAME,
        "admission": NAME,
        "opening_hours": text(2_000, lines=True),
        "url": link(),
    }
    return then(fields("an event", members), _starts_first)


def contact() -> Form:
    members = {
        "name": NAME,
        "address": text(1_000, lines=True),
        "postcode": text(20),
        "phone": SHORT,
        "email": pattern(254, r"^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$", "an e-mail address"),
        "url": link(),
        "opening_hours": text(2_000, lines=True),
    }
    return fields("a contact", members)


def media() -> Form:
    kind = pattern(
        100,
        r"^(image|audio|video|model|text|application)(/[A-Za-z0-9][A-Za-z0-9.+-]*)?$",
        "a media type: image, audio, video, model, text or application, alone or as in image/jpeg",
    )
    members = {"url": link(), "thumbnail": link(), "type": kind, "rights": rights(), "attribution": CREDIT}
    return listing(fields("a medium", members, required=("url", "type", "rights")))


def identifiers() -> Form:
    return listing(fields("an identifier", {"scheme": SHORT, "value": NAME}, required=("scheme", "value")))


def relations() -> Form:
    """To another record by its id, or to anything by its web address."""
    kind = pattern(50, r"^[a-z][A-Za-z]*$", "the name of a relation, such as partOf, about, sameAs, inheritorOf")
    record = pattern(LONGEST_ID, ID_PATTERN, "a record's id <dataset>:<local id> or a web address")
    address = link()

    def read(value: Any) -> Any:
        is_address = type(value) is str and value[:4].lower() == "http" and "://" in value
        return (address if is_address else record).read(value)

    target = Form(read, {"oneOf": [record.schema, address.schema]})
    return listing(fields("a relation", {"type": kind, "id": target}, required=("type", "id")))


def source() -> Form:
    return fields("a source", {"name": NAME, "url": link(), "retrieved": instant()}, required=("name",))
