"""One Elasticsearch for all processes of a test run, kept by a process of its own that ends with the run."""

from __future__ import annotations

import fcntl
import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.elasticsearch.command import QUICK
from deploy.elasticsearch.node import ElasticsearchError, NotStarted, ask
from deploy.elasticsearch.server import running

SWITCH = "WENMAI_TEST_ELASTICSEARCH"
ADDRESS = "ELASTICSEARCH_URL"

_ROOT = Path(__file__).resolve().parent.parent
_WAIT_S = 120
AT_ONCE = 30
"""Indices removed by one request, whose first line may be 4,096 bytes long."""


def shared_url(folder: Path) -> str:
    """The address of the server of this run; `folder` is the run's, the same for all its processes.

    Whoever asks first has it started. That process may end before others, so it is not the server's parent.
    """
    told = folder / "elasticsearch.json"
    with _alone(folder / "elasticsearch.lock"):
        if not told.exists():
            _start_keeper(told)
        said = json.loads(told.read_text())
    if "error" in said:
        raise ElasticsearchError(said["error"])
    return said["url"]


def remove(url: str, prefix: str) -> None:
    """All indices whose names begin with `prefix`; by name, for a stock server refuses to delete by pattern."""
    status, found = ask(url, "GET", f"/{prefix}*/_settings?expand_wildcards=all&filter_path=*.settings.index.uuid")
    assert status == 200, found
    names = list(found)
    for first in range(0, len(names), AT_ONCE):
        status, said = ask(url, "DELETE", f"/{','.join(names[first : first + AT_ONCE])}")
        assert status == 200, said


def _start_keeper(told: Path) -> None:
    """A process in a session of its own: an interrupt at the terminal reaches it by the end of the run only."""
    words = [sys.executable, "-m", "tests.elasticsearch", str(_run()), str(told)]
    with told.with_suffix(".log").open("ab") as log:
        subprocess.run(["setsid", "--fork", *words], cwd=_ROOT, stdout=log, stderr=log, check=True)
    until = time.monotonic() + _WAIT_S
    while not told.exists():
        if time.monotonic() > until:
            raise NotStarted(f"no server within {_WAIT_S} s; its keeper said:\n{told.with_suffix('.log').read_text()}")
        time.sleep(0.05)


def _run() -> int:
    """The process that lasts as long as the run: with pytest-xdist the one that started this."""
    return os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def keep(run: int, told: Path) -> None:
    """Keep a server as long as the process `run` lives; where it is, or why there is none, goes into `told`."""
    ended = os.pidfd_open(run)
    with tempfile.TemporaryDirectory(prefix="wenmai-es-", dir="/tmp") as folder:
        try:
            with running(Path(folder), jvm=QUICK) as cluster:
                _tell(told, url=cluster.url, folder=folder)
                select.select([ended], [], [])
        except ElasticsearchError as error:
            _tell(told, error=str(error))


def _tell(told: Path, **said: str) -> None:
    """Whole or not at all."""
    written = told.with_suffix(".part")
    written.write_text(json.dumps(said))
    written.rename(told)


if __name__ == "__main__":
    keep(int(sys.argv[1]), Path(sys.argv[2]))
