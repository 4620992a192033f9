"""Suggestions as they are answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.questions.filtering import Asked
from search.ports import SearchEngine
from search.query import Filter
from search.results import Suggestion

SUGGESTED = 10


def suggestions(engine: SearchEngine, asked: Asked, filters: Sequence[Filter]) -> list[dict[str, Any]]:
    return [_told(one) for one in engine.suggest(asked["q"], asked.get("limit", SUGGESTED), filters)]


def _told(one: Suggestion) -> dict[str, Any]:
    told: dict[str, Any] = {"text": one.text, "type": one.type, "spans": one.spans}
    return {**told, "id": one.id} if one.id else told
