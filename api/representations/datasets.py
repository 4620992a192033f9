"""Data sets as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from api import links
from api.node import here
from api.representations.languages import reduced
from records.model import Dataset, JsonMap


def datasets(known: Iterable[Dataset], counts: Mapping[str, int] | None, lang: str) -> list[dict[str, Any]]:
    """Those the store tells of, then those that only have records; `counts` is None while search does not answer."""
    told = {one.id: {**orjson.loads(one.content), "id": one.id, "modified": one.modified} for one in known}
    found = {name: told.get(name, {"id": name}) for name in (*told, *sorted(counts or ()))}
    return [_shown(about, counts, lang) for about in found.values()]


def described() -> dict[str, JsonMap]:
    """What the store tells of each, by id; nothing while it does not answer and never did."""
    return {one.id: orjson.loads(one.content) for one in here().known_datasets()}


def _shown(about: dict[str, Any], counts: Mapping[str, int] | None, lang: str) -> dict[str, Any]:
    count = None if counts is None else counts.get(about["id"], 0)
    return {**(reduced(about, lang) if lang else about), "count": count, "links": _links(about["id"])}


def _links(dataset_id: str) -> dict[str, str]:
    records = links.address("/v1/records", [("dataset", dataset_id)])
    return {"self": links.address(f"/v1/datasets/{dataset_id}"), "records": records}
