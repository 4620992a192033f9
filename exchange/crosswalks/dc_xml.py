"""Dublin Core as XML: the fifteen elements as OAI-PMH hands them on (oai_dc), and the terms with their encodings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from exchange.crosswalks.described import Described
from exchange.crosswalks.dublin_core import Told, elements, terms
from exchange.tables.text import xml_text

OAI_DC: Mapping[str, str] = {
    "xmlns:oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": "http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
}
TERMS: Mapping[str, str] = {
    "xmlns:dcterms": "http://purl.org/dc/terms/",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
}


def oai_dc_bytes(one: Described) -> bytes:
    return _written(Element("oai_dc:dc", dict(OAI_DC)), elements(one))


def dcterms_bytes(one: Described) -> bytes:
    return _written(Element("metadata", dict(TERMS)), terms(one))


def _written(root: Element, told: Iterable[tuple[str, Told]]) -> bytes:
    for name, value in told:
        SubElement(root, name, _attributes(value)).text = xml_text(value.text)
    indent(root, " ")
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _attributes(value: Told) -> dict[str, str]:
    language = {"xml:lang": value.language} if value.language else {}
    return language | ({"xsi:type": value.scheme} if value.scheme else {})
