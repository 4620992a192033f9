"""A record's page for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from flask import Response, redirect
from flask import request as asked_now

from api import links
from api.answering import timed
from api.asking import record_of
from api.portal.addresses import changed
from api.portal.language import page_language
from api.portal.page import page, pictures
from api.portal.parameters import StartPageParameters
from api.portal.routes.shared import shows, tells
from api.portal.views import record as view
from api.portal.views.cards import titled
from api.portal.words import Words
from api.questions.filtering import Asked
from api.representations import crosswalks
from api.schemas.paths import BY_ID, EXAMPLE_ID
from api.shapes import Shape
from api.turns.taking import engine
from api.usage.noting import note_read
from records.ids import is_id
from search.results import Redirect, Served

ALIKE = 6


def _beside() -> str:
    """A citation depends on the day, and on what is told of the data set."""
    record_id = (asked_now.view_args or {}).get("record_id", "")
    return f"{page_language()} {crosswalks.cited_as_of(record_id)}"


@shows("/records/<record:record_id>", StartPageParameters, beside=_beside, parameters=BY_ID)
@tells("记录页面", examples=(f"/records/{EXAMPLE_ID}?lang=en",), problems=(400, 404, 410, 503), more=(301,))
def show_record_page(_: Asked, record_id: str) -> Response:
    """A record's page for people.

    All its fields, its place, records like it, how it is cited, and every form that machines read.
    """
    found = record_of(record_id)
    if isinstance(found, Redirect):
        return cast(Response, redirect(changed(links.asked(), f"/records/{found.to}"), 301, Response))
    note_read(found)
    words = Words(page_language())
    one = crosswalks.described(found, Shape(links.base(), view="full"))
    alike = timed("engine", lambda: engine().similar(found.id, ALIKE))
    return page("record.html", **view.shown(one, alike, _named(one.record, words), words, pictures()))


def _named(record: Mapping[str, Any], t: Words) -> dict[str, str]:
    """The titles of the records that this one names, those that are here."""
    ids = sorted({one for one in view.named_in(record) if is_id(one)})[:100]
    found = engine().get(ids) if ids else []
    return {one.id: titled(one, t.lang)[0] for one in found if isinstance(one, Served)}
