"""Starts a real Elasticsearch on this machine, one node or a cluster, and ends it with whoever started it."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from deploy.elasticsearch.command import command
from deploy.elasticsearch.node import HOST, Cluster, Node, NotStarted

_SETTINGS = {
    "cluster.name": "wenmai",
    "network.host": HOST,
    # With a small heap the real use is often near the limit before a collection, and bulks would be refused.
    "indices.breaker.total.use_real_memory": "false",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
}


@contextmanager
def running(
    folder: Path,
    nodes: int = 1,
    heap: str = "512m",
    port: int = 0,
    *,
    jvm: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
) -> Iterator[Cluster]:
    """Nodes that answer and keep everything in `folder`: on ports from `port` on, or on free ones.

    `heap` is a size (512m, 2g) or a share of the machine's memory (25%), a node. `jvm` are more flags, `settings` go
    over those used anyway, by their names in elasticsearch.yml. Raises ElasticsearchMissing and NotStarted.
    """
    java = command(heap, jvm)
    ports = list(range(port, port + nodes)) if port else free_ports(nodes)
    started = [
        Node(folder / name, own, [*java, *_arguments(folder / name, own, chosen | dict(settings or {}))])
        for name, own, chosen in _members(nodes, ports)
    ]
    cluster = Cluster(started)
    with ExitStack() as ending:
        for node in started:
            ending.callback(node.stop)
        cluster.start()
        yield cluster


def free_ports(wanted: int, besides: Sequence[int] = ()) -> list[int]:
    """Below those the system gives to outgoing connections, which could take one before the node does."""
    candidates = (port for port in random.sample(range(20_000, 32_000), 1_000) if port not in besides)
    free = (port for port in candidates if is_free(port))
    return [next(free) for _ in range(wanted)]


def _members(nodes: int, ports: Sequence[int]) -> Iterator[tuple[str, int, dict[str, str]]]:
    """The name, the port and the settings of each, so that they find each other."""
    names = [f"node-{number}" for number in range(1, nodes + 1)]
    transports = free_ports(nodes, besides=ports)
    together = _discovery(names, transports)
    for name, port, transport in zip(names, ports, transports, strict=True):
        if not is_free(port):
            raise NotStarted(f"{HOST}:{port} is taken; choose another port")
        yield name, port, _SETTINGS | together | {"transport.port": str(transport)}


def _arguments(home: Path, port: int, settings: Mapping[str, str]) -> list[str]:
    places = {"path.home": str(home), "path.repo": str(home.parent / "snapshots")}
    chosen = {**settings, **places, "node.name": home.name, "http.port": str(port)}
    return [f"{name}={value}" for name, value in chosen.items()]


def _discovery(names: Sequence[str], transports: Sequence[int]) -> dict[str, str]:
    if len(names) == 1:
        return {"discovery.type": "single-node"}
    return {
        "discovery.seed_hosts": ",".join(f"{HOST}:{port}" for port in transports),
        "cluster.initial_master_nodes": ",".join(names),
    }


def is_free(port: int) -> bool:
    """Nobody listens there; left by a server that has just ended, it is."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, port))
        except OSError:
            return False
    return True
