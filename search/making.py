"""From a record of the store to an index entry: pure, and quick, since every record of a build passes here."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson

from records.model import Entry, State
from search.entries import IndexEntry
from search.scopes import title_key, tokens
from search.values import event_days, keywords, point, weight, years


def make_entry(entry: Entry) -> IndexEntry:
    """What an index holds for one id today."""
    if entry.state is State.LIVE:
        return _live(entry)
    if entry.state is State.MERGED:
        source = {"to": entry.merged_into}
    else:
        source = {"reason": entry.reason, "at": _instant(entry.modified)}
    return IndexEntry(entry.id, entry.seq, entry.ordinal, entry.state, orjson.dumps(source))


def _live(entry: Entry) -> IndexEntry:
    content = orjson.loads(entry.content)
    span = years(content) or (None, None)
    days = event_days(content) or (None, None)
    lat, lon = point(content) or (None, None)
    return IndexEntry(
        entry.id,
        entry.seq,
        entry.ordinal,
        entry.state,
        source=_served(entry, content),
        text=orjson.dumps(content["text"]) if content.get("text") else b"",
        keywords=keywords(content),
        tokens=tokens(content),
        year_start=span[0],
        year_end=span[1],
        modified=_milliseconds(entry.modified),
        title_key=title_key(content),
        lat=lat,
        lon=lon,
        event_day=days[0],
        event_end=days[1],
        weight=weight(content),
    )


def _served(entry: Entry, content: dict[str, object]) -> bytes:
    shown = {name: value for name, value in content.items() if name != "text"}
    times = {"created": _instant(entry.created), "modified": _instant(entry.modified)}
    return orjson.dumps(shown | {"seq": entry.seq, "version": entry.version} | times)


def _instant(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and Z; a time without an offset is UTC."""
    utc = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return utc.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _milliseconds(moment: datetime) -> int:
    utc = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return int(utc.timestamp() * 1000)
