"""A private PostgreSQL for the tests: started in a folder of its own, reached by its socket, gone at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

USER = "wenmai"
SWITCH = "WENMAI_TEST_POSTGRES"

_UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB")


class PostgresMissing(Exception):
    """There is no PostgreSQL here to test on."""


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise PostgresMissing(f"apt-get install postgresql, or set {SWITCH}=off to leave it out knowingly")
    return found[-1].parent


class Cluster:
    """One server and its databases. PostgreSQL refuses to run as root, so root runs it as another user."""

    def __init__(self, folder: Path) -> None:
        self._bin = _binaries()
        self._folder = folder
        self._numbers = count(1)
        self._server: subprocess.Popen[bytes] | None = None
        self._own_folder()
        self._run(
            "initdb", "-D", str(folder / "pg"), "-U", USER, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"
        )

    def _own_folder(self) -> None:
        self._folder.chmod(0o755)
        if os.getuid() == 0:
            shutil.chown(self._folder, _server_user())

    def _as_server(self, *command: str) -> list[str]:
        """The command as the server's user; the kernel ends it should the tests die before they can."""
        who = ["--reuid", _server_user(), "--regid", "nogroup", "--clear-groups"] if os.getuid() == 0 else []
        return ["setpriv", *who, "--pdeathsig", "INT", str(self._bin / command[0]), *command[1:]]

    def _run(self, *command: str) -> None:
        subprocess.run(self._as_server(*command), check=True, capture_output=True, cwd=self._folder, timeout=60)

    def start(self) -> None:
        settings = [f"-c{setting}" for setting in (*_UNSAFE_BUT_FAST, "listen_addresses=")]
        command = self._as_server("postgres", "-D", str(self._folder / "pg"), "-k", str(self._folder), *settings)
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(command, cwd=self._folder, stdout=log, stderr=log)
        self._await_start()

    def _await_start(self) -> None:
        deadline = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self._conninfo("postgres")).close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """At once, breaking what is connected."""
        if self._server is not None:
            self._server.send_signal(2)
            self._server.wait(30)
            self._server = None

    def _conninfo(self, database: str) -> str:
        return f"host={self._folder} user={USER} dbname={database}"

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{USER}@/{database}?host={self._folder}"

    def new_database(self) -> str:
        """The name of a fresh one."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self._conninfo("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        return name

    def empty(self, database: str) -> None:
        """Bring a store's tables back to how they were made."""
        with psycopg.connect(self._conninfo(database)) as connection:
            kept = "records, versions, changes, datasets, runs, keys, usage, usage_batches, usage_hot, export_jobs"
            connection.execute(f"TRUNCATE {kept} RESTART IDENTITY")
            connection.execute("UPDATE counter SET seq = 0")


def _server_user() -> str:
    return "nobody"


@contextmanager
def cluster() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="wenmai-pg-", dir="/tmp"))
    try:
        found = Cluster(folder)
        found.start()
        try:
            yield found
        finally:
            found.stop()
    finally:
        shutil.rmtree(folder)
