"""The thinnest view there can be over a search: Flask and the official client hand on what is asked and answered.

No answer of ours over HTTP could be quicker; nothing is read, checked, shown, remembered, counted or logged here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
from elasticsearch import Elasticsearch
from elasticsearch.serializer import OrjsonSerializer
from flask import Flask, Response, request

from bench.common import ROOT
from bench.ports import free_port
from bench.serving import await_ready

URL = "FLOOR_URL"
WORKERS, THREADS = 2, 4
"""As many as `wenmai serve` has."""

_JSON = "application/vnd.elasticsearch+json"


def create_app() -> Flask:
    """Called in each worker, after the fork."""
    app = Flask("floor", static_folder=None)
    client = Elasticsearch(
        os.environ[URL], connections_per_node=THREADS, request_timeout=60, serializers={_JSON: OrjsonSerializer()}
    )

    @app.get("/ready")
    def ready() -> Response:
        return Response()

    @app.post("/<index>/_search")
    def search(index: str) -> Response:
        found = client.search(index=index, body=orjson.loads(request.get_data()))
        return Response(orjson.dumps(found.body), content_type="application/json")

    return app


@contextmanager
def serving(url: str, log: Path) -> Iterator[int]:
    """The view over the Elasticsearch at `url`, under the gunicorn we use; its port."""
    port = free_port()
    words = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    words += ["--threads", str(THREADS), "--worker-class", "gthread", "--keep-alive", "30", "bench.floor:create_app()"]
    with log.open("ab") as told:
        process = subprocess.Popen(words, cwd=ROOT, env=os.environ | {URL: url}, stderr=told)
    try:
        await_ready(port, process, log, "/ready")
        yield port
    finally:
        process.terminate()
        process.wait(30)
