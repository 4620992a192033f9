"""All values of a field, for people."""

from __future__ import annotations

from flask import Response

from api.asking import known_facet, values_of
from api.portal.language import page_language
from api.portal.page import page, with_sets
from api.portal.parameters import ValuesPageParameters
from api.portal.routes.shared import shows, tells
from api.portal.views import values as view
from api.portal.words import Words
from api.questions.asking import subset
from api.questions.filtering import Asked
from api.schemas.paths import BY_FIELD


@shows("/values/<field>", ValuesPageParameters, beside=with_sets, parameters=BY_FIELD)
@tells(
    "一个字段的全部取值（页面）", examples=("/values/creator?lang=en", "/values/subject?q=月"), problems=(400, 404, 503)
)
def show_values(asked: Asked, field: str) -> Response:
    """All values of a field, for people.

    Takes what `/v1/facets/{field}` takes; each value leads to the records that have it.
    """
    known_facet(field)
    found = values_of(subset(asked, "within"), field)
    return page("values.html", **view.shown(asked, found.facets[0], Words(page_language())))
