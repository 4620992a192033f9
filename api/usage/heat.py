"""By which list of the most read a request is answered."""

from __future__ import annotations

from flask import g, request

from api.node import here
from api.usage.hot import HotList
from records.errors import StoreUnavailable

PATH = "/v1/hot"


def hot_list() -> HotList:
    """The list the request is answered by, one from its beginning to its end; none where none can be had.

    An order by it goes on without the store: then nothing is known to be read, as in a node just begun.
    """
    if "hot" not in g:
        try:
            g.hot = here().hot.current()
        except StoreUnavailable:
            g.hot = HotList()
    found: HotList = g.hot
    return found


def version_asked() -> str:
    """Which list the answer depends on; empty for one that cannot."""
    if request.path == PATH or "hot" in request.args.get("sort", ""):
        return hot_list().version
    return hot_list().version if request.method == "POST" and b"hot" in request.get_data() else ""
