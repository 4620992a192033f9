"""Counts and times of requests for Prometheus, over all worker processes where these share a folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
GONE = 0
"""Stands for the processes that are gone, in the names of files."""
_COUNTED = ("counter", "histogram")
BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The measures of one process, in a registry of their own so that two applications never clash."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "wenmai_requests", "Requests answered.", ("route", "method", "status"), registry=self._registry
        )
        self.seconds = Histogram(
            "wenmai_request_seconds", "Time to answer a request.", ("route",), buckets=BUCKETS, registry=self._registry
        )
        self.kept = Counter(
            "wenmai_kept_answers", "Answers given from the kept ones.", ("state",), registry=self._registry
        )
        self.made = Counter("wenmai_made_answers", "Answers made, so that they could be kept.", registry=self._registry)
        self.records = Gauge(
            "wenmai_index_records",
            "Records the served build holds.",
            registry=self._registry,
            multiprocess_mode="livemostrecent",
        )
        self.seq = Gauge(
            "wenmai_index_seq",
            "Last change the served build holds.",
            registry=self._registry,
            multiprocess_mode="livemostrecent",
        )

        self.shed = Counter(
            "wenmai_shed", "Requests sent away for want of a turn.", ("class", "key"), registry=self._registry
        )
        self.waiting = Gauge(
            "wenmai_waiting", "Requests that wait for a turn.", registry=self._registry, multiprocess_mode="livesum"
        )
        self.connections = Gauge(
            "wenmai_connections", "Open connections.", registry=self._registry, multiprocess_mode="livesum"
        )
        self.cut = Counter("wenmai_cut", "Connections cut for being slow.", registry=self._registry)

    def observe(self, route: str, method: str, status: int, seconds: float) -> None:
        self.requests.labels(route, method, str(status)).inc()
        self.seconds.labels(route).observe(seconds)

    def rendered(self) -> bytes:
        """The text Prometheus reads; with `PROMETHEUS_MULTIPROC_DIR` set, that of every process."""
        folder = _folder()
        if folder is None:
            return generate_latest(self._registry)
        shared = CollectorRegistry()
        MultiProcessCollector(shared, str(folder))  # type: ignore[no-untyped-call]
        with _alone(folder, fcntl.LOCK_SH):
            return generate_latest(shared)


def _folder() -> Path | None:
    """Where processes share what they measure; None where they do not."""
    told = os.environ.get(FOLDER)
    return Path(told) if told and Path(told).is_dir() else None


def retire(pid: int) -> None:
    """A process is gone: what it counted stays, added to that of others gone before; what it was, is no more."""
    folder = _folder()
    if folder is None:
        return
    with _alone(folder, fcntl.LOCK_EX):
        for kind in _COUNTED:
            _add_up(folder / f"{kind}_{pid}.db", folder / f"{kind}_{GONE}.db")
        for file in folder.glob(f"gauge_*_{pid}.db"):
            file.unlink()


def _add_up(file: Path, total: Path) -> None:
    if not file.exists():
        return
    sums = MmapedDict(str(total))  # type: ignore[no-untyped-call]
    for key, value, at, _ in MmapedDict.read_all_values_from_file(str(file)):  # type: ignore[no-untyped-call]
        before, _at = sums.read_value(key)  # type: ignore[no-untyped-call]
        sums.write_value(key, before + value, at)  # type: ignore[no-untyped-call]
    sums.close()  # type: ignore[no-untyped-call]
    file.unlink()


@contextmanager
def _alone(folder: Path, how: int) -> Iterator[None]:
    """Nobody reads while files are added up."""
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, how)
        yield
