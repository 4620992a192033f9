"""Data sets: what is published here, by whom, under which licence."""

from __future__ import annotations

from typing import Any

from flask import Response

from api import links
from api.answering import json, unless_known
from api.blueprint import Blueprint
from api.errors import NotKnown
from api.node import here
from api.questions.filtering import Asked
from api.representations.datasets import datasets
from api.schemas.answers import DatasetInfo, DatasetsAnswer
from api.schemas.parameters import LanguageParameters
from api.turns.taking import engine
from records.ids import LONGEST_DATASET
from search.answer import answer
from search.errors import EngineError
from search.query import MAX_FACET_VALUES, FacetRequest, Page, Query

blp = Blueprint("datasets", __name__, url_prefix="/v1", description="Data sets, with licence and publisher.")

BY_ID = [
    {
        "name": "dataset_id",
        "in": "path",
        "description": "The data set's id.",
        "x-zh": "数据集编号。",
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_DATASET},
        "example": "classical-poems",
    }
]


def _counts() -> dict[str, int] | None:
    """Records of each data set by the index; None while search does not answer."""
    query = Query(facets=(FacetRequest("dataset", MAX_FACET_VALUES),), page=Page(size=0))
    try:
        found = answer(engine(), query).facets[0]
    except EngineError:
        return None
    return {value.value: value.count for value in found.values}


def _datasets(asked: Asked) -> list[dict[str, Any]]:
    return datasets(here().datasets(), _counts(), asked.get("lang", ""))


@blp.route("/datasets")
@blp.asks(LanguageParameters)
@blp.answers(DatasetsAnswer, "数据集一览", examples=("/v1/datasets",))
def list_datasets(asked: Asked) -> Response:
    """Every data set.

    From a copy each process keeps, so it is answered while the record store is down.
    """
    shown = _datasets(asked)
    return unless_known(json({"datasets": shown, "links": {"self": links.again()}}), shown)


@blp.route("/datasets/<dataset_id>", parameters=BY_ID)
@blp.asks(LanguageParameters)
@blp.answers(DatasetInfo, "一个数据集", examples=("/v1/datasets/classical-poems?lang=en",), problems=(400, 404, 503))
def show_dataset(asked: Asked, dataset_id: str) -> Response:
    """One data set."""
    shown = next((one for one in _datasets(asked) if one["id"] == dataset_id), None)
    if shown is None:
        raise NotKnown(f"There is no data set {dataset_id[:LONGEST_DATASET]!r}")
    return unless_known(json(shown), shown)
