"""In which language a page is read: as its address says, else as the browser prefers, else in simplified Chinese.

Who prefers neither Chinese nor English reads English more likely than Chinese.
"""

from __future__ import annotations

import re

from flask import g, request

from api.representations.languages import label_language
from api.schemas.parameters import LANGUAGE_TAG

OURS = ("zh", "en")
_TAG = re.compile(LANGUAGE_TAG)


def page_language() -> str:
    """One of the three languages there are."""
    if "page_language" not in g:
        g.page_language = label_language(_asked() or _preferred())
    found: str = g.page_language
    return found


def _asked() -> str:
    tag = request.args.get("lang", "")
    return tag if _TAG.fullmatch(tag) else ""


def _preferred() -> str:
    """The first of the browser's languages that we have, in the order of its liking."""
    preferred = [tag for tag in request.accept_languages.values() if tag != "*"]
    return next((tag for tag in preferred if tag.lower().partition("-")[0] in OURS), "en" if preferred else "")
