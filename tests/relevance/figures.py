"""Figures of a run, a group at a time, and which of them fall below their thresholds."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.relevance.asking import Outcome
from tests.relevance.queries import FOLDER, GROUPS

THRESHOLDS = FOLDER / "thresholds.json"
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares are of `n` queries: the first answer right, one of the first ten, nothing found; `mrr` is the mean of one
    by the rank of the first right answer."""

    n: int
    success_at_1: float
    success_at_10: float
    mrr: float
    zero: float


def figures(outcomes: Iterable[Outcome]) -> dict[str, Figures]:
    """By group, in their order, and over all."""
    grouped: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        grouped[outcome.query.group].append(outcome)
        grouped[TOTAL].append(outcome)
    return {name: _measured(grouped[name]) for name in (*GROUPS, TOTAL) if name in grouped}


def _measured(outcomes: Sequence[Outcome]) -> Figures:
    n, ranks = len(outcomes), [outcome.rank for outcome in outcomes]
    return Figures(
        n=n,
        success_at_1=sum(rank == 1 for rank in ranks) / n,
        success_at_10=sum(rank > 0 for rank in ranks) / n,
        mrr=sum(1 / rank for rank in ranks if rank) / n,
        zero=sum(outcome.total == 0 for outcome in outcomes) / n,
    )


def thresholds(name: str) -> Mapping[str, Mapping[str, float]]:
    """The least (of `zero` the most) a group of the set `name` may reach; a group not measured yet has none."""
    told: Mapping[str, Mapping[str, Mapping[str, float]]] = json.loads(THRESHOLDS.read_text("utf-8"))
    return told[name]


def shortfalls(found: Mapping[str, Figures], least: Mapping[str, Mapping[str, float]]) -> list[str]:
    """What is worse than it may be; a group with thresholds and no queries is as bad as can be."""
    short = []
    for group, limits in least.items():
        if group not in found:
            short.append(f"{group}: there is no query")
            continue
        told = asdict(found[group])
        short += [f"{group}: {name} is {told[name]:.3f}, not {limit}" for name, limit in limits.items()
                  if _worse(name, told[name], limit)]  # fmt: skip
    return short


def _worse(name: str, value: float, limit: float) -> bool:
    return value > limit if name == "zero" else value < limit


def keep(path: Path, told: str, found: Mapping[str, Figures]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    groups = {name: asdict(one) for name, one in found.items()}
    path.write_text(json.dumps({"queries": told, "groups": groups}, indent=2) + "\n", "utf-8")
