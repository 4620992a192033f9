"""What may be said when a key is asked for: every fault of it, each with how to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import SplitResult, urlsplit

from records.errors import InvalidKey, Problem
from records.keys import SCOPES, Kind, Wish

LONGEST_NAME = 100
LONGEST_CONTACT = 200
LONGEST_PURPOSE = 1_000
LONGEST_WHY = 1_000
LONGEST_ORIGIN = 253 + len("https://:65535")
MOST_ORIGINS = 20
MOST_ALLOWED = 1_000_000_000

_MAIL = r"[^\s@<>()\",;:]{1,64}@[^\s@<>()\",;:]+\.[^\s@<>()\",;:]+"
_PHONE = r"\+?[0-9][0-9 ()-]{5,22}[0-9]"
_PAGE = r"https?://[^\s/]+\S*"
CONTACT_PATTERN = rf"^({_MAIL}|{_PHONE}|{_PAGE})$"
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*|\[[0-9a-f:.]{2,45}\]")
_WORD = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_USUAL_PORTS = {"http": 80, "https": 443}
_ORIGIN_FORM = "is not an origin such as https://example.org: scheme and host, no path"


def wrong_text(text: str, most: int) -> str:
    """Why a text cannot be kept, empty where it can: one line, with something in it, and nothing that hides."""
    if not text.strip():
        return "says nothing"
    if len(text) > most:
        return f"has {len(text):,} characters; it takes at most {most:,}"
    return "" if text.isprintable() else "holds line breaks, control or invisible characters; write one plain line"


def wrong_name(text: str) -> str:
    return wrong_text(text, LONGEST_NAME)


def wrong_purpose(text: str) -> str:
    return wrong_text(text, LONGEST_PURPOSE)


def wrong_why(text: str) -> str:
    return wrong_text(text, LONGEST_WHY)


def wrong_contact(text: str) -> str:
    """Why nobody could be reached there."""
    if wrong := wrong_text(text, LONGEST_CONTACT):
        return wrong
    if re.fullmatch(CONTACT_PATTERN, text.strip()):
        return ""
    return "is no mail address, web address (https://…) or telephone number under which someone can be reached"


def wrong_origin(text: str) -> str:
    try:
        plain_origin(text)
    except ValueError as wrong:
        return str(wrong)
    return ""


def plain_origin(text: str) -> str:
    """An origin as browsers send it: lower case, punycode, without the usual port; ValueError says what is wrong."""
    if len(text) > LONGEST_ORIGIN or not text.isprintable():
        raise ValueError(_ORIGIN_FORM)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as wrong:
        raise ValueError(_ORIGIN_FORM) from wrong
    if parts.scheme not in _USUAL_PORTS or parts.path not in ("", "/") or _more(parts):
        raise ValueError(_ORIGIN_FORM)
    host = _host(parts)
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, _USUAL_PORTS[parts.scheme]) else "")


def _more(parts: SplitResult) -> bool:
    return bool(parts.query or parts.fragment or "@" in parts.netloc or "*" in parts.netloc)


def _host(parts: SplitResult) -> str:
    name = parts.hostname or ""
    try:
        host = f"[{name}]" if ":" in name else name.encode("idna").decode().lower()
    except UnicodeError as wrong:
        raise ValueError(_ORIGIN_FORM) from wrong
    if not _HOST.fullmatch(host):
        raise ValueError(_ORIGIN_FORM)
    return host


_TEXTS: Mapping[str, Callable[[str], str]] = {
    "name": wrong_name,
    "contact": wrong_contact,
    "purpose": wrong_purpose,
}


def checked(wish: Wish) -> Wish:
    """The wish as it is to be kept; InvalidKey with everything that is wrong with it."""
    if problems := list(_wrong(wish)):
        raise InvalidKey(problems)
    return Wish(
        wish.name.strip(),
        wish.contact.strip(),
        wish.purpose.strip(),
        wish.kind,
        tuple(dict.fromkeys(map(plain_origin, wish.origins))),
        tuple(scope for scope in SCOPES if scope in wish.scopes),
        wish.tier,
    )


def _wrong(wish: Wish) -> Iterator[Problem]:
    yield from _wrong_texts(wish)
    yield from _wrong_origins(wish)
    yield from wrong_scopes(wish.kind, wish.scopes)
    yield from wrong_word("tier", wish.tier)


def _wrong_texts(wish: Wish) -> Iterator[Problem]:
    for path, wrong in _TEXTS.items():
        text = getattr(wish, path)
        if reason := wrong(text):
            yield Problem(path, reason, text[:80])


def _wrong_origins(wish: Wish) -> Iterator[Problem]:
    if reason := wrong_binding(wish.kind, len(wish.origins)):
        yield Problem("origins", reason)
    for place, text in enumerate(wish.origins):
        if reason := wrong_origin(text):
            yield Problem(f"origins[{place}]", reason, text[:80])


def wrong_binding(kind: Kind, count: int) -> str:
    """A key that stands in pages is bound to them; one that is kept by a server is sent without an origin."""
    if kind is Kind.PUBLISHABLE and not count:
        return "is missing: a publishable key is bound to the origins of the pages that use it"
    if kind is Kind.SECRET and count:
        return "is for publishable keys only; a secret key is kept by a server and never put into a page"
    return f"has {count} origins; at most {MOST_ORIGINS} are taken" if count > MOST_ORIGINS else ""


def wrong_scopes(kind: Kind, scopes: Sequence[str]) -> Iterator[Problem]:
    if not scopes:
        yield Problem("scopes", f"is empty; give some of {', '.join(SCOPES)}")
    for scope in scopes:
        if scope not in SCOPES:
            yield Problem("scopes", f"is not one of {', '.join(SCOPES)}", scope[:80])
        elif kind is Kind.PUBLISHABLE and scope in SCOPES[2:]:
            yield Problem("scopes", "cannot be given to a publishable key, which anyone can read in a page", scope)


def wrong_word(path: str, word: str) -> Iterator[Problem]:
    if not _WORD.fullmatch(word):
        yield Problem(path, "is no name: small letters, digits, - and _", word[:80])


def wrong_overrides(overrides: Mapping[str, int]) -> Iterator[Problem]:
    for name, value in overrides.items():
        yield from wrong_word("overrides", name)
        if not 1 <= value <= MOST_ALLOWED:
            yield Problem(f"overrides.{name}"[:80], f"lies beyond 1 to {MOST_ALLOWED:,}", str(value)[:80])
