"""Values picked from a vocabulary; an unknown one is refused with the nearest known one."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from marshmallow import ValidationError

from records.schema.forms import Form, nearest, wrong_kind
from records.vocabularies import regions, vocabulary


@lru_cache(4096)
def _unknown(name: str, value: str) -> str:
    """Why a value is refused; remembered, since one wrong value often stands in every row of a file."""
    known = [term.id for term in vocabulary(name)]
    near = _nearest_region(value) if name == "regions" else nearest(value.lower(), known)
    if near:
        return f'is not in the vocabulary of {name}; did you mean "{near}" ({vocabulary(name).label(near, "zh-Hans")})?'
    if len(known) <= 12:
        return f"is not in the vocabulary of {name}; it takes {', '.join(known)}"
    return f"is not in the vocabulary of {name}; leave it out where nothing there fits"


def _nearest_region(code: str) -> str:
    """The division that a wrong code would lie in: 110199 → 110100, else 110000."""
    found = (code[:4] + "00", code[:2] + "0000") if len(code) == 6 else ()
    return next((known.id for known in map(regions().get, found) if known and not known.withdrawn), "")


def choice(name: str) -> Form:
    """One id of the vocabulary `name`. The schema names the vocabulary, so that nothing is read at import."""

    def read(value: Any) -> str:
        if type(value) is not str:
            raise wrong_kind(value, f"an id of the vocabulary of {name}, as text,")
        if value not in vocabulary(name):
            raise ValidationError(_unknown(name, value))
        return value

    return Form(read, {"type": "string", "x-vocabulary": name})


def region() -> Form:
    """A division of China by its code; a withdrawn code becomes the one that took its place."""
    known = choice("regions")

    def read(value: Any) -> str:
        return regions().current(known.read(value))

    return Form(read, {**known.schema, "pattern": "^[0-9]{6}$"})
