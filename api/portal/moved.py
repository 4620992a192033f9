"""Addresses that people try for a page that is elsewhere: with a slash behind it, or by what is on it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from api import links
from api.portal.addresses import changed
from api.portal.troubles import MACHINES

ELSEWHERE: Mapping[str, str] = {"/records": "/search"}
"""Where what is at no address of its own is."""


def register(app: Flask) -> None:
    """After the pages of problems are: what is registered later is done earlier."""
    app.after_request(_led)


def _led(response: Response) -> Response:
    if response.status_code != 404 or request.method not in ("GET", "HEAD") or request.path.startswith(MACHINES):
        return response
    if there := _page(request.path):
        response.status_code = 301
        response.headers["Location"] = changed(links.asked(), there)
        response.set_data(b"")
        response.content_type = "text/html; charset=utf-8"
    return response


def _page(path: str) -> str:
    """Where the page is; empty where there is none, or it is here."""
    there = path.rstrip("/") or "/"
    there = ELSEWHERE.get(there, there)
    return there if there != path and _is_page(there) else ""


def _is_page(path: str) -> bool:
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return True
