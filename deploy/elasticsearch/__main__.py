"""Runs Elasticsearch in the foreground (`make elasticsearch`), or a command beside it for as long as that runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import click

from deploy.elasticsearch.node import Cluster, ElasticsearchError
from deploy.elasticsearch.server import running

_MEMORY_PERCENT = 25
"""Of the machine's memory, for the heaps of all nodes together; as much again is used outside of them."""

_INTERRUPTED = 128 + signal.SIGINT


@click.command()
@click.option("--port", default=9200, show_default=True, type=click.IntRange(1, 65_000), help="Of the first node.")
@click.option("--nodes", default=1, show_default=True, type=click.IntRange(1, 9), help="How many.")
@click.option("--heap", default="", help="Of each node, such as 1g; a quarter of the memory shared out when not given.")
@click.option("--folder", type=click.Path(path_type=Path), help="In place of WENMAI_DATA/elasticsearch.")
@click.argument("command", nargs=-1)
def main(port: int, nodes: int, heap: str, folder: Path | None, command: tuple[str, ...]) -> None:
    """Run Elasticsearch until Ctrl-C, or COMMAND with WENMAI_ENGINE_URL leading to it.

    With ELASTICSEARCH_URL in the environment COMMAND uses the server that is there.
    """
    # So that what is started here is ended in order when this is told to end; also where a script started it in the
    # background, whose shell has it ignore interrupts.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    there = os.environ.get("ELASTICSEARCH_URL")
    if there and command:
        sys.exit(_run(command, there))
    kept = _kept(folder, nodes)
    try:
        with running(kept, nodes, heap or f"{_MEMORY_PERCENT / nodes:.1f}%", port) as cluster:
            click.echo(f"Elasticsearch answers on {' '.join(cluster.urls)} (kept in {kept})", err=True)
            code = _run(command, cluster.url) if command else _watch(cluster)
    except KeyboardInterrupt:
        # Told to end: all there was to do, unless there is a command that has not begun.
        code = _INTERRUPTED if command else 0
    except ElasticsearchError as error:
        raise click.ClickException(f"{error}\n(another port: ES_PORT=…)") from error
    sys.exit(code)


def _kept(folder: Path | None, nodes: int) -> Path:
    """A folder for each number of nodes: a single node's data cannot become those of one among three."""
    base = folder or Path(os.environ.get("WENMAI_DATA") or "var") / "elasticsearch"
    return base.resolve() / ("single" if nodes == 1 else f"cluster-of-{nodes}")


def _watch(cluster: Cluster) -> int:
    """Until a node ends by itself: 1."""
    while all(node.alive for node in cluster.nodes):
        time.sleep(0.5)
    gone = ", ".join(str(node.log) for node in cluster.nodes if not node.alive)
    click.echo(f"a node ended by itself; see {gone}", err=True)
    return 1


def _run(command: tuple[str, ...], url: str) -> int:
    """Run it to its end, passing on what would end this; its exit code."""
    environment = os.environ | {"WENMAI_ENGINE_URL": f"elasticsearch+{url.rstrip('/')}/wenmai"}
    process = subprocess.Popen(command, env=environment)

    def pass_on(number: int, _frame: Any) -> None:
        # An interrupt from the terminal has reached it already.
        if number == signal.SIGTERM:
            process.terminate()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, pass_on)
    return process.wait()


if __name__ == "__main__":
    main()
