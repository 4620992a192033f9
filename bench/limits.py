"""What limits cost a request: none, counted in the process, counted through Redis; and what an unchanged answer costs.

The answer is a list of the sample kept for the next asker, so that little else is done for it. A bare Flask view of the
same bytes and Datasette's list stand beside it, all at the same time, and are asked in turn, over and over, by wrk,
which takes little of the machine from the servers.
"""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from bench import bare, fts, peer
from bench.common import ROOT, keep, show, verdict, wenmai
from bench.load import CLIENTS, timed
from bench.ports import free_port
from bench.serving import serving
from records.store import Store
from settings import Settings

LIST = "/v1/records?q=moon&page_size=10&fields=title"
OFF, ALONE, SHARED, BARE = "limits off", "limits in the process", "limits through Redis", "a bare Flask view"
UNCHANGED, THEIRS = "limits off, unchanged: 304", f"datasette {peer.VERSION}, the same search"
TARGETS = {OFF: 2_000.0, UNCHANGED: 1_500.0, SHARED: 1_000.0}
ROUNDS, SECONDS = 5, 4
THEIR_LIST = "/bench/records.json?" + urlencode({"_search": fts.expression("moon"), "_size": 10, "_nosuggest": 1})
PLENTY = "900000000/5 seconds, 900000000/minute, 900000000/day"
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1_000.0}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of whom."""

    port: int
    path: str = LIST
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """What 16 clients were given, and how long one of them waited in the middle of its answers."""

    per_second: float
    p50_ms: float


def main() -> None:
    if shutil.which("wrk") is None:
        raise SystemExit("this bench asks by wrk: install it first (apt install wrk)")
    peer.install()
    with tempfile.TemporaryDirectory(prefix="wenmai-bench-") as name, ExitStack() as stack:
        data = Path(name) / "node"
        wenmai(data, "ingest", str(ROOT / "data" / "sample"))
        asked = _served(stack, data, Path(name))
        found: dict[str, list[Measured]] = {kind: [] for kind in asked}
        for _ in range(ROUNDS):
            for kind, one in asked.items():
                found[kind].append(_measured(one))
        alone = {
            kind: timed(one.port, [one.path] * 500, total_of=lambda _: 0).p50
            for kind, one in asked.items()
            if not one.etag
        }
    _show(found, alone)


def _served(stack: ExitStack, data: Path, folder: Path) -> dict[str, Asked]:
    """What is asked of each kind of server."""
    limited = {"WENMAI_LIMITS": "on", "WENMAI_LIMIT_ANONYMOUS": PLENTY}
    redis = stack.enter_context(_redis(folder))
    kinds = {OFF: {}, ALONE: limited, SHARED: limited | {"WENMAI_REDIS_URL": redis}}
    asked = {kind: Asked(stack.enter_context(serving(data, **settings))[0]) for kind, settings in kinds.items()}
    file = folder / "answer.json"
    etag, body = _answer(asked[OFF].port)
    file.write_bytes(body)
    asked[UNCHANGED] = Asked(asked[OFF].port, etag=etag)
    asked[BARE] = Asked(stack.enter_context(bare.serving(file)))
    asked[THEIRS] = Asked(stack.enter_context(_datasette(folder / "bench.db", data)), THEIR_LIST)
    return asked


def _answer(port: int) -> tuple[str, bytes]:
    """The list's ETag and body."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", LIST)
        answer = connection.getresponse()
        return answer.headers["ETag"], answer.read()


@contextmanager
def _datasette(database: Path, data: Path) -> Iterator[int]:
    """Datasette over the records of a node; its port."""
    with closing(Store.open(Settings.from_env({"WENMAI_DATA": str(data)}).database_url)) as store:
        peer.fill(database, store)
    with peer.serving(database) as (port, _):
        yield port


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


def _measured(asked: Asked) -> Measured:
    words = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", "--latency"]
    words += ["-H", f"If-None-Match: {asked.etag}"] if asked.etag else []
    words.append(f"http://127.0.0.1:{asked.port}{asked.path}")
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
            TARGETS.get(kind),
            verdict(one.per_second, TARGETS.get(kind), at_least=True),
            one.p50_ms,
            alone.get(kind, "–"),
        )
        for kind, one in middle.items()
    ]
    columns = ("", f"requests/s, {CLIENTS} clients", "aimed at", "", "p50 ms of one of them", "p50 ms of one alone")
    show(f"a kept list; the middle of {ROUNDS} rounds of {SECONDS} s", columns, rows)
    costs = [(kind, 1e6 / middle[kind].per_second - 1e6 / middle[OFF].per_second) for kind in (ALONE, SHARED)]
    show("what limits add to each request", ("", "µs of the machine's time"), costs)
    keep("limits", {kind: [asdict(one) for one in many] for kind, many in found.items()} | {"p50_alone": alone})
