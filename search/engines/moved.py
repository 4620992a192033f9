"""Which engine a node was moved to while it served: noted in its folder, until its settings say so too."""

from __future__ import annotations

import json
import os
from hashlib import blake2b
from pathlib import Path

from search.errors import EngineError

_Stamp = tuple[int, int, int]


class Moved:
    """Looks at one file's stamp each time it is asked, which costs a few microseconds."""

    def __init__(self, folder: Path, configured: str) -> None:
        self._path = folder / "engine.json"
        self._configured = configured
        self._seen: tuple[_Stamp, str] | None = None

    @property
    def url(self) -> str:
        """The engine that serves: the configured one, or the one it was moved to."""
        stamp = self._stamp()
        if self._seen is None or self._seen[0] != stamp:
            self._seen = (stamp, self._read())
        return self._seen[1]

    def note(self, url: str) -> None:
        """Serve from there from now on, in every process of this folder; the file is for its owner alone."""
        if url == self._configured:
            self._path.unlink(missing_ok=True)
            return
        aside = self._path.with_suffix(".new")
        told = json.dumps({"instead_of": _mark(self._configured), "url": url})
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:  # noqa: PTH123
            file.write(told)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self._path)

    def _stamp(self) -> _Stamp:
        try:
            found = self._path.stat()
        except OSError:
            return (0, 0, 0)
        return (found.st_mtime_ns, found.st_ino, found.st_size)

    def _read(self) -> str:
        """Settings that were changed since the move go before it."""
        try:
            told = json.loads(self._path.read_bytes())
            return str(told["url"]) if told["instead_of"] == _mark(self._configured) else self._configured
        except FileNotFoundError:
            return self._configured
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EngineError(f"{self._path} is broken; remove it, and set WENMAI_ENGINE_URL") from error


def _mark(url: str) -> str:
    """A URL may hold a password."""
    return blake2b(url.encode(), digest_size=16).hexdigest()
