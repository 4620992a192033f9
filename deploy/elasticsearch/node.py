"""One process of Elasticsearch, which can be killed, paused and started again; and those that belong together."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import time
from base64 import b64encode
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HOST = "127.0.0.1"

_START_S = 90
_STOP_S = 60


class ElasticsearchError(Exception):
    """No server could be had; the message says why.

    ElasticsearchMissing   nothing was prepared to start
    NotStarted             it was started and does not answer
    """


class ElasticsearchMissing(ElasticsearchError):
    """Nothing was prepared to start."""


class NotStarted(ElasticsearchError):
    """It was started and does not answer; the message ends with what it said last."""


class Node:
    """One process. After stop or kill it can be started again, on the same data and ports.

    The kernel kills it when the thread that started it ends, so start it from one that stays.
    """

    def __init__(self, folder: Path, port: int, command: Sequence[str]) -> None:
        self.name = folder.name
        self.port = port
        self.url = f"http://{HOST}:{port}"
        self.log = folder / "log"
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process's number; there is none unless it was started."""
        if self._process is None:
            raise NotStarted(f"{self.name} was not started")
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the process, or leave it if it runs; `wait` for its answers."""
        if self.alive:
            return
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    def wait(self, nodes: int = 1) -> None:
        """Until it answers, in a cluster of at least `nodes` that has a master."""
        until = time.monotonic() + _START_S
        while self._health(nodes) != http.client.OK:
            if not self.alive or time.monotonic() > until:
                ended = "does not answer" if self.alive else "ended by itself"
                raise NotStarted(f"Elasticsearch {self.name} {ended}; it said:\n{self._last_words()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """In order, as an operator would."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """At once, as a power cut would."""
        self._end(signal.SIGKILL)

    def pause(self) -> None:
        """It keeps its connections and answers nothing."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def ask(self, method: str, path: str, body: Any = None, timeout: float = 30) -> tuple[int, Any]:
        return ask(self.url, method, path, body, timeout)

    def _health(self, nodes: int) -> int:
        try:
            return self.ask("GET", f"/_cluster/health?wait_for_nodes=>={nodes}&timeout=1s")[0]
        except (OSError, http.client.HTTPException):
            return 0

    def _end(self, number: int) -> None:
        if self._process is None:
            return
        self._signal(number)
        self.resume()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _last_words(self) -> str:
        return self.log.read_text(errors="replace")[-3_000:]


class Cluster:
    """The nodes that were started together."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = tuple(nodes)

    @property
    def url(self) -> str:
        """The address of the first node."""
        return self.nodes[0].url

    @property
    def urls(self) -> list[str]:
        return [node.url for node in self.nodes]

    def start(self) -> None:
        """All that do not run, until each of them sees all."""
        for node in self.nodes:
            node.start()
        for node in self.nodes:
            node.wait(len(self.nodes))


def ask(url: str, method: str, path: str, body: Any = None, timeout: float = 30) -> tuple[int, Any]:
    """Status and decoded body of one request on a connection of its own; OSError when nobody answers."""
    to = urlsplit(url)
    headers = {"Content-Type": "application/json"}
    if to.username:
        headers["Authorization"] = f"Basic {b64encode(f'{to.username}:{to.password}'.encode()).decode()}"
    kind = http.client.HTTPSConnection if to.scheme == "https" else http.client.HTTPConnection
    with closing(kind(to.hostname or HOST, to.port, timeout=timeout)) as connection:
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        said = answer.read()
    return answer.status, json.loads(said) if said else None
