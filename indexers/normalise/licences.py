"""Licences by the names publishers use, as the `rights` of a record."""

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
    "unclear": UNDETERMINED,
    "unknown": UNDETERMINED,
}
_OPEN = frozenset({"by", "by-sa"})
_CREATIVE_COMMONS = re.compile(r"cc[ -]?(by(?:-nc)?(?:-(?:sa|nd))?)[ -]?(\d\.\d)?")
_SEPARATORS = re.compile(r"[\s_.\-]+")
_VERSION = re.compile(r"[\s.\-]v?\d(?:\.\d)?$")


def licence_named(name: str) -> Licence | None:
    """CC BY-SA 4.0, CC0 1.0, public domain, all rights reserved …; None where the name says nothing sure."""
    folded = name.strip().casefold().replace("_", "-")
    if found := _CREATIVE_COMMONS.fullmatch(folded.replace(" ", "-")):
        uri = f"{_CC}licenses/{found[1]}/{found[2] or '4.0'}/"
        return Licence(uri, "open" if found[1] in _OPEN else "restricted")
    return _NAMED.get(_SEPARATORS.sub("", _VERSION.sub("", folded)))
