"""Forms of a network read back by libraries that know nothing of ours: (nodes by value, edges by their two ends)."""

from __future__ import annotations

import csv
import io
import json
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping

from openpyxl import load_workbook

Edges = dict[tuple[str, str], tuple[int, float]]

GRAPHML = {"g": "http://graphml.graphdrawing.org/xmlns"}
SVG = "{http://www.w3.org/2000/svg}"


def in_json(content: bytes) -> Edges:
    return {(one["source"], one["target"]): (one["count"], one["lift"]) for one in json.loads(content)["edges"]}


def in_csv(content: bytes) -> Edges:
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return {(_plain(r["source"]), _plain(r["target"])): (int(r["count"]), float(r["lift"])) for r in rows}


def _plain(cell: str) -> str:
    """As the docs say: one leading apostrophe is taken off."""
    return cell[1:] if cell.startswith("'") else cell


def in_xlsx(content: bytes) -> Edges:
    head, *rows = load_workbook(io.BytesIO(content), read_only=True).worksheets[0].iter_rows(values_only=True)
    # The code stands before the name, where there are names.
    places = [0, 1 if len(head) == 4 else 2, len(head) - 2, len(head) - 1]
    return {(str(row[places[0]]), str(row[places[1]])): (row[places[2]], row[places[3]]) for row in rows}  # type: ignore[misc]


def in_graphml(content: bytes) -> Edges:
    root = ET.fromstring(content)
    values = {node.get("id"): _data(node)["node.value"] for node in root.iterfind(".//g:node", GRAPHML)}
    found = {}
    for edge in root.iterfind(".//g:edge", GRAPHML):
        told = _data(edge)
        ends = (values[edge.get("source")], values[edge.get("target")])
        found[ends] = (int(told["edge.count"]), float(told["edge.lift"]))
    return found


def _data(element: ET.Element) -> dict[str, str]:
    return {one.get("key", ""): one.text or "" for one in element.iterfind("g:data", GRAPHML)}


def in_svg(content: bytes) -> Edges:
    """The table that stands in it as CSV."""
    (metadata,) = ET.fromstring(content).iter(f"{SVG}metadata")
    return in_csv((metadata.text or "").encode())


def png_size(content: bytes) -> tuple[int, int]:
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert content.endswith(b"IEND\xaeB`\x82")
    across, down = struct.unpack(">II", content[16:24])
    return across, down


READERS: Mapping[str, Callable[[bytes], Edges]] = {
    "json": in_json,
    "csv": in_csv,
    "xlsx": in_xlsx,
    "graphml": in_graphml,
    "svg": in_svg,
}
