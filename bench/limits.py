"""What limits cost a request: none, counted in the process, counted through Redis; beside a bare Flask view.

The answer is a list of the sample kept for the next asker, so that little else is done for it. All servers stand at
the same time and are asked in turn, over and over, by wrk where it is installed.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from bench import bare
from bench.common import ROOT, keep, show, verdict, wenmai
from bench.load import CLIENTS, throughput, timed
from bench.serving import free_port, get, serving

LIST = "/v1/records?q=moon&page_size=10&fields=title"
OFF, ALONE, SHARED, BARE = "limits off", "limits in the process", "limits through Redis", "a bare Flask view"
TARGETS = {OFF: 2_000.0, ALONE: None, SHARED: 1_000.0, BARE: None}
ROUNDS, SECONDS = 5, 4
PLENTY = "900000000/5 seconds, 900000000/minute, 900000000/day"
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1_000.0}


@dataclass(frozen=True, slots=True)
class Measured:
    """What 16 clients were given, and how long one of them waited in the middle of its answers."""

    per_second: float
    p50_ms: float


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="wenmai-bench-") as name, ExitStack() as stack:
        data = Path(name) / "node"
        wenmai(data, "ingest", str(ROOT / "data" / "sample"))
        ports = _served(stack, data, Path(name))
        found: dict[str, list[Measured]] = {kind: [] for kind in ports}
        for _ in range(ROUNDS):
            for kind, port in ports.items():
                found[kind].append(_measured(port))
        alone = {kind: timed(port, [LIST] * 500, total_of=lambda _: 0).p50 for kind, port in ports.items()}
    _show(found, alone)


def _served(stack: ExitStack, data: Path, folder: Path) -> dict[str, int]:
    """The port of each kind of server."""
    limited = {"WENMAI_LIMITS": "on", "WENMAI_LIMIT_ANONYMOUS": PLENTY}
    redis = stack.enter_context(_redis(folder))
    kinds = {OFF: {}, ALONE: limited, SHARED: limited | {"WENMAI_REDIS_URL": redis}}
    ports = {kind: stack.enter_context(serving(data, **settings))[0] for kind, settings in kinds.items()}
    file = folder / "answer.json"
    file.write_bytes(get(ports[OFF], LIST)[1])
    return ports | {BARE: stack.enter_context(bare.serving(file))}


@contextmanager
def _redis(folder: Path) -> Iterator[str]:
    """A server of our own that keeps nothing on disk; its URL."""
    port = free_port()
    words = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL)
    try:
        _await(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(30)


def _await(port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("redis-server did not start")


def _measured(port: int) -> Measured:
    """By wrk, which takes little of the machine from the server; else by the clients other benches have."""
    if shutil.which("wrk") is None:
        return Measured(throughput(port, [LIST], SECONDS).per_second, timed(port, [LIST] * 200).p50)
    words = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", "--latency", f"http://127.0.0.1:{port}{LIST}"]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told:
        raise SystemExit(f"not every answer was a good one:\n{told}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])  # type: ignore[index]
    _, amount, unit = re.search(r"(50%)\s+([\d.]+)(us|ms|s)", told).groups()  # type: ignore[union-attr]
    return Measured(rate, float(amount) * _UNITS[unit])


def _show(found: dict[str, list[Measured]], alone: dict[str, float]) -> None:
    middle = {
        kind: Measured(median(one.per_second for one in many), median(one.p50_ms for one in many))
        for kind, many in found.items()
    }
    rows = [
        (
            kind,
            one.per_second,
            TARGETS[kind],
            verdict(one.per_second, TARGETS[kind], at_least=True),
            one.p50_ms,
            alone[kind],
        )
        for kind, one in middle.items()
    ]
    columns = ("", f"requests/s, {CLIENTS} clients", "aimed at", "", "p50 ms of one of them", "p50 ms of one alone")
    show(f"a kept list; the middle of {ROUNDS} rounds of {SECONDS} s", columns, rows)
    costs = {kind: 1e6 / one.per_second - 1e6 / middle[OFF].per_second for kind, one in middle.items() if kind != BARE}
    show("what limits add to each request", ("", "µs of the machine's time"), list(costs.items())[1:])
    keep("limits", {kind: [asdict(one) for one in many] for kind, many in found.items()} | {"p50_alone": alone})
