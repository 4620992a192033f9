"""Numbered pages over a list that is held whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from api import links
from api.questions.filtering import Asked

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One page of a list, with what an answer says of it."""

    members: Sequence[T]
    page: Mapping[str, Any]
    links: dict[str, str]


def part(whole: Sequence[T], asked: Asked, default_size: int) -> Part[T]:
    number, size = asked.get("page", 1), asked.get("page_size", default_size)
    begin = (number - 1) * size
    last = max(1, -(-len(whole) // size)) if size else 1
    steps: dict[str, Any] = {
        "self": links.again(),
        "next": links.again(page=number + 1) if number < last else None,
        "prev": links.again(page=min(number - 1, last)) if number > 1 else None,
        "first": links.again(page=1),
    }
    kept = {name: target for name, target in steps.items() if target}
    return Part(whole[begin : begin + size], {"number": number, "size": size}, kept)
