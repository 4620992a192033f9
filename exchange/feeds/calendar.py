"""iCalendar (RFC 5545, with the names of RFC 7986) of the records that tell when they begin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from exchange.crosswalks.values import Literal
from exchange.feeds.feed import DIGITS, Entry, Feed, Occasion
from exchange.feeds.lines import line, listed, text
from exchange.tables.text import drawn

_DAY, _MOMENT = "%Y%m%d", "%Y%m%dT%H%M%S"
_REFRESH = "PT6H"
_CHINA = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Shanghai",
    "BEGIN:STANDARD",
    "DTSTART:19910915T010000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""A calendar must hold something: one without events holds the time of China, since its summer time was given up."""


def ical_bytes(feed: Feed) -> bytes:
    """Records without a beginning are left out; X-WENMAI-TOTAL tells how many the query finds, with them."""
    host = urlsplit(feed.home).hostname or "localhost"
    taking_place = [one for one in feed.entries if one.occasion]
    body = [part for one in taking_place if one.occasion for part in _event(one, one.occasion, host)]
    return "".join((*_head(feed, len(taking_place)), *(body or map(line, _CHINA)), line("END:VCALENDAR"))).encode()


def _head(feed: Feed, count: int) -> Iterator[str]:
    name = text(feed.title)
    yield from map(line, ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wenmai//Wenmai//ZH", "CALSCALE:GREGORIAN"))
    yield line(f"NAME{_language(feed.language)}:{name}")
    yield line(f"X-WR-CALNAME:{name}")
    yield line(f"LAST-MODIFIED:{_utc(feed.updated)}")
    yield line(f"URL:{feed.home}")
    yield line(f"SOURCE;VALUE=URI:{feed.here}")
    yield line(f"REFRESH-INTERVAL;VALUE=DURATION:{_REFRESH}")
    yield line(f"X-WENMAI-TOTAL:{feed.total}")
    yield line(f"X-WENMAI-RECORDS:{len(feed.entries)}")
    yield line(f"X-WENMAI-EVENTS:{count}")


def _event(one: Entry, when: Occasion, host: str) -> Iterator[str]:
    yield line("BEGIN:VEVENT")
    yield line(f"UID:{one.id}@{host}")
    yield line(f"DTSTAMP:{_utc(one.updated)}")
    yield line(f"CREATED:{_utc(one.published)}")
    yield line(f"LAST-MODIFIED:{_utc(one.updated)}")
    yield line(f"SEQUENCE:{one.version - 1}")
    yield from map(line, _times(when))
    yield _told("SUMMARY", Literal(drawn(one.title.text), one.title.language))
    yield from _texts(one, when)
    yield line(f"URL:{one.page}")
    if one.point:
        yield line("GEO:" + ";".join(f"{degrees:.{DIGITS}f}" for degrees in one.point))
    yield line("TRANSP:TRANSPARENT")
    yield line("END:VEVENT")


def _texts(one: Entry, when: Occasion) -> Iterator[str]:
    about = [*([one.summary.text] if one.summary else ()), *when.told, *([one.rights.text] if one.rights else ())]
    if about:
        yield _told("DESCRIPTION", Literal("\n".join(about), one.summary.language if one.summary else ""))
    if when.place:
        yield line(f"LOCATION:{text(when.place)}")
    if when.contact:
        yield line(f"CONTACT:{text(when.contact)}")
    if one.tags:
        yield line(f"CATEGORIES:{listed(tag.label for tag in one.tags)}")


def _times(when: Occasion) -> Iterator[str]:
    """Days are told as days, of which the end is the first that is not any more; moments in UTC."""
    if isinstance(when.start, datetime):
        yield f"DTSTART:{_utc(when.start)}"
        if isinstance(when.end, datetime) and when.end > when.start:
            yield f"DTEND:{_utc(when.end)}"
        return
    yield f"DTSTART;VALUE=DATE:{_day(when.start)}"
    last = when.end or when.start
    if last < date.max:
        yield f"DTEND;VALUE=DATE:{_day(last + timedelta(days=1))}"


def _utc(moment: datetime) -> str:
    """By its own clock on the first and last day of the calendar, where that of UTC has no date."""
    try:
        told = moment.astimezone(UTC)
    except OverflowError:
        told = moment
    return f"{told.strftime(_MOMENT).zfill(15)}Z"


def _day(day: date) -> str:
    """`strftime` leaves out the noughts of years before 1000."""
    return day.strftime(_DAY).zfill(8)


def _told(name: str, told: Literal) -> str:
    return line(f"{name}{_language(told.language)}:{text(told.text)}")


def _language(tag: str) -> str:
    return f";LANGUAGE={tag}" if tag else ""
