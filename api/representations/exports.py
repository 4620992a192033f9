"""Export jobs as they are shown: where they stand, what came of them, how they are cited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from api import links
from api.links import Pairs
from api.questions.clauses import JOINERS
from api.representations.crosswalks import day_of, today
from api.representations.datasets import described
from exchange.citations import Citation, bibtex, csl_json, gbt7714
from records.jobs import Counted, Job, JobState, Made
from records.model import JsonMap

JOINED = ("ids", "fields", "bbox", "near")
"""Parameters whose values stand in one, parted by commas, in an address."""

LISTED = 3
"""Data sets named in a citation."""

_CHINESE = "zh-Hans"
_FORM = ("format", "compression", "mark", "bom", "fields", "after")
"""What says how a file looks, not which records are in it."""


def shown(job: Job, content_type: str, place: int | None, **more: Any) -> dict[str, Any]:
    """`place` is told of one that waits; `more` goes beside."""
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
    if job.made_of is not None and state in (JobState.DONE, JobState.EXPIRED):
        told |= _became(job, job.made_of)
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


def _became(job: Job, made: Made) -> dict[str, Any]:
    known = described()
    return {
        "count": made.count,
        "as_of": made.as_of,
        **({"relaxed": True} if made.relaxed else {}),
        "sha256": made.sha256,
        "licences": [{"uri": one.name, "count": one.count} for one in made.licences],
        "datasets": [_dataset(one, known.get(one.name, {})) for one in made.datasets],
        "citation": _cited(job, made, known),
    }


def _dataset(one: Counted, about: JsonMap) -> dict[str, Any]:
    told = {name: about[name] for name in ("title", "licence") if name in about}
    return {"id": one.name, "count": one.count, **told}


def _links(job: Job, state: JobState) -> dict[str, str]:
    told = {"self": links.address(f"/v1/exports/{job.id}")}
    if state is JobState.DONE:
        told["file"] = links.address(f"/v1/exports/{job.id}/file")
    pairs = in_address(job.asked)
    if pairs is None:
        return told
    records = [one for one in pairs if one[0] not in _FORM]
    return {**told, "export": links.address("/v1/export", pairs), "records": links.address("/v1/records", records)}


def in_address(asked: Mapping[str, Any]) -> Pairs | None:
    """The question as parameters of an address; None where its filters nest, which an address cannot say."""
    tree = asked.get("filter") or {}
    if any(joiner in tree for joiner in JOINERS):
        return None
    flat = {**{name: value for name, value in asked.items() if name != "filter"}, **tree}
    return sorted(pair for name, value in flat.items() for pair in _pairs(name, value))


def _pairs(name: str, value: Any) -> Iterator[tuple[str, str]]:
    values = [_text(one) for one in value] if isinstance(value, list) else [_text(value)]
    if name in JOINED:
        yield name, ",".join(values)
    else:
        yield from ((name, text) for text in values)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cited(job: Job, made: Made, known: Mapping[str, JsonMap]) -> dict[str, Any]:
    one = cited(job, made, known)
    return {"gbt7714": gbt7714(one), "bibtex": bibtex(one), "csl": csl_json(one)}


def cited(job: Job, made: Made, known: Mapping[str, JsonMap]) -> Citation:
    """As a part of the data sets its records are of, as it stood on the day it was made."""
    names = [one.name for one in made.datasets]
    return Citation(
        id=job.id,
        type="dataset",
        title=f"{question(job.asked)}：数据导出，{made.count:,} 条，截至变更 {made.as_of}",
        language=_CHINESE,
        creators=(),
        dataset=_of_datasets(names, known),
        publisher=_publisher(names, known),
        address=links.address(f"/v1/exports/{job.id}"),
        cited=today(),
        modified=day_of(job.finished) if job.finished else None,
    )


def _of_datasets(names: Sequence[str], known: Mapping[str, JsonMap]) -> str:
    more = f"等 {len(names)} 个数据集" if len(names) > LISTED else ""
    return "、".join(_title(name, known) for name in names[:LISTED]) + more or "文脉"


def _title(name: str, known: Mapping[str, JsonMap]) -> str:
    titles: Mapping[str, str] = known.get(name, {}).get("title") or {}
    return titles.get(_CHINESE) or next(iter(titles.values()), name)


def _publisher(names: Sequence[str], known: Mapping[str, JsonMap]) -> str:
    """Where all have the same."""
    found = {(known.get(name, {}).get("publisher") or {}).get("name", "") for name in names}
    return found.pop() if len(found) == 1 else ""


def question(asked: Mapping[str, Any]) -> str:
    """What was asked, in a line."""
    pairs = in_address({name: value for name, value in asked.items() if name not in ("q", *_FORM)})
    told = [f"“{asked['q']}”"] if asked.get("q") else []
    told += [f"{name}={value}" for name, value in pairs] if pairs is not None else ["按条件筛选"]
    return "，".join(told) or "全部记录"
