"""Which encoding a file is in, told from its beginning, or refused with a reason."""

from __future__ import annotations

import codecs
import re

HEAD_BYTES = 1 << 18
"""How much of a file is looked at."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_ADVICE = "save it as UTF-8, or name its encoding in a mapping file (encoding = …)"

_NOT_HAN_TEXT = re.compile("[\u0370-\u052f\u2500-\u257f\u3040-\u30ff\u3100-\u312f\ue000-\uf8ff\ufffd]")
"""Greek, Cyrillic, box drawing, kana, bopomofo, private use: what Big5 and Western bytes turn into as GB18030."""


class UnknownEncoding(ValueError):
    """The beginning of a file is in no encoding that can be told for sure."""


def detect_encoding(head: bytes) -> str:
    """`utf-8-sig`, `utf-8`, `utf-16`, `utf-16-le`, `utf-16-be` or `gb18030`.

    Without a byte order mark: UTF-16 shows by its zero bytes, all at odd or all at even places; a file that is
    UTF-8 but for a few bytes is UTF-8 (those rows are told when they are read). Raises UnknownEncoding.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return _marked(name)
    return _utf16(head) or _utf8(head) or _gb18030(head)


def _marked(name: str) -> str:
    if name == "utf-32":
        raise UnknownEncoding(f"begins with a UTF-32 mark, which is not read: {_ADVICE}")
    return name


def _utf16(head: bytes) -> str:
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 100 < len(head) or min(even, odd) * 10 > max(even, odd):
        return ""
    name = "utf-16-le" if odd > even else "utf-16-be"
    return name if "\n" in head.decode(name, "ignore") else ""


def _utf8(head: bytes) -> str:
    """UTF-8 when well-formed characters of three bytes or more are at least as many as faults.

    Text in another encoding hardly ever looks like such a character, and is full of faults.
    """
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(head)
    bad = text.count("\ufffd") - head.count(b"\xef\xbf\xbd")
    wide = sum(1 for char in text if char >= "\u0800" and char != "\ufffd") if bad else 0
    return "utf-8" if bad <= wide else ""


def _gb18030(head: bytes) -> str:
    """GB18030 when it decodes without a fault and reads like Chinese."""
    try:
        text = codecs.getincrementaldecoder("gb18030")("strict").decode(head)
    except UnicodeDecodeError as error:
        raise UnknownEncoding(
            f"is neither UTF-8, UTF-16 nor GB18030 (byte {error.start} fits none): {_ADVICE}"
        ) from error
    beyond = "".join(char for char in text if char > "\x7f")
    common = len(beyond.encode("gb2312", "ignore")) // 2
    if common * 10 < len(beyond) * 6 or len(_NOT_HAN_TEXT.findall(beyond)) * 20 > len(beyond):
        raise UnknownEncoding(
            f"is not UTF-8, and read as GB18030 it is not Chinese; it may be Big5 or Latin-1: {_ADVICE}"
        )
    return "gb18030"
