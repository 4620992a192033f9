"""Atom (RFC 4287), with pages as RFC 5005 has them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from exchange.feeds.feed import Entry, Feed
from exchange.feeds.xml import SPACES, instant, put, title, told, written

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
RELATIONS = {"first": "first", "prev": "previous", "next": "next"}
"""Of pages: as we call them, and as RFC 5005 does."""


def atom_bytes(feed: Feed) -> bytes:
    root = Element("feed", {"xmlns": ATOM, **SPACES, "xml:lang": feed.language})
    put(root, "id", feed.address)
    put(root, "title", feed.title)
    put(root, "updated", instant(feed.updated))
    put(put(root, "author"), "name", feed.author)
    if feed.rights:
        put(root, "rights", feed.rights)
    put(root, "generator", "Wenmai")
    put_links(root, "link", feed, MEDIA_TYPE)
    put(root, "link", rel="alternate", type="text/html", href=feed.home)
    put_counts(root, feed)
    for one in feed.entries:
        _put_entry(root, one)
    return written(root)


def put_links(parent: Element, name: str, feed: Feed, media_type: str) -> None:
    """To itself, its other pages and its other forms."""
    put(parent, name, rel="self", type=media_type, href=feed.here)
    for relation, called in RELATIONS.items():
        if relation in feed.steps:
            put(parent, name, rel=called, type=media_type, href=feed.steps[relation])
    for other, address in feed.others.items():
        put(parent, name, rel="alternate", type=other, href=address)


def put_counts(parent: Element, feed: Feed) -> None:
    put(parent, "opensearch:totalResults", str(feed.total))
    put(parent, "opensearch:itemsPerPage", str(feed.size))


def _put_entry(root: Element, one: Entry) -> None:
    element = put(root, "entry")
    put(element, "id", one.address)
    told(element, "title", title(one.title))
    put(element, "updated", instant(one.updated))
    put(element, "published", instant(one.published))
    for name in one.authors:
        put(put(element, "author"), "name", name)
    for tag in one.tags:
        put(element, "category", term=tag.term, scheme=tag.scheme, label=tag.label)
    put(element, "link", rel="alternate", type="text/html", href=one.page)
    put(element, "link", rel="alternate", type="application/json", href=one.address)
    _put_texts(element, one)
    for medium in one.media:
        put(element, "link", rel="enclosure", type=medium.type if "/" in medium.type else "", href=medium.url)
    put_rest(element, one, "link")


def _put_texts(element: Element, one: Entry) -> None:
    if one.summary:
        told(element, "summary", one.summary)
    if one.text:
        told(element, "content", one.text)
    if one.rights:
        put(element, "rights", one.rights.text)


def put_rest(element: Element, one: Entry, link: str) -> None:
    """What Atom and RSS have by extensions alone: the licence as a link, years, a point, a picture to show."""
    if one.rights:
        put(element, link, rel="license", href=one.rights.uri)
    if one.years:
        put(element, "dcterms:temporal", one.years)
    if one.place:
        put(element, "georss:point", one.place)
    small = next((medium.thumbnail for medium in one.media if medium.thumbnail), "")
    if small:
        put(element, "media:thumbnail", url=small)
