"""GraphML: parsed back by an XML parser that knows nothing of ours."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given, settings

from exchange.tables import Network, csv_bytes, graphml_bytes
from tests.exchange.making import MALICIOUS, networks

SPACE = {"g": "http://graphml.graphdrawing.org/xmlns"}


def _data(element: ET.Element) -> dict[str, str]:
    return {found.get("key", ""): found.text or "" for found in element.findall("g:data", SPACE)}


def _plain(text: str) -> str:
    """What an XML reader gives back: CR is LF, what XML cannot hold was replaced."""
    kept = "".join("\ufffd" if (ord(c) < 32 and c not in "\t\r\n") or c in "\ufffe\uffff" else c for c in text)
    return kept.replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=60)
@given(networks())
def test_nodes_and_links_are_read_back(made: Network) -> None:
    root = ET.fromstring(graphml_bytes(made, "en"))
    graph = root.find("g:graph", SPACE)
    assert graph is not None
    nodes = {node.get("id"): _data(node) for node in graph.findall("g:node", SPACE)}
    assert [(_plain(n.id), str(n.count)) for n in made.nodes] == [
        (said.get("node.value", ""), said["node.count"]) for said in nodes.values()
    ]
    values = {place: said.get("node.value", "") for place, said in nodes.items()}
    edges = [(edge, _data(edge)) for edge in graph.findall("g:edge", SPACE)]
    links = [
        (values[edge.get("source")], values[edge.get("target")], int(said["edge.count"]), float(said["edge.lift"]))
        for edge, said in edges
    ]
    assert links == [(_plain(li.source), _plain(li.target), li.count, li.lift) for li in made.links]


@settings(max_examples=20)
@given(networks())
def test_every_key_used_is_declared(made: Network) -> None:
    root = ET.fromstring(graphml_bytes(made))
    declared = {key.get("id") for key in root.findall("g:key", SPACE)}
    assert {data.get("key") for data in root.iter(f"{{{SPACE['g']}}}data")} <= declared


@settings(max_examples=20)
@given(networks())
def test_links_are_rows_too(made: Network) -> None:
    assert csv_bytes(made.table()).count(b"\r\n") >= len(made.links) + 1
    assert len(made.table().rows) == len(made.links)


def test_the_malicious_texts_are_many() -> None:
    assert len(set(MALICIOUS)) == len(MALICIOUS) >= 30
