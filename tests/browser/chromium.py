"""A page of another origin, opened in a real Chromium, that tells what its scripts were allowed to read."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import orjson

SWITCH = "WENMAI_TEST_CHROMIUM"
PATIENCE_S = 60

_PAGE = """<!doctype html><meta charset="utf-8"><script>
(async () => {{
  let told;
  try {{ told = await (async () => {{ {script} }})(); }} catch (error) {{ told = {{error: String(error)}}; }}
  await fetch("/told", {{method: "POST", body: JSON.stringify(told)}});
}})();
</script>"""


class ChromiumMissing(Exception):
    """There is no Chromium here to test with."""


def allowed() -> bool:
    return os.environ.get(SWITCH) != "off"


def binary() -> str:
    found = shutil.which("chromium")
    if found is None:
        raise ChromiumMissing(f"apt-get install chromium, or set {SWITCH}=off to leave it out knowingly")
    return found


def told_by(script: str, folder: Path) -> Any:
    """What the script, the body of an async function in a page of an origin of its own, returns."""
    with _page(script) as (url, told), _browser(url, folder) as browser:
        try:
            return told.get(timeout=PATIENCE_S)
        except Empty:
            raise AssertionError(f"the page told nothing; the browser's end: {browser.poll()}") from None


@contextmanager
def _page(script: str) -> Iterator[tuple[str, Queue[Any]]]:
    told: Queue[Any] = Queue()
    page = _PAGE.format(script=script).encode()

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(page)

        def do_POST(self) -> None:
            told.put(orjson.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self._answer(b"")

        def _answer(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}/", told
        site.shutdown()


@contextmanager
def _browser(url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Without its sandbox, which needs more than a test's container may; it opens only pages of the tests."""
    words = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
    words += ["--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0"]
    command = ["setpriv", "--pdeathsig", "KILL", binary(), *words, f"--user-data-dir={folder}", url]
    with (folder / "chromium.log").open("wb") as log:
        browser = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        yield browser
    finally:
        browser.terminate()
        browser.wait(30)
