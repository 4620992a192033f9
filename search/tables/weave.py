"""A network: the values of one field that stand together in records."""

from __future__ import annotations

from search.breakdown import Links
from search.results import Link, Network, Node
from search.tables.asks import Ask, Named, Tally, told


def weave(tally: Tally, wanted: Links) -> Network:
    """The most frequent values, each pair of them told once."""
    whole, found = told(tally, [Ask(lacking=(wanted.field,)), Ask((Named(wanted.field, top=wanted.nodes),))])
    missing = whole.lacking[wanted.field]
    nodes = tuple(Node(str(cell.keys[0]), cell.number) for cell in found.cells)
    holding = whole.count - missing
    return Network(
        field=wanted.field,
        nodes=nodes,
        links=_links(tally, wanted, nodes, holding),
        total=holding,
        other_count=found.rest,
        missing_count=missing,
        as_of=tally.as_of,
    )


def _links(tally: Tally, wanted: Links, nodes: tuple[Node, ...], holding: int) -> tuple[Link, ...]:
    if len(nodes) < 2:
        return ()
    axis = Named(wanted.field, tuple(node.value for node in nodes))
    counts = {node.value: node.count for node in nodes}
    ranks = {node.value: rank for rank, node in enumerate(nodes)}
    pairs = [
        (ranks[one], ranks[other], cell.number)
        for cell in told(tally, [Ask((axis, axis))])[0].cells
        for one, other in [map(str, cell.keys)]
        if ranks[one] < ranks[other] and cell.number >= wanted.support
    ]
    pairs.sort(key=lambda pair: (-pair[2], pair[0], pair[1]))
    return tuple(
        Link(
            nodes[one].value,
            nodes[other].value,
            count,
            count * holding / (counts[nodes[one].value] * counts[nodes[other].value]),
        )
        for one, other, count in pairs
    )
