"""Export jobs asked for: the question is looked at as if it were to be answered now, then put into the queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api import links
from api.errors import NotKnown
from api.exporting.asking import content_type, packing, planned, read
from api.keys.callers import caller
from api.node import here
from api.questions.filtering import Asked
from api.representations.exports import shown
from api.schemas.forms import FORMS
from api.turns.taking import engine
from records.jobs import Job, JobState, JobWish, is_job
from records.keys import Kind

NDJSON = "ndjson"


def begin(asked: Asked, body: Mapping[str, Any]) -> tuple[Job, str]:
    """A new job with its secret; with none, the one there is of the same question, its file too. `asked` is `body`.

    What `planned` raises; CannotShow, TooManyJobs, StoreUnavailable.
    """
    plan = planned(asked, engine(), FORMS[asked.get("format", NDJSON)])
    _ = plan.writer  # told now, not in the worker: a form that this node has not
    _, total, as_of = read(engine(), plan.query)
    node = here()
    wish = JobWish(body, links.base(), _asker(), total, as_of.seq)
    job, secret = node.store.jobs.make(wish, limited=node.settings.limits)
    if job.made_of is None or (node.settings.exports / job.made_of.file).is_file():
        return job, secret
    node.store.jobs.lose(job.id)
    return node.store.jobs.make(wish, limited=node.settings.limits)


def made_with_key(job: Job) -> bool:
    """Whether it was asked for with the key that is brought now; one that stands in pages for all to read is nobody's
    sign."""
    key = caller().key
    return key is not None and key.kind is Kind.SECRET and job.is_of(_asker())


def _asker() -> str:
    return here().issuing.whose(caller().bucket)


def told_of(job: Job, lang: str = "", **more: Any) -> dict[str, Any]:
    """All there is to tell of it, in `lang` where it is cited; `more` goes beside. StoreUnavailable."""
    place = here().store.jobs.place(job) if job.state is JobState.WAITING else None
    return shown(job, content_type_of(job), place, lang, **more)


def content_type_of(job: Job) -> str:
    form = FORMS[job.asked.get("format", NDJSON)]
    return content_type(form, packing(form, job.asked))


def job_of(job_id: str) -> Job:
    """Raises NotKnown, StoreUnavailable."""
    found = here().store.jobs.get(job_id) if is_job(job_id) else None
    if found is None:
        raise NotKnown(f"There is no export {job_id[:40]!r}")
    return found
