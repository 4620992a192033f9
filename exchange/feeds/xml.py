"""XML as feeds are written in: elements with texts that no reader stumbles over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from exchange.crosswalks.values import Literal
from exchange.tables.text import drawn, xml_text

SPACES: Mapping[str, str] = {
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:dcterms": "http://purl.org/dc/terms/",
    "xmlns:georss": "http://www.georss.org/georss",
    "xmlns:media": "http://search.yahoo.com/mrss/",
    "xmlns:opensearch": "http://a9.com/-/spec/opensearch/1.1/",
}


def put(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """An element under another; attributes that are empty are left out."""
    found = SubElement(parent, name, {key: xml_text(value) for key, value in attributes.items() if value})
    found.text = xml_text(text) or None
    return found


def told(parent: Element, name: str, text: Literal, **attributes: str) -> Element:
    """A text, with its language where that is known."""
    found = put(parent, name, text.text, **attributes)
    if text.language:
        found.set("xml:lang", text.language)
    return found


def title(text: Literal) -> Literal:
    """One line, without the marks that would turn round what a reader shows beside it."""
    return Literal(drawn(text.text), text.language)


def instant(moment: datetime) -> str:
    """RFC 3339, in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)


def written(root: Element) -> bytes:
    indent(root, " ")
    found: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return found + b"\n"
