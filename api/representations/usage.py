"""The public counts of a node's use as they are shown: null stands for what is too small to be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import orjson

from api import links
from api.representations.labels import Label, labelled
from api.representations.languages import reduced
from api.usage.public import Told
from records.usage import Kind, Total
from records.vocabularies import vocabulary
from search.results import Served


def period(told: Told, live: Mapping[str, Served], lang: str) -> dict[str, Any]:
    """`live` are the records that are still there; the others vanish from the most read."""
    by_kind: dict[str, list[Total]] = {}
    for total in told.totals:
        by_kind.setdefault(total.kind, []).append(total)
    regions = [one for one in by_kind.get(Kind.REGION, ()) if one.name in _provinces()]
    return {
        "from": told.span.first,
        "to": told.span.last,
        "requests": _sum(by_kind.get(Kind.ROUTE, ())),
        "records_read": _sum(by_kind.get(Kind.DATASET, ())),
        "routes": [{"route": one.name, "count": one.count or None} for one in by_kind.get(Kind.ROUTE, ())],
        "datasets": _values(by_kind.get(Kind.DATASET, ()), labelled("dataset", lang)),
        "types": _values(by_kind.get(Kind.TYPE, ()), labelled("type", lang)),
        "regions": _values(regions, labelled("region", lang)),
        "records": [_record(live[one.name], one.count, lang) for one in told.records if one.name in live],
    }


def _sum(totals: Iterable[Total]) -> int | None:
    """Of what is told alone, so that it tells nothing of the rest."""
    return sum(one.count for one in totals) or None


def _values(totals: Iterable[Total], label: Label) -> list[dict[str, Any]]:
    return [{"value": one.name, "label": label(one.name), "count": one.count or None} for one in totals if one.name]


def _record(record: Served, count: int, lang: str) -> dict[str, Any]:
    content = orjson.loads(record.source)
    title = (reduced(content, lang) if lang else content)["title"]
    return {"id": record.id, "title": title, "count": count, "links": {"self": _address(record.id)}}


def _address(record_id: str) -> str:
    return links.address(f"/v1/records/{record_id}")


@cache
def _provinces() -> frozenset[str]:
    regions = vocabulary("regions")
    return frozenset(term.id for root in regions.roots for term in regions.children(root.id))
