"""The two ways all benches ask: one client timed answer by answer, and many clients counted together."""

from __future__ import annotations

import http.client
import json
import multiprocessing
import signal
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial

from bench.common import percentile, show
from bench.serving import Asked
from bench.serving import ask as get

CLIENTS = 16
PROCESSES = 4
"""The clients are shared out over so many processes: threads of one would wait for each other, not for the server."""

LEAD_S = 0.3
LONGEST_S = 120.0

TotalOf = Callable[[bytes], int]


def wenmai_total(body: bytes) -> int:
    """How many records an answer of ours says there are; 0 where it counts none."""
    found: int = (json.loads(body).get("total") or {}).get("value", 0)
    return found


@dataclass(frozen=True, slots=True)
class Latency:
    """What one client saw, in milliseconds; `n` questions were asked, of `of` that there were."""

    n: int
    of: int
    p50: float
    p99: float
    max: float
    median_total: float

    def told(self) -> dict[str, float]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Rate:
    """Answers that came whole within the time; `cut` clients were still waiting when it was over."""

    answered: int
    cut: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.answered / self.seconds

    def told(self) -> dict[str, float]:
        return asdict(self) | {"per_second": self.per_second}


def timed(port: int, paths: Sequence[Asked], most_s: float = LONGEST_S, total_of: TotalOf = wenmai_total) -> Latency:
    """Ask each path once, in order, on one kept connection; no more are begun after `most_s` seconds."""
    took, totals = [], []
    begun = time.perf_counter()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST_S)) as connection:
        for path in paths:
            started = time.perf_counter()
            body = ask(connection, path)
            ended = time.perf_counter()
            took.append((ended - started) * 1_000)
            totals.append(total_of(body))
            if ended - begun > most_s:
                break
    return latency(took, totals, len(paths))


def latency(took: Sequence[float], totals: Sequence[int], of: int) -> Latency:
    return Latency(len(took), of, percentile(took, 0.50), percentile(took, 0.99), max(took), percentile(totals, 0.5))


def ask(connection: http.client.HTTPConnection, path: Asked) -> bytes:
    """The body of one answer on a kept connection, opened again where it was idle too long; exits if it is not 200."""
    try:
        status, body = get(connection, path)
    except http.client.RemoteDisconnected:
        connection.close()
        status, body = get(connection, path)
    if status != 200:
        raise SystemExit(f"{path} answered {status}: {body[:300]!r}")
    return body


def throughput(port: int, paths: Sequence[Asked], seconds: float, clients: int = CLIENTS) -> Rate:
    """Let so many clients ask, each in turn and each from another place in the list, for so many seconds."""
    share = clients // PROCESSES
    begin = time.monotonic() + LEAD_S
    work = partial(_clients, port, list(paths), share, begin, begin + seconds)
    plain = (signal.SIGTERM, signal.SIG_DFL)
    with multiprocessing.get_context("fork").Pool(PROCESSES, signal.signal, plain) as pool:
        counted = pool.map(work, range(PROCESSES), chunksize=1)
    return Rate(sum(answered for answered, _ in counted), sum(cut for _, cut in counted), seconds)


def _clients(port: int, paths: list[Asked], share: int, begin: float, until: float, process: int) -> tuple[int, int]:
    offsets = [len(paths) * (process * share + number) // (share * PROCESSES) for number in range(share)]
    with ThreadPoolExecutor(share) as threads:
        found = list(threads.map(lambda at: _client(port, paths[at:] + paths[:at], begin, until), offsets))
    return sum(answered for answered, _ in found), sum(cut for _, cut in found)


def _client(port: int, paths: list[Asked], begin: float, until: float) -> tuple[int, bool]:
    """How many answers came in time, and whether another was still due at the end."""
    answered = 0
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.connect()
        time.sleep(max(0.0, begin - time.monotonic()))
        while (left := until - time.monotonic()) > 0:
            connection.sock.settimeout(left)
            try:
                ask(connection, paths[answered % len(paths)])
            except TimeoutError:
                return answered, True
            if connection.sock is None:
                connection.connect()
            answered += time.monotonic() <= until
    return answered, False


def show_floor(port: int, seconds: float, path: str = "/healthz") -> dict[str, float]:
    """What the generator and the server do where there is nothing to search: no figure can be better than this."""
    one = timed(port, [path] * 500, total_of=lambda _: 0)
    many = throughput(port, [path], seconds)
    rows = [(path, one.p50, one.p99, many.per_second)]
    show("the floor: nothing searched", ("path", "p50 ms", "p99 ms", f"requests/s, {CLIENTS} clients"), rows)
    return {"p50": one.p50, "p99": one.p99, "per_second": many.per_second}
