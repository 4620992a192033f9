"""Which form of an answer a request wants: by `format`, else by its header `Accept`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from api.errors import NotAcceptable
from api.schemas.forms import FORMS, Form, Forms


def accepted(offered: Forms) -> str:
    """The form that `Accept` names, the first where it leaves the choice; empty where it wants none of them.

    A browser that opens a page names pictures among much else; who reads an address wants JSON.
    """
    return _accepted(request.headers.get("Accept", ""), offered)


@lru_cache(maxsize=512)
def _accepted(accept: str, offered: Forms) -> str:
    """Kept, since programs say the same each time, and few lists of forms are offered."""
    wanted = parse_accept_header(accept, MIMEAccept)
    by_type = {FORMS[name].media_type: name for name in offered}
    if not wanted.provided or ("text/html" in wanted.values() and wanted.quality("application/json")):
        return offered[0]
    return by_type.get(wanted.best_match(list(by_type)) or "", "")


def chosen(asked: Mapping[str, Any], offered: Forms) -> Form:
    """NotAcceptable where `Accept` wants what there is not, and `format` says nothing."""
    name = asked.get("format") or accepted(offered)
    if not name:
        raise NotAcceptable([(each, FORMS[each].media_type) for each in offered])
    return FORMS[name]


def form_asked(offered: Forms) -> str:
    """By which form answers of one address are told apart, where the address does not say it; none where it does."""
    return "" if not offered or "format" in request.args else accepted(offered)
