"""Counts and times of requests for Prometheus, over all worker processes where these share a folder."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
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
        shared = CollectorRegistry()
        try:
            MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
        except ValueError:
            return generate_latest(self._registry)
        return generate_latest(shared)
