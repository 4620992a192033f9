"""Text as people read it: white space made one, markup taken out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000\ufeff\u200b]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_ONE_LINE = re.compile(r"[\s\u3000\ufeff\u200b]+")
_MARKUP = re.compile(r"<[a-zA-Z!/][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")

_ENDS_LINE = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_NOT_READ = frozenset({"script", "style", "head", "template"})


def line(text: str) -> str:
    """One line: every run of white space a single space, none at the ends."""
    return _ONE_LINE.sub(" ", text).strip()


def lines(text: str) -> str:
    """Lines kept, blanks within and around them made one, never more than one empty line."""
    kept = (_BLANKS.sub(" ", each).strip() for each in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(kept)).strip()


def plain(text: str) -> str:
    """What a reader sees of HTML; text without markup comes back as it is, a lone < or & with it."""
    if not _MARKUP.search(text):
        return lines(text)
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return lines("".join(reader.seen))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._hidden += tag in _NOT_READ
        if tag in _ENDS_LINE:
            self.seen.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _NOT_READ and self._hidden > 0
        if tag in _ENDS_LINE and tag != "br":
            self.seen.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.seen.append(data)
