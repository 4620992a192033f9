"""Running a node: gunicorn over `wsgi:app`, the sync and the worker beside it, started and stopped together."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import structlog

from indexers.errors import CannotServe
from settings import Settings, child_environment

ROOT = Path(__file__).resolve().parent.parent
STOP_S = 25.0
"""How long all children together have to end: longer than gunicorn waits for its workers, or those who are being
answered would not be."""
AGAIN_S = 1.0

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Child:
    name: str
    command: list[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, cwd=ROOT, env=dict(self.environment))
        self.started = time.monotonic()

    def tell(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def await_end(self, until: float) -> None:
        """Kill it where it has not ended by then (monotonic clock)."""
        if self.process is None:
            return
        try:
            self.process.wait(max(until - time.monotonic(), 0.0))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def serve(settings: Settings, address: tuple[str, int], workers: int, threads: int) -> int:
    """Serve until told to stop; the exit code is gunicorn's, and so is SIGHUP. What ends beside it is started again."""
    _require_free(address)
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    environment = child_environment(
        PROMETHEUS_MULTIPROC_DIR=str(_metrics_folder(settings.data)),
        # Few malloc arenas: each thread's own would keep what the others could use.
        MALLOC_ARENA_MAX="2",
    )
    starter = str(os.getpid())
    web = _Child("web", _gunicorn(address, workers, threads), environment | {"WENMAI_STARTER": starter})
    follow = [sys.executable, "-m", "indexers.cli", "sync", "--watch", "--parent", starter]
    beside = [_Child("sync", follow, environment), _Child("work", working(starter), _plainly(environment))]
    signal.signal(signal.SIGHUP, lambda *_: web.tell(signal.SIGHUP))
    for child in (web, *beside):
        child.start()
    try:
        while not stopping.wait(0.2) and not web.ended():
            for child in beside:
                _revive(child)
    finally:
        for child in (web, *beside):
            child.tell(signal.SIGTERM)
        until = time.monotonic() + STOP_S
        for child in (web, *beside):
            child.await_end(until)
    return 0 if stopping.is_set() else (web.process.returncode if web.process else 1)


def working(parent: str = "") -> list[str]:
    """The command of a worker, to which all others go first. It asks and writes as the API does, so it is a part of
    that, as `wsgi:app` is."""
    return ["nice", sys.executable, "-m", "api.working", *(["--parent", parent] if parent else [])]


def _plainly(environment: Mapping[str, str]) -> dict[str, str]:
    """Without the folder in which those who answer keep their counts: `/metrics` is of them alone."""
    return {name: value for name, value in environment.items() if name != "PROMETHEUS_MULTIPROC_DIR"}


def _revive(child: _Child) -> None:
    if child.ended() and time.monotonic() - child.started > AGAIN_S:
        log.warning("started again", name=child.name, code=child.process.returncode if child.process else None)
        child.start()


def _metrics_folder(data: Path) -> Path:
    """Where the workers keep the counts that `/metrics` adds up; begun anew each time a node starts."""
    folder = data / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _require_free(address: tuple[str, int]) -> None:
    """Asked here first: gunicorn would try for seconds, and then show its insides."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(*address, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(place)
    except OSError as error:
        host, port = address
        raise CannotServe(f"{host} port {port}: {error.strerror}; choose another with --host or --port") from error


def _gunicorn(address: tuple[str, int], workers: int, threads: int) -> list[str]:
    host, port = address
    config = ROOT / "deploy" / "gunicorn.conf.py"
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    sizes = ["--workers", str(workers), "--threads", str(threads)]
    return [sys.executable, "-m", "gunicorn", "--config", str(config), "--bind", bind, *sizes, "wsgi:app"]
