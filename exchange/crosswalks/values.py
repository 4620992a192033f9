"""What a crosswalk gives: statements about one thing, before they are written in any syntax."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

NAMESPACES: Mapping[str, str] = {
    "schema": "https://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`]')


@dataclass(frozen=True, slots=True)
class Literal:
    """Text; in a language (BCP 47), or of a datatype written with its prefix (`xsd:gYear`), or plain."""

    text: str
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A thing elsewhere, by its address."""

    iri: str


@dataclass(frozen=True, slots=True)
class Node:
    """A thing and what is said of it; types and properties bear their prefix. One without `iri` is blank."""

    types: tuple[str, ...]
    said: tuple[Statement, ...]
    iri: str = ""


Value = Literal | Reference | Node
Statement = tuple[str, Value]


def expanded(name: str) -> str:
    """A prefixed name in full."""
    prefix, _, local = name.partition(":")
    return NAMESPACES[prefix] + local


def iri(address: str) -> str:
    """An address in which what no IRI may hold (RFC 3987) is percent-encoded."""
    return _NOT_IN_IRI.sub(lambda found: quote(found[0], safe=""), address)


def reference(address: str) -> Reference:
    return Reference(iri(address))
