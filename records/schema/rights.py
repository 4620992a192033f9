"""What may be done with a record or a picture: a Creative Commons or RightsStatements address, and its reuse."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from marshmallow import ValidationError

from records.schema.forms import Form, fields, wrong_kind
from records.schema.texts import LONGEST_LINK, text
from records.vocabularies import rights as statements

REUSE = ("open", "restricted", "closed")

_STATEMENT = re.compile(
    r"https?://(www\.)?(creativecommons\.org/(licenses|publicdomain)|rightsstatements\.org/(vocab|page))/[A-Za-z0-9./_-]+"
)


@cache
def _known() -> Mapping[str, str]:
    """Statements by their address without scheme, www and closing slash."""
    return {_bare(term.id): term.id for term in statements() if term.parent}


def _bare(address: str) -> str:
    return re.sub(r"^https?://(www\.)?|/(deed[.a-zA-Z-]*|legalcode)?$", "", address).replace("/page/", "/vocab/")


def _statement(value: Any) -> str:
    """The address as its maker writes it: https for Creative Commons, http for RightsStatements."""
    if type(value) is not str:
        raise wrong_kind(value, "the address of a licence or rights statement")
    if len(value) > LONGEST_LINK or not _STATEMENT.fullmatch(value):
        raise ValidationError(
            "is not a Creative Commons or RightsStatements address, such as "
            "https://creativecommons.org/licenses/by/4.0/ or http://rightsstatements.org/vocab/UND/1.0/"
        )
    return _known().get(_bare(value), value)


def _reuse(value: Any) -> str:
    if type(value) is not str:
        raise wrong_kind(value, "open, restricted or closed")
    if value not in REUSE:
        raise ValidationError(f"is none of {', '.join(REUSE)}")
    return value


def _with_reuse(found: dict[str, Any]) -> dict[str, Any]:
    """Of a known statement the reuse need not be said."""
    if "reuse" in found:
        return found
    term = statements().get(found["uri"])
    if term is None or term.parent is None:
        raise ValidationError({"reuse": [f"is missing; say one of {', '.join(REUSE)}"]})
    return {**found, "reuse": term.parent}


def rights() -> Form:
    uri = Form(
        _statement, {"type": "string", "format": "uri", "maxLength": LONGEST_LINK, "pattern": _STATEMENT.pattern}
    )
    reuse = Form(_reuse, {"type": "string", "enum": list(REUSE)})
    whole = fields("rights", {"uri": uri, "reuse": reuse, "attribution": text(2_000)}, required=("uri",))

    def read(value: Any) -> dict[str, Any]:
        return _with_reuse(whole.read({"uri": value} if type(value) is str else value))

    return Form(read, whole.schema)
