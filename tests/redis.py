"""Real Redis servers for the tests: one for each test process, and one for a test that wants to break it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import redis

from bench.ports import free_port

SWITCH = "WENMAI_TEST_REDIS"

DATABASES = 4_096
_SETTINGS = ("--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--databases", str(DATABASES))
_TOO_LITTLE = "1mb"
_PATIENT = "socket_timeout=30&socket_connect_timeout=30"
"""A busy machine must not make a server seem away."""


class RedisMissing(Exception):
    """There is no Redis here to test on."""


def binary() -> str:
    found = shutil.which("redis-server")
    if found is None:
        raise RedisMissing(f"apt-get install redis-server, or set {SWITCH}=off to leave it out knowingly")
    return found


class Server:
    """One server that keeps nothing on disk; the kernel kills it with the thread that started it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count()
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def patient_url(self) -> str:
        """For a node that is not to find it away, unless it is."""
        return f"{self.url}?{_PATIENT}"

    def new_database(self) -> str:
        """The URL of one that nothing was ever put into, which is waited for longer than a node would."""
        return f"redis://127.0.0.1:{self.port}/{next(self._numbers) % DATABASES}?{_PATIENT}"

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url)

    def start(self) -> None:
        """On the same port each time."""
        command = ["setpriv", "--pdeathsig", "KILL", binary(), *_SETTINGS, "--port", str(self.port)]
        with (self._folder / "redis.log").open("ab") as log:
            self._process = subprocess.Popen(command, cwd=self._folder, stdout=log, stderr=log)
        self._await_start()

    def _await_start(self) -> None:
        deadline = time.monotonic() + 20
        while True:
            try:
                with self.client() as client:
                    client.ping()
            except redis.ConnectionError as error:
                told = (self._folder / "redis.log").read_text()
                if self._process is None or self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"redis-server did not start:\n{told}") from error
                time.sleep(0.02)
            else:
                return

    def kill(self) -> None:
        """At once, whatever it was doing."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(20)
            self._process = None

    def pause(self) -> None:
        """It keeps its connections, takes new ones, and is silent."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def flush(self) -> None:
        with self.client() as client:
            client.flushall()

    def fill(self) -> None:
        """From now on it refuses whatever would take room, and forgets nothing."""
        with self.client() as client:
            client.config_set("maxmemory-policy", "noeviction")
            client.config_set("maxmemory", _TOO_LITTLE)

    def make_room(self) -> None:
        with self.client() as client:
            client.config_set("maxmemory", "0")


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def allowed() -> bool:
    return os.environ.get(SWITCH) != "off"
