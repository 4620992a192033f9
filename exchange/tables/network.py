"""A finished network: what occurs together, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from exchange.tables.table import About, Column, Labels, Table, in_language
from exchange.tables.words import SAID, Language


@dataclass(frozen=True, slots=True)
class Node:
    """One value of the field and how many records hold it."""

    id: str
    count: int
    labels: Labels = field(default_factory=dict)

    def text(self, language: Language) -> str:
        return in_language(self.labels, language) or self.id


@dataclass(frozen=True, slots=True)
class Link:
    """`count` records hold both ends; `lift` times as many as if the two had nothing to do with each other."""

    source: str
    target: str
    count: int
    lift: float


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes, and links between two of them; a link has no direction."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    about: About

    def table(self) -> Table:
        """The links as rows, for the forms that know rows only."""
        labels: Mapping[str | int | float | None, Labels] = {node.id: node.labels for node in self.nodes if node.labels}
        columns = (
            Column("source", "dimension", "text", SAID["from"], labels),
            Column("target", "dimension", "text", SAID["to"], labels),
            Column("count", "metric", "number", SAID["together"]),
            Column("lift", "metric", "number", SAID["lift"]),
        )
        return Table(columns, tuple((li.source, li.target, li.count, li.lift) for li in self.links), self.about)
