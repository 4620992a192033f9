"""Where the numbers of a table come from: who publishes the records, and under which licences."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from api.representations.datasets import described
from exchange.tables.table import in_language

MOST_NAMED = 4
"""Publishers that are named; of more it is said how many there are."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Publishers by name; addresses of licences."""

    source: str
    licence: str


def origin(dataset_ids: Collection[str], otherwise: str) -> Origin:
    """Of these data sets; `otherwise` is named where nothing is known of who publishes them."""
    told = [one for name, one in described().items() if name in dataset_ids]
    publishers = _distinct([_publisher(one.get("publisher")) for one in told])
    licences = _distinct([one.get("licence") or "" for one in told])
    return Origin(_named(publishers) or otherwise, "; ".join(licences))


def _named(publishers: Sequence[str]) -> str:
    told = ", ".join(publishers[:MOST_NAMED])
    return told if len(publishers) <= MOST_NAMED else f"{told}, … ({len(publishers)})"


def _publisher(told: Any) -> str:
    """As data sets tell it: a name, or an object with one, in one language or several."""
    name = told.get("name") if isinstance(told, dict) else told
    return in_language(name, "zh-Hans") if isinstance(name, dict) else name if isinstance(name, str) else ""


def _distinct(values: Sequence[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]
