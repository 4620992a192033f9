"""Characters that were lost before a file was published: nobody can tell any more which they were."""

from __future__ import annotations

import re

from indexers.sources.mapped import Note

_LOST = re.compile("[\x7f-\x9f]")
_SIGN = "\ufffd"
_REASON = f"a control character where a letter was is shown as {_SIGN}"


def readable(text: str, column: str, notes: list[Note]) -> str:
    """The text with the usual sign for each control character that a wrong recoding left in it, and a note."""
    if text.isascii() or not _LOST.search(text):
        return text
    notes.append(Note(column, _REASON))
    return _LOST.sub(_SIGN, text)
