"""JSON Feed 1.1; what it has no word for stands under `_wenmai`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from exchange.feeds.feed import Entry, Feed
from exchange.feeds.xml import instant, title

VERSION = "https://jsonfeed.org/version/1.1"


def jsonfeed_bytes(feed: Feed) -> bytes:
    told = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.here,
        "next_url": feed.steps.get("next"),
        "language": feed.language,
        "authors": [{"name": feed.author}] if feed.author else None,
        "_wenmai": _kept({"total": feed.total, "rights": feed.rights, "updated": instant(feed.updated)}),
        "items": [_entry(one) for one in feed.entries],
    }
    return orjson.dumps({name: value for name, value in told.items() if value is not None})


def _entry(one: Entry) -> dict[str, Any]:
    """`content_text` must be there: the text where it is asked for, else the description, else nothing."""
    text = one.text or one.summary
    return _kept(
        {
            "id": one.address,
            "url": one.page,
            "title": title(one.title).text,
            "summary": one.summary.text if one.summary and one.text else None,
            "image": next((medium.url for medium in one.media if medium.kind == "image"), None),
            "date_published": instant(one.published),
            "date_modified": instant(one.updated),
            "authors": [{"name": name} for name in one.authors],
            "tags": list(dict.fromkeys(tag.label for tag in one.tags)),
            "language": one.title.language,
            "attachments": [{"url": m.url, "mime_type": m.type} for m in one.media if "/" in m.type],
            "_wenmai": _own(one),
        }
    ) | {"content_text": text.text if text else ""}


def _own(one: Entry) -> dict[str, Any]:
    rights = {"uri": one.rights.uri, "text": one.rights.text} if one.rights else None
    point = {"lat": one.point[0], "lon": one.point[1]} if one.point else None
    return _kept({"id": one.id, "api": one.address, "rights": rights, "years": one.years, "point": point})


def _kept(told: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty."""
    return {name: value for name, value in told.items() if value not in (None, "", [], {})}
