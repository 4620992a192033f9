"""Export jobs: asked for, looked after, cancelled, and their files fetched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson
from flask import Response, request
from werkzeug.exceptions import NotFound

from api import links
from api.answering import NEVER, json
from api.blueprint import Blueprint
from api.errors import FileGone, NotDone, NotItsMaker
from api.exporting.jobs import begin, content_type_of, job_of, made_with_key, told_of
from api.node import here
from api.questions.bodies import ExportBody
from api.questions.filtering import Asked
from api.representations.citing import page_of
from api.representations.exports import file_name
from api.schemas.answers import ExportJob
from api.schemas.exporting import OF_EXPORTS, ExportJobParameters
from api.schemas.parameters import about
from api.schemas.paths import BY_JOB, EXAMPLE_JOB
from api.sending import sent_file
from api.turns.taking import in_turn
from records.jobs import OPEN, Job, JobState, Made

blp = Blueprint(
    "export-jobs", __name__, url_prefix="/v1", description="Export jobs: files made while you wait elsewhere."
)

SECRET = "X-Export-Secret"  # noqa: S105  the name of a header
LOOK_AGAIN_S = 2
EXAMPLE = {"q": "月", "filter": {"type": ["literary-work"]}, "format": "csv", "compression": "gzip"}

_WHO = (
    "Send the secret that came with this export as {header} (it was told once, with the 202), or the secret key it was "
    "asked for with as X-Api-Key"
)

_GONE: Mapping[JobState, str] = {
    JobState.EXPIRED: "The file was kept until {expires:%Y-%m-%d %H:%M} UTC; `again` of {link} asks the same anew",
    JobState.CANCELLED: "The export was cancelled; `again` of {link} asks the same anew",
    JobState.FAILED: "The export failed: {why}",
}


@blp.route("/exports", methods=["POST"])
@blp.takes(ExportBody, EXAMPLE)
@blp.begins(ExportJob, "申请批量导出，由后台生成文件", problems=(400, 413, 415, 503))
def begin_export(asked: Asked) -> Response:
    """Ask for every record of a question as a file, made in the background.

    The body holds what `/v1/export` takes, filters as in `/v1/search`. The answer leads to the job, and holds the
    `secret` by which it can be cancelled, told this once. Whoever asks the same again while nothing has changed is led
    to the same job (200).
    """
    job, secret = begin(asked, orjson.loads(request.get_data()))
    response = _shown(job, **({"secret": secret} if secret else {}))
    response.status_code = 202 if secret else 200
    response.headers["Location"] = links.address(f"/v1/exports/{job.id}")
    return response


@blp.route("/exports/<job_id>", parameters=BY_JOB)
@blp.asks(ExportJobParameters)
@blp.answers(ExportJob, "查看导出任务", examples=(f"/v1/exports/{EXAMPLE_JOB}",), problems=(400, 404, 503), more=())
def show_export(asked: Asked, job_id: str) -> Response:
    """Where an export job stands, and what came of it.

    While there is something to wait for, `Retry-After` tells when to look again. The id is permanent: when the file
    has gone, the question, the count, `as_of`, the licences and the checksum are still told, and `again` asks the same
    anew. `links.html` is the page for people, by which it is cited; `lang` says in which language.
    """
    return _shown(job_of(job_id), asked.get("lang", ""))


@blp.route("/exports/<job_id>", methods=["DELETE"], parameters=BY_JOB)
@blp.asks()
@blp.answers(ExportJob, "取消导出任务，删除其文件", problems=(400, 404, 503), more=())
@blp.with_header(SECRET, about("The `secret` that came with the job.", "申请时所得的 secret。"))
def cancel_export(_: Asked, job_id: str) -> Response:
    """Cancel an export job, and remove its file.

    By who made it alone: who has its secret, or brings the secret key it was asked for with, also after rotating that.
    One that has failed or expired stays as it is.
    """
    job = job_of(job_id)
    if not (job.is_secret(request.headers.get(SECRET, "")) or made_with_key(job)):
        raise NotItsMaker(_WHO.format(header=SECRET))
    cancelled = here().store.jobs.cancel(job_id) or job
    if cancelled.state is JobState.CANCELLED and cancelled.made_of is not None:
        (here().settings.exports / cancelled.made_of.file).unlink(missing_ok=True)
    return _shown(cancelled)


@blp.route("/exports/<job_id>/file", parameters=BY_JOB)
@blp.in_forms((*OF_EXPORTS, "gzip", "zstd"))
@blp.asks()
@blp.answers(
    {"type": "string"},
    "下载导出文件，支持断点续传（Range）",
    examples=(f"/v1/exports/{EXAMPLE_JOB}/file",),
    problems=(400, 404, 409, 410, 412, 416, 503),
    more=(206, 304),
    media_type="application/x-ndjson",
)
def fetch_export(_: Asked, job_id: str) -> Response:
    """The file of an export job.

    It never changes: `Range` with `If-Range: <ETag>` goes on where a download broke off. 409 while it is not done, 410
    once it has expired, was cancelled or failed.
    """
    job = job_of(job_id)
    made = _file_of(job)
    return in_turn(lambda: _sent(job, made))


def _file_of(job: Job) -> Made:
    state = job.state_at(datetime.now(UTC))
    if state in OPEN:
        raise NotDone(state.value)
    if state is not JobState.DONE or job.made_of is None:
        raise FileGone(state.value, _why_gone(job, state))
    return job.made_of


def _why_gone(job: Job, state: JobState) -> str:
    return _GONE[state].format(expires=job.expires, why=job.why, link=links.address(f"/v1/exports/{job.id}"))


def _sent(job: Job, made: Made) -> Response:
    try:
        response = sent_file(
            here().settings.exports,
            made.file,
            mimetype=content_type_of(job),
            as_attachment=True,
            download_name=file_name(job, made),
            etag=made.sha256,
        )
    except NotFound as error:
        raise FileGone(job.state.value, "The file is not on this node's disk any more; ask the same anew") from error
    response.headers["Link"] = _of_page(job, "cite-as")
    # What may be cancelled at any moment is kept by no cache unasked.
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _shown(job: Job, lang: str = "", **more: Any) -> Response:
    response = json(told_of(job, lang, **more), cache=NEVER)
    response.headers["Link"] = _of_page(job, 'alternate cite-as"; type="text/html')
    if job.state in OPEN:
        response.headers["Retry-After"] = str(LOOK_AGAIN_S)
    return response


def _of_page(job: Job, rel: str) -> str:
    return f'<{links.address(page_of(job.id))}>; rel="{rel}"'
