"""Files sent as they lie on the disk, whole or a range of them: what RFC 9110 asks, where the library is stricter."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import Response, request, send_from_directory
from werkzeug.exceptions import HTTPException, PreconditionFailed

_RANGE = re.compile(r"bytes=\s*([0-9]{0,18})-([0-9]{0,18})\s*", re.ASCII | re.IGNORECASE)


def sent_file(folder: Path, name: str, **told: Any) -> Response:
    """The file, or what was asked of it; `told` is what `send_from_directory` takes.

    NotFound, RequestedRangeNotSatisfiable; PreconditionFailed where `If-Match` names another file.
    """
    response = send_from_directory(folder, name, conditional=False, **told)
    size = response.content_length or 0
    try:
        if request.if_match and not request.if_match.contains(response.get_etag()[0] or ""):
            raise PreconditionFailed
        response.make_conditional(_asked(size), accept_ranges=True, complete_length=size)
    except HTTPException:
        response.close()
        raise
    return response


def _asked(size: int) -> dict[str, Any]:
    """The request with the range that counts of a file of `size` bytes, and without what was looked at already."""
    asked = {name: value for name, value in request.environ.items() if name not in ("HTTP_RANGE", "HTTP_IF_MATCH")}
    wanted = _range(request.environ.get("HTTP_RANGE", ""), size)
    return {**asked, "HTTP_RANGE": wanted} if wanted else asked


def _range(written: str, size: int) -> str:
    """One range of bytes; empty where there is none, several, or something else: the whole file is the answer then.

    The last bytes of a file that has fewer are the whole of it.
    """
    match = _RANGE.fullmatch(written)
    first, last = match.groups() if match else ("", "")
    if not (first or last) or (first and last and int(last) < int(first)):
        return ""
    return "bytes=0-" if not first and int(last) > size else written
