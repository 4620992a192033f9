"""Statements as Turtle, written by rdflib."""

from __future__ import annotations

from rdflib import RDF, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node as RdfTerm

from exchange.crosswalks.values import NAMESPACES, Literal, Node, Reference, Value, expanded


def graph(thing: Node) -> Graph:
    """The statements as an RDF graph, its prefixes ours alone."""
    found = Graph(bind_namespaces="none")
    for prefix, address in NAMESPACES.items():
        found.bind(prefix, address)
    _add(found, thing)
    return found


def turtle_bytes(thing: Node) -> bytes:
    return graph(thing).serialize(format="turtle", encoding="utf-8")


def _add(found: Graph, thing: Node) -> URIRef | BNode:
    """Blank nodes are named in their order: rdflib writes them by name, and the same record is to be the same text."""
    subject = URIRef(thing.iri) if thing.iri else BNode(f"b{len(found):06}")
    for name in thing.types:
        found.add((subject, RDF.type, URIRef(expanded(name))))
    for name, value in thing.said:
        found.add((subject, URIRef(expanded(name)), _term(found, value)))
    return subject


def _term(found: Graph, value: Value) -> RdfTerm:
    if isinstance(value, Node):
        return _add(found, value)
    if isinstance(value, Reference):
        return URIRef(value.iri)
    return _literal(value)


def _literal(value: Literal) -> RdfLiteral:
    """As it is written: rdflib would write some values its own way, and knows no year before the common era."""
    if value.language:
        return RdfLiteral(value.text, lang=value.language)
    if not value.datatype:
        return RdfLiteral(value.text)
    return RdfLiteral(value.text, datatype=URIRef(expanded(value.datatype)), normalize=False)
