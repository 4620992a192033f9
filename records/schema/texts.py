"""Text as records keep it: NFC, no control characters, no surrogates; and text of a set form: tags, links, instants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from unicodedata import is_normalized, normalize

from marshmallow import ValidationError

from records.schema.forms import Form, wrong_kind

# Private-use characters are kept: old texts use them for characters Unicode has not got.
_NEVER = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_BAD_IN_LINES = re.compile(f"[{_NEVER}]")
_BAD_IN_LINE = re.compile(f"[{_NEVER}\t\n\r]")

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3}(?:-[a-z]{3})?)(?P<script>-[a-z]{4})?(?P<region>-(?:[a-z]{2}|\d{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-x(?:-[a-z0-9]{1,8})+)?)"
)
_LINK = re.compile(r"https?://[^\s/?#\"<>\\^`{|}@:\[\]]+(:\d{1,5})?([/?#][^\s\"<>\\^`{|}]*)?", re.IGNORECASE)
_DAY = r"\d{4}-\d\d-\d\d"
_INSTANT = re.compile(rf"{_DAY}(T\d\d:\d\d(:\d\d(\.\d{{1,6}})?)?(Z|[+-]\d\d:\d\d))?")

LONGEST_LINK = 2_000
MOST_LANGUAGES = 50


def text(limit: int, *, lines: bool = False) -> Form:
    """Text that is not blank, of at most `limit` characters; line breaks and tabs only where `lines` are taken."""
    bad = _BAD_IN_LINES if lines else _BAD_IN_LINE

    def read(value: Any) -> str:
        if type(value) is not str:
            raise wrong_kind(value, "text")
        if not value.isascii() and not is_normalized("NFC", value):
            value = normalize("NFC", value)
        if bad.search(value):
            raise _bad_character(bad, value)
        kept: str = _line_breaks(value) if lines else value.strip()
        if not kept:
            raise ValidationError("is blank; leave it out where nothing is known")
        if len(kept) > limit:
            raise ValidationError(f"has {len(kept):,} characters; at most {limit:,} are kept")
        return kept

    return Form(read, {"type": "string", "minLength": 1, "maxLength": limit})


def _line_breaks(value: str) -> str:
    """Line ends as \\n; the indent of the first line stays."""
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    return value.lstrip("\n").rstrip() if value.strip() else ""


def _bad_character(bad: re.Pattern[str], value: str) -> ValidationError:
    found = bad.search(value)
    at = found.start() if found else 0
    code = ord(value[at])
    if 0xD800 <= code <= 0xDFFF:
        return ValidationError(
            f"has half of a surrogate pair (U+{code:04X}) at character {at + 1}; send whole characters"
        )
    what = {9: "a tab", 10: "a line break", 13: "a line break"}.get(code, f"the control character U+{code:04X}")
    return ValidationError(f"has {what} at character {at + 1}; take it out")


def whole_or_text(limit: int) -> Form:
    """Text, or a whole number, which is kept as text: a batch is 第一批 here and 1 there."""
    form = text(limit)

    def read(value: Any) -> str:
        found: str = form.read(str(value) if type(value) is int and abs(value) < 10**15 else value)
        return found

    return Form(read, {"oneOf": [form.schema, {"type": "integer"}]})


def pattern(limit: int, regex: str, wanted: str) -> Form:
    """One word of a set form; `wanted` says which, with an example."""
    compiled = re.compile(regex.removeprefix("^").removesuffix("$"))

    def read(value: Any) -> str:
        if type(value) is not str:
            raise wrong_kind(value, "text")
        if len(value) > limit or not compiled.fullmatch(value):
            raise ValidationError(f"is not {wanted}" + (f", at most {limit} characters" if len(value) > limit else ""))
        return value

    return Form(read, {"type": "string", "maxLength": limit, "pattern": regex})


@lru_cache(4096)
def language_tag(tag: str) -> str:
    """The BCP 47 tag in its usual case (zh-hans → zh-Hans), or "" if it is none."""
    found = _TAG.fullmatch(tag.lower()) if len(tag) <= 35 else None
    if found is None:
        return ""
    script, region = found["script"] or "", found["region"] or ""
    return "".join((found["language"], script.title(), region.upper(), found["rest"]))


def language_map(limit: int, *, lines: bool = False, in_all: int = 0) -> Form:
    """Text by BCP 47 tag; `limit` for each language, `in_all` for all of them together."""
    form = text(limit, lines=lines)
    read_text = form.read

    def read(value: Any) -> dict[str, str]:
        if type(value) is not dict:
            raise wrong_kind(value, 'text by language, {"zh-Hans": …},')
        found: dict[str, str] = {}
        wrong: dict[Any, Any] = {}
        for tag, words in value.items():
            try:
                found[_free_tag(tag, found)] = read_text(words)
            except ValidationError as refused:
                wrong[tag] = refused.messages
        if wrong:
            raise ValidationError(wrong)
        return _whole_map(found, in_all)

    schema = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": MOST_LANGUAGES,
        "additionalProperties": form.schema,
    }
    return Form(read, schema)


def _free_tag(tag: Any, taken: Mapping[str, str]) -> str:
    known = language_tag(tag) if type(tag) is str else ""
    if not known:
        raise ValidationError("is not a language tag; write one such as zh-Hans, zh-Hant, en, bo, mn-Mong")
    if known in taken:
        raise ValidationError(f"is the language {known} a second time")
    return known


def _whole_map(found: dict[str, str], in_all: int) -> dict[str, str]:
    if not found:
        raise ValidationError("is empty; give at least one language")
    if len(found) > MOST_LANGUAGES:
        raise ValidationError(f"has {len(found)} languages; at most {MOST_LANGUAGES} are kept")
    if in_all and sum(map(len, found.values())) > in_all:
        raise ValidationError(f"has more than {in_all:,} characters in all its languages")
    return found


def link() -> Form:
    form = text(LONGEST_LINK)

    def read(value: Any) -> str:
        found: str = form.read(value)
        if not _LINK.fullmatch(found):
            raise ValidationError("is not a web address; it begins with http:// or https:// and has no spaces (%20)")
        return found

    return Form(
        read, {"type": "string", "format": "uri", "maxLength": LONGEST_LINK, "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"}
    )


def instant() -> Form:
    """A day, or a moment with its offset, as ISO 8601 writes it."""

    def read(value: Any) -> str:
        if type(value) is not str:
            raise wrong_kind(value, "a date")
        if not _INSTANT.fullmatch(value):
            raise ValidationError("is not a date 2026-05-18 or a moment with its offset 2026-05-18T09:00:00+08:00")
        try:
            datetime.fromisoformat(value)
        except ValueError as wrong:
            raise ValidationError(f"is no date of the calendar: {wrong}") from wrong
        return value

    return Form(read, {"type": "string", "title": "day or moment", "pattern": f"^{_DAY}(T.*)?$", "maxLength": 32})
