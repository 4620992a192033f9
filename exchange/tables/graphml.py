"""A network as GraphML, for Gephi, Cytoscape, yEd and igraph."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from exchange.tables.network import Network
from exchange.tables.table import in_language
from exchange.tables.text import xml_text
from exchange.tables.words import Language

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"

_KEYS = (
    ("graph", "title", "string"),
    ("graph", "description", "string"),
    ("graph", "source", "string"),
    ("graph", "licence", "string"),
    ("graph", "query", "string"),
    ("graph", "made", "string"),
    ("node", "value", "string"),
    ("node", "label", "string"),
    ("node", "count", "long"),
    ("edge", "count", "long"),
    ("edge", "weight", "double"),
    ("edge", "lift", "double"),
)


def graphml_bytes(network: Network, language: Language = "zh-Hans") -> bytes:
    """Nodes are numbered n0, n1, …, their values beside: two values may differ in characters that XML cannot hold."""
    root = Element("graphml", xmlns=NAMESPACE)
    for owner, name, kind in _KEYS:
        SubElement(root, "key", {"id": f"{owner}.{name}", "for": owner, "attr.name": name, "attr.type": kind})
    graph = SubElement(root, "graph", {"id": "network", "edgedefault": "undirected"})
    _data(graph, "graph", _about(network, language))
    ids = {node.id: f"n{place}" for place, node in enumerate(network.nodes)}
    for node in network.nodes:
        said = {"value": node.id, "label": node.text(language), "count": node.count}
        _data(SubElement(graph, "node", id=ids[node.id]), "node", said)
    for place, link in enumerate(network.links):
        ends = {"source": ids[link.source], "target": ids[link.target]}
        edge = SubElement(graph, "edge", {"id": f"e{place}", **ends})
        _data(edge, "edge", {"count": link.count, "weight": float(link.count), "lift": link.lift})
    indent(root, " ")
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _about(network: Network, language: Language) -> Mapping[str, str]:
    about = network.about
    return {
        "title": in_language(about.title, language),
        "description": in_language(about.description, language),
        "source": about.source,
        "licence": about.licence,
        "query": about.query,
        "made": about.made.isoformat(),
    }


def _data(parent: Element, owner: str, said: Mapping[str, object]) -> None:
    for name, value in said.items():
        if value != "":
            SubElement(parent, "data", key=f"{owner}.{name}").text = xml_text(str(value))
