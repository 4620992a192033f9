"""Data sets as they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from api import links
from records.model import Dataset


def dataset(one: Dataset, counts: Mapping[str, int] | None) -> dict[str, Any]:
    """`counts` has the records of each; None while search does not answer."""
    about = {**orjson.loads(one.content), "id": one.id, "modified": one.modified}
    return {**about, "count": None if counts is None else counts.get(one.id, 0), "links": _links(one.id)}


def _links(dataset_id: str) -> dict[str, str]:
    records = links.address("/v1/records", [("dataset", dataset_id)])
    return {"self": links.address(f"/v1/datasets/{dataset_id}"), "records": records}
