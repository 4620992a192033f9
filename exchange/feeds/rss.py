"""RSS 2.0, with what it lacks from Atom, Dublin Core, Media RSS and GeoRSS."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from xml.etree.ElementTree import Element

from exchange.feeds.atom import ATOM, put_counts, put_links, put_rest
from exchange.feeds.feed import Entry, Feed, Medium
from exchange.feeds.xml import SPACES, instant, put, title, written

MEDIA_TYPE = "application/rss+xml"
_MEDIA = ("image", "audio", "video")


def rss_bytes(feed: Feed) -> bytes:
    root = Element("rss", {"version": "2.0", "xmlns:atom": ATOM, **SPACES})
    channel = put(root, "channel")
    put(channel, "title", feed.title)
    put(channel, "link", feed.home)
    put(channel, "description", feed.title)
    put(channel, "language", feed.language)
    if feed.rights:
        put(channel, "copyright", feed.rights)
    put(channel, "lastBuildDate", _date(feed.updated))
    put(channel, "docs", "https://www.rssboard.org/rss-specification")
    put(channel, "generator", "Wenmai")
    put_links(channel, "atom:link", feed, MEDIA_TYPE)
    put_counts(channel, feed)
    for one in feed.entries:
        _put_entry(channel, one)
    return written(root)


def _put_entry(channel: Element, one: Entry) -> None:
    element = put(channel, "item")
    put(element, "title", _title(title(one.title).text))
    put(element, "link", one.page)
    put(element, "guid", one.address, isPermaLink="false")
    put(element, "pubDate", _date(one.published))
    put(element, "atom:updated", instant(one.updated))
    text = one.summary or one.text
    if text:
        put(element, "description", _html(text.text))
    if one.title.language:
        put(element, "dc:language", one.title.language)
    for name in one.authors:
        put(element, "dc:creator", name)
    for tag in one.tags:
        put(element, "category", tag.label, domain=tag.scheme)
    if one.rights:
        put(element, "dc:rights", one.rights.text)
    for medium in one.media:
        _put_medium(element, medium)
    put_rest(element, one, "atom:link")


def _put_medium(element: Element, medium: Medium) -> None:
    """As Media RSS: an `enclosure` must tell how many bytes it has, which a record does not."""
    kind = medium.kind if medium.kind in _MEDIA else "document"
    put(element, "media:content", url=medium.url, type=medium.type if "/" in medium.type else "", medium=kind)


def _date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)


def _title(text: str) -> str:
    """Whether a title is HTML, RSS leaves to the reader: where it has a `<` it is escaped for those who think so."""
    return escape(text, quote=False) if "<" in text else text


def _html(text: str) -> str:
    """A description is HTML in RSS; of ours all is text, and lines stay lines."""
    return escape(text, quote=False).replace("\n", "<br>")
