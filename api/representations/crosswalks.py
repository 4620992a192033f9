"""A record in the forms of others: linked data, Dublin Core, citations; which of them its address ends in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import orjson
from flask import request

from api import links
from api.accepting import accepted, chosen
from api.errors import BadParameters, Fault
from api.node import here
from api.representations.records import content
from api.schemas.forms import FORMS, OF_RECORDS, Form
from api.shapes import Shape
from exchange.citations import CHINA, Citation, bibtex, citation, csl_json, day_of, gbt7714
from exchange.crosswalks import Described, dcterms_bytes, in_schema_org, jsonld_bytes, oai_dc_bytes, turtle_bytes
from records.ids import dataset_of
from records.model import Dataset
from search.results import Served

CITATIONS = ("bibtex", "csl", "gbt7714")

_BY_ENDING = {f".{FORMS[name].ending}": name for name in sorted(OF_RECORDS, key=lambda name: -len(FORMS[name].ending))}
"""Longer endings first: `.csl.json` ends in `.json` too."""


def parted(record_id: str) -> tuple[str, str]:
    """An id and the form whose ending stands behind it; the form is empty where none does."""
    for ending, name in _BY_ENDING.items():
        if record_id.endswith(ending):
            return record_id.removesuffix(ending), name
    return record_id, ""


def today() -> date:
    """The day in China, on which a citation says the record was read."""
    return day_of(datetime.now(CHINA))


def form_of(asked: Mapping[str, Any], named: str) -> Form:
    """The form asked for; `named` is the one that the address ends in. BadParameters where two are asked for."""
    if not named:
        return chosen(asked, OF_RECORDS)
    if asked.get("format", named) != named:
        reason = f"is another form than the address, which ends in .{FORMS[named].ending}; leave one of them out"
        raise BadParameters([Fault("format", reason)])
    return FORMS[named]


def beside() -> str:
    """What the answer depends on beside record and question: its data set, and the day of a citation."""
    record_id, named = parted((request.view_args or {}).get("record_id", ""))
    form = named or request.args.get("format") or accepted(OF_RECORDS)
    if form in ("", "json"):
        return ""
    return f"{_state(record_id)} {today().isoformat() if form in CITATIONS else ''}"


def cited_as_of(record_id: str) -> str:
    """What a page with citations depends on beside its record."""
    return f"{_state(record_id)} {today().isoformat()}"


def _state(record_id: str) -> str:
    """Of the record's data set."""
    dataset = _dataset(record_id)
    return dataset.modified.isoformat() if dataset else ""


def _dataset(record_id: str) -> Dataset | None:
    """What is told of the record's data set; nothing while the store does not answer and never did."""
    wanted = dataset_of(record_id)
    return next((one for one in here().known_datasets() if one.id == wanted), None)


def in_form(found: Served, form: Form, shape: Shape) -> bytes:
    """The record in a form other than JSON; BadParameters where `shape` asks for what only JSON has."""
    _refuse_parts(shape, form)
    return _MAKERS[form.name](described(found, shape), shape.lang)


def described(found: Served, shape: Shape) -> Described:
    """The record with what stands around it."""
    dataset = _dataset(found.id)
    about = orjson.loads(dataset.content) if dataset else {}
    return Described(content(found, shape), shape.base, about)


def _refuse_parts(shape: Shape, form: Form) -> None:
    asked = {"fields": bool(shape.fields), "view": shape.view == "card"}
    reason = f"picks parts of the JSON of a record; leave it out with format={form.name}"
    faults = [Fault(name, reason) for name, given in asked.items() if given]
    if faults:
        raise BadParameters(faults)


def alternates(record_id: str, chosen: Form) -> str:
    """The other forms, as a `Link` header tells them."""
    kept = [(name, value) for name, value in links.asked() if name != "format"]
    return ", ".join(
        f'<{links.address(f"/v1/records/{record_id}.{one.ending}", kept)}>; rel="alternate"; type="{one.media_type}"'
        for one in (FORMS[name] for name in OF_RECORDS if name != chosen.name)
    )


def _cited(style: Callable[[Citation], Any]) -> Callable[[Described, str], bytes]:
    def cite(one: Described, lang: str) -> bytes:
        written = style(citation(one, today(), lang or "zh-Hans"))
        return written.encode() if isinstance(written, str) else orjson.dumps([written])

    return cite


def _told(write: Callable[[Described], bytes]) -> Callable[[Described, str], bytes]:
    return lambda one, _: write(one)


_MAKERS: Mapping[str, Callable[[Described, str], bytes]] = {
    "jsonld": _told(lambda one: jsonld_bytes(in_schema_org(one))),
    "turtle": _told(lambda one: turtle_bytes(in_schema_org(one))),
    "dc": _told(oai_dc_bytes),
    "dcterms": _told(dcterms_bytes),
    "bibtex": _cited(bibtex),
    "csl": _cited(csl_json),
    "gbt7714": _cited(lambda one: f"{gbt7714(one)}\n"),
}
