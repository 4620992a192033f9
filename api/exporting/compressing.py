"""How a stream is packed on its way, by `Accept-Encoding`."""

from __future__ import annotations

from flask import request

NONE = "none"
_OFFERED = ("zstd", "gzip")


def encoding() -> str:
    """What `Accept-Encoding` prefers, the best packed of equals; empty where it wants the bytes as they are."""
    best = request.accept_encodings.best_match((*_OFFERED, "identity"))
    return best if best in _OFFERED else ""
