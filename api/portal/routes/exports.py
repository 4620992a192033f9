"""The page of an export job, where its citation leads."""

from __future__ import annotations

from flask import Response

from api import links
from api.answering import NEVER
from api.exporting.jobs import job_of, told_of
from api.portal.language import page_language
from api.portal.page import page
from api.portal.parameters import StartPageParameters
from api.portal.routes.shared import shows, tells
from api.portal.views import exports as view
from api.portal.words import Words
from api.questions.filtering import Asked
from api.schemas.paths import BY_JOB, EXAMPLE_JOB


@shows("/exports/<job_id>", StartPageParameters, parameters=BY_JOB, kept=False)
@tells("导出任务页面", examples=(f"/exports/{EXAMPLE_JOB}?lang=en",), problems=(400, 404, 503), kept=False)
def show_export_page(_: Asked, job_id: str) -> Response:
    """An export job's page for people: what is cited by its id.

    What was asked, where it stands, the file while it is there; count, licences, data sets and checksum for ever; how
    it is cited, and how the same is asked anew.
    """
    lang = page_language()
    told = told_of(job_of(job_id), lang)
    response = page("export.html", **view.shown(told, Words(lang)))
    response.headers["Cache-Control"] = NEVER
    there = links.address(f"/v1/exports/{job_id}")
    response.headers["Link"] = f'<{there}>; rel="alternate"; type="application/json"'
    return response
