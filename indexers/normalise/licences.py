"""Licences by the names and addresses publishers use, as the `rights` of a record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_CC = "https://creativecommons.org/"


@dataclass(frozen=True, slots=True)
class Licence:
    """`uri` is a Creative Commons or RightsStatements address; `reuse` is open, restricted or closed."""

    uri: str
    reuse: str

    def rights(self, attribution: str = "") -> dict[str, Any]:
        return {"uri": self.uri, "reuse": self.reuse, **({"attribution": attribution} if attribution else {})}


CC0 = Licence(f"{_CC}publicdomain/zero/1.0/", "open")
PUBLIC_DOMAIN = Licence(f"{_CC}publicdomain/mark/1.0/", "open")
IN_COPYRIGHT = Licence("http://rightsstatements.org/vocab/InC/1.0/", "closed")
NOT_EVALUATED = Licence("http://rightsstatements.org/vocab/CNE/1.0/", "closed")
NO_KNOWN_COPYRIGHT = Licence("http://rightsstatements.org/vocab/NKC/1.0/", "closed")
OPEN_GOVERNMENT = Licence(f"{_CC}licenses/by/4.0/", "open")
"""The Open Government Licence has no address a record may name; of itself it says that it is compatible with CC BY 4.0.
Its name belongs into the attribution."""
UNDETERMINED = Licence("http://rightsstatements.org/vocab/UND/1.0/", "restricted")
"""Nobody has said what may be done: to be looked at and tested with, not to be published again."""

_NAMED = {
    "cc0": CC0,
    "cczero": CC0,
    "publicdomain": PUBLIC_DOMAIN,
    "publicdomainmark": PUBLIC_DOMAIN,
    "pdm": PUBLIC_DOMAIN,
    "公有领域": PUBLIC_DOMAIN,
    "allrightsreserved": IN_COPYRIGHT,
    "版权所有": IN_COPYRIGHT,
    "版權所有": IN_COPYRIGHT,
    "incopyright": IN_COPYRIGHT,
    "noknowncopyright": NO_KNOWN_COPYRIGHT,
    "noknowncopyrightrestrictions": NO_KNOWN_COPYRIGHT,
    "notevaluated": NOT_EVALUATED,
    "ogl": OPEN_GOVERNMENT,
    "ogluk": OPEN_GOVERNMENT,
    "opengovernmentlicence": OPEN_GOVERNMENT,
    "opengovernmentlicense": OPEN_GOVERNMENT,
    "unclear": UNDETERMINED,
    "unknown": UNDETERMINED,
}
_OPEN = frozenset({"by", "by-sa"})
_CREATIVE_COMMONS = re.compile(r"(?:cc|creative-commons)[ -]?(by(?:-nc)?(?:-(?:sa|nd))?)[ -]?v?(\d\.\d)?")
_SPELT_OUT = (
    (re.compile(r"\b(?:licen[cs]e|international|unported|generic|the)\b|[()]"), ""),
    (re.compile("attribution|署名"), "by"),
    (re.compile("non-?commercial|非商业性?使用|非商业性?"), "nc"),
    (re.compile("no-?deriv(?:ative)?s|禁止演绎"), "nd"),
    (re.compile("share-?alike|相同方式共享"), "sa"),
    (re.compile("知识共享"), "cc-"),
)
_SEPARATORS = re.compile(r"[\s_.\-]+")
_VERSION = re.compile(r"[\s.\-]v?\d(?:\.\d)?$")
_ADDRESS = re.compile(
    r"https?://(?:www\.)?(?:creativecommons\.org/(?:licenses/(?P<by>by[a-z-]*)/(?P<version>\d\.\d)|"
    r"publicdomain/(?P<public>zero|mark)/1\.0)|(?P<ogl>(?:www\.)?nationalarchives\.gov\.uk/doc/open-government-licence))"
    r"(?:/.*)?",
    re.IGNORECASE,
)
_PUBLIC = {"zero": CC0, "mark": PUBLIC_DOMAIN}
_OWNED = re.compile(r"^(?:©|\(c\)|copyright\b)", re.IGNORECASE)


def licence_named(name: str) -> Licence | None:
    """CC BY-SA 4.0, CC0 1.0, OGL, public domain, © …, or an address of one; None where it says nothing sure."""
    written = name.strip()
    if found := _ADDRESS.fullmatch(written):
        return _addressed(found)
    folded = written.casefold().replace("_", "-")
    if found := _CREATIVE_COMMONS.fullmatch(_joined(folded)) or _CREATIVE_COMMONS.fullmatch(_joined(_short(folded))):
        return _by(found[1], found[2] or "4.0")
    if known := _NAMED.get(_SEPARATORS.sub("", _VERSION.sub("", folded))):
        return known
    return IN_COPYRIGHT if _OWNED.match(written) else None


def _addressed(found: re.Match[str]) -> Licence:
    if found["ogl"]:
        return OPEN_GOVERNMENT
    return _PUBLIC[found["public"].lower()] if found["public"] else _by(found["by"].lower(), found["version"])


def _by(conditions: str, version: str) -> Licence:
    return Licence(f"{_CC}licenses/{conditions}/{version}/", "open" if conditions in _OPEN else "restricted")


def _short(folded: str) -> str:
    """“Creative Commons Attribution-ShareAlike 4.0 International” as cc by-sa 4.0."""
    for pattern, short in _SPELT_OUT:
        folded = pattern.sub(short, folded)
    return folded


def _joined(folded: str) -> str:
    return re.sub(r"[\s\-—－]+", "-", folded).strip("-")
