"""Export jobs as they are shown: where they stand, and what came of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from api import links
from api.representations.citing import OF_FILE, citations, in_address, page_of
from api.representations.datasets import described
from records.jobs import Counted, Job, JobState, Made
from records.model import JsonMap


def shown(job: Job, content_type: str, place: int | None, lang: str = "", **more: Any) -> dict[str, Any]:
    """`place` is told of one that waits; cited in `lang`, else the language it was asked in; `more` goes beside."""
    now = datetime.now(UTC)
    state = job.state_at(now)
    told: dict[str, Any] = {"id": job.id, "state": state.value}
    if place is not None:
        told["place"] = place
    told["progress"] = {"records": job.done, "total": job.total}
    if job.why:
        told["why"] = job.why
    times = {"made": job.made, "began": job.began, "finished": job.finished, "expires": job.expires}
    told |= {"query": job.asked, **{name: at for name, at in times.items() if at}, "as_of": job.as_of}
    if job.made_of is not None:
        told |= _became(job, job.made_of, lang or job.asked.get("lang", ""))
        if state is JobState.DONE:
            told["file"] = _file(job, job.made_of, content_type)
    again = {"method": "POST", "href": links.address("/v1/exports"), "body": job.asked}
    return {**told, **more, "again": again, "links": _links(job, state)}


def file_name(job: Job, made: Made) -> str:
    """What the file is called where it is kept."""
    return f"wenmai-{job.id}.{made.file.partition('.')[2]}"


def _file(job: Job, made: Made, content_type: str) -> dict[str, Any]:
    return {
        "href": links.address(f"/v1/exports/{job.id}/file"),
        "name": file_name(job, made),
        "media_type": content_type.partition(";")[0],
        "bytes": made.bytes,
        "sha256": made.sha256,
    }


def _became(job: Job, made: Made, lang: str) -> dict[str, Any]:
    known = described()
    return {
        "count": made.count,
        "as_of": made.as_of,
        **({"relaxed": True} if made.relaxed else {}),
        "sha256": made.sha256,
        "licences": [{"uri": one.name, "count": one.count} for one in made.licences],
        "datasets": [_dataset(one, known.get(one.name, {})) for one in made.datasets],
        "citation": citations(job, made, known, lang),
    }


def _dataset(one: Counted, about: JsonMap) -> dict[str, Any]:
    told = {name: about[name] for name in ("title", "licence") if name in about}
    return {"id": one.name, "count": one.count, **told}


def _links(job: Job, state: JobState) -> dict[str, str]:
    told = {"self": links.address(f"/v1/exports/{job.id}"), "html": links.address(page_of(job.id))}
    if state is JobState.DONE:
        told["file"] = links.address(f"/v1/exports/{job.id}/file")
    pairs = in_address(job.asked)
    if pairs is None:
        return told
    records = [one for one in pairs if one[0] not in OF_FILE]
    return {**told, "export": links.address("/v1/export", pairs), "records": links.address("/v1/records", records)}
