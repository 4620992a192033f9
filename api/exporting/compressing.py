"""How a stream is packed on its way, by `Accept-Encoding`."""

from __future__ import annotations

from flask import request

NONE = "none"
_OFFERED = ("zstd", "gzip")


def encoding() -> str:
    """What `Accept-Encoding` allows, the best packed first; empty where it wants the bytes as they are."""
    wanted = request.accept_encodings
    if not wanted.provided:
        return ""
    best = max(_OFFERED, key=wanted.quality)
    return best if wanted.quality(best) > 0 and wanted.quality(best) >= wanted.quality("identity") else ""
