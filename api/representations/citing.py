"""How an export job is cited: as a part of the data sets its records are of, in the language of who cites it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api import links
from api.links import Pairs
from api.questions.clauses import JOINERS
from api.representations.crosswalks import today
from api.representations.languages import best, label_language
from exchange.citations import Citation, bibtex, csl_json, day_of, gbt7714
from records.jobs import Job, Made
from records.model import JsonMap

JOINED = ("ids", "fields", "bbox", "near")
"""Parameters whose values stand in one, parted by commas, in an address."""

OF_FILE = ("format", "compression", "mark", "bom", "fields", "after")
"""What says how a file looks, not which records are in it."""

LISTED = 3
"""Data sets named in a citation."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a title says around the question; `records` of one, then of others."""

    title: str
    records: tuple[str, str]
    everything: str
    loosely: str
    nested: str
    comma: str
    between: str
    more: str
    node: str


_SAID: Mapping[str, _Said] = {
    "zh-Hans": _Said(
        title="{question}：数据导出，{records}，截至变更 {as_of}",
        records=("{count:,} 条", "{count:,} 条"),
        everything="全部记录",
        loosely="（近似匹配）",
        nested="按条件筛选",
        comma="，",
        between="、",
        more="等 {count} 个数据集",
        node="文脉",
    ),
    "zh-Hant": _Said(
        title="{question}：資料匯出，{records}，截至變更 {as_of}",
        records=("{count:,} 條", "{count:,} 條"),
        everything="全部記錄",
        loosely="（近似比對）",
        nested="按條件篩選",
        comma="，",
        between="、",
        more="等 {count} 個資料集",
        node="文脈",
    ),
    "en": _Said(
        title="{question}: data export, {records}, as of change {as_of}",
        records=("{count:,} record", "{count:,} records"),
        everything="All records",
        loosely=" (read loosely)",
        nested="nested filters",
        comma=", ",
        between=", ",
        more=" and others, {count} data sets",
        node="Wenmai",
    ),
}


def citations(job: Job, made: Made, known: Mapping[str, JsonMap], lang: str) -> dict[str, Any]:
    """By style; `known` tells of data sets by id."""
    one = cited(job, made, known, label_language(lang))
    return {"gbt7714": gbt7714(one), "bibtex": bibtex(one), "csl": csl_json(one)}


def cited(job: Job, made: Made, known: Mapping[str, JsonMap], lang: str) -> Citation:
    """As it stood on the day it was made; by the page of the job, which outlives the file."""
    names = [one.name for one in made.datasets]
    said = _SAID[lang]
    records = said.records[made.count != 1].format(count=made.count)
    asked = question(job.asked, lang) + (said.loosely if made.relaxed else "")
    return Citation(
        id=job.id,
        type="dataset",
        title=said.title.format(question=asked, records=records, as_of=made.as_of),
        language=lang,
        creators=(),
        dataset=_of_datasets(names, known, lang),
        publisher=_publisher(names, known),
        address=links.address(page_of(job.id)),
        cited=today(),
        modified=day_of(job.finished) if job.finished else None,
    )


def page_of(job_id: str) -> str:
    """The path of the page for people."""
    return f"/exports/{job_id}"


def _of_datasets(names: Sequence[str], known: Mapping[str, JsonMap], lang: str) -> str:
    said = _SAID[lang]
    more = said.more.format(count=len(names)) if len(names) > LISTED else ""
    return said.between.join(title_of(name, known, lang) for name in names[:LISTED]) + more or said.node


def title_of(name: str, known: Mapping[str, JsonMap], lang: str) -> str:
    """Of a data set, in the nearest language; its id where nothing is told of it."""
    titles: Mapping[str, str] = known.get(name, {}).get("title") or {}
    return titles[best(titles, lang)] if titles else name


def _publisher(names: Sequence[str], known: Mapping[str, JsonMap]) -> str:
    """Where all have the same."""
    found = {(known.get(name, {}).get("publisher") or {}).get("name", "") for name in names}
    return found.pop() if len(found) == 1 else ""


def question(asked: Mapping[str, Any], lang: str) -> str:
    """What was asked, in a line; filters as an address has them, the same in any language."""
    said = _SAID[lang]
    pairs = in_address({name: value for name, value in asked.items() if name not in ("q", "lang", *OF_FILE)})
    told = [f"“{asked['q']}”"] if asked.get("q") else []
    told += [f"{name}={value}" for name, value in pairs] if pairs is not None else [said.nested]
    return said.comma.join(told) or said.everything


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
