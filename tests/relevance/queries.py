"""The judged queries: one a line, what was typed and what answers it rightly."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
LARGE, SAMPLE, HAND = FOLDER / "queries.jsonl", FOLDER / "sample.jsonl", FOLDER / "hand.jsonl"

SUGGEST = "suggest"
GROUPS = (
    "exact", "partial", "script", "pinyin-joined", "pinyin-spaced", "initials", "initials-common", "mixed", "homophone",
    "look-alike", "order", "place-kind", "author-line", "question", "punctuation", "phrase", "latin", "bilingual",
    SUGGEST,
)  # fmt: skip

OPEN = frozenset((
    "cmoa-teenie-harris", "early-poems", "england-libraries", "ima-objects", "key-sites", "lawrefbook", "moma-artists",
    "scenic-areas-5a", "song-authors", "song-poems", "tang-authors", "tang-poems", "tate-artworks", "wcma-events",
    "wcma-exhibitions", "world-heritage",
))  # fmt: skip
"""Data sets whose licence is clear, so that their ids and titles may stand in the set."""

_SEED = "wenmai relevance 1"


@dataclass(frozen=True, slots=True)
class Judged:
    """`text` is a search, in the group `suggest` a beginning. Right is a hit whose id is wanted or that satisfies the
    rule, and no hit may break the rule `always`. `held` queries are left alone until the last measurement."""

    group: str
    text: str
    wanted: tuple[str, ...] = ()
    rule: Mapping[str, Any] = field(default_factory=dict)
    always: Mapping[str, Any] = field(default_factory=dict)
    by: str = "drawn"
    id: str = ""
    held: bool = False

    def to_line(self) -> str:
        told = {"id": self.id, "group": self.group, "q": self.text, "wanted": list(self.wanted), "rule": self.rule}
        more = {"always": self.always} if self.always else {}
        return json.dumps(told | more | {"by": self.by, "held": self.held}, ensure_ascii=False)


def order(*parts: str) -> bytes:
    """The place of something in a draw: random, but the same each time and whatever stands beside it."""
    return blake2b("|".join((_SEED, *parts)).encode(), digest_size=8).digest()


def read(path: Path) -> list[Judged]:
    return [_judged(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line]


def _judged(told: Mapping[str, Any]) -> Judged:
    return Judged(
        group=told["group"],
        text=told["q"],
        wanted=tuple(told.get("wanted", ())),
        rule=told.get("rule", {}),
        always=told.get("always", {}),
        by=told.get("by", "hand"),
        id=told.get("id", ""),
        held=told.get("held", False),
    )


def write(path: Path, queries: Iterable[Judged]) -> None:
    path.write_text("".join(f"{query.to_line()}\n" for query in queries), "utf-8")
