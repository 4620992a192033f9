"""Cross-origin access: browsers may read every answer, errors too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from api.security import HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

EXPOSED = (
    "Link",
    "ETag",
    "Location",
    "Content-Disposition",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "X-Request-Id",
    "X-Request-Cost",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "Server-Timing",
    "Cache-Status",
    "WWW-Authenticate",
    "X-Api-Key-Status",
    "X-Total-Count",
    "X-As-Of",
    "Accept-Ranges",
    "Content-Range",
)
ACCEPTED = (
    "Accept",
    "Accept-Language",
    "Authorization",
    "Content-Type",
    "If-None-Match",
    "If-Range",
    "Range",
    "X-Api-Key",
    "X-Export-Secret",
    "X-Request-Id",
)
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "DELETE")

FIELDS = "wenmai.fields"
"""Where in the environment further headers of an answer stand, as a list of pairs: dear to add to a `Response`."""

_ON_EVERY_ANSWER = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", ", ".join(EXPOSED)),
    ("Timing-Allow-Origin", "*"),
]
_ON_PREFLIGHT = [
    *_ON_EVERY_ANSWER,
    *HEADERS.items(),
    ("Access-Control-Allow-Methods", ", ".join(METHODS)),
    ("Access-Control-Allow-Headers", ", ".join(ACCEPTED)),
    ("Access-Control-Max-Age", "86400"),
    ("Content-Length", "0"),
]


class CrossOrigin:
    """WSGI middleware; it stands outermost, so that no answer leaves without its headers."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ:
            start_response("204 No Content", list(_ON_PREFLIGHT))
            return []

        def start(status, headers, exc_info=None):  # type: ignore[no-untyped-def]
            return start_response(status, [*headers, *environ.get(FIELDS, ()), *_ON_EVERY_ANSWER], exc_info)

        return self._app(environ, start)
