"""A bare Flask view that returns bytes it was given, under the gunicorn we use: what HTTP alone costs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, Response

from bench.common import ROOT
from bench.floor import THREADS, WORKERS
from bench.ports import free_port
from bench.serving import await_ready

FILE = "BARE_FILE"


def create_app() -> Flask:
    """Called in each worker."""
    app = Flask("bare", static_folder=None)
    body = Path(os.environ[FILE]).read_bytes()

    @app.get("/<path:_>")
    def give(_: str) -> Response:
        return Response(body, content_type="application/json")

    return app


@contextmanager
def serving(file: Path) -> Iterator[int]:
    """The view over the bytes of a file; its port."""
    port = free_port()
    words = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    words += ["--threads", str(THREADS), "--worker-class", "gthread", "--keep-alive", "30", "bench.bare:create_app()"]
    process = subprocess.Popen(words, cwd=ROOT, env=os.environ | {FILE: str(file)}, stderr=subprocess.DEVNULL)
    try:
        await_ready(port, process, file, "/ready")
        yield port
    finally:
        process.terminate()
        process.wait(30)
