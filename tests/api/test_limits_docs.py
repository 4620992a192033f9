"""The tables of docs/limits.md are the defaults of the settings and the costs that are charged."""

from __future__ import annotations

from pathlib import Path

from api.limits.costs import COSTS
from settings import Settings

TEXT = (Path(__file__).resolve().parent.parent.parent / "docs" / "limits.md").read_text("utf-8")


def rows(first: str) -> list[str]:
    """The rows of the table whose head begins so."""
    lines = TEXT[TEXT.index(f"| {first}") :].splitlines()
    return lines[2 : lines.index("")]


def test_the_tiers_are_the_defaults() -> None:
    tiers = Settings.from_env({}).tiers
    assert rows("tier") == [
        f"| `{tier}` | {' | '.join(f'{quota.units:,} / {quota.seconds:,} s' for quota in quotas)} |"
        for tier, quotas in tiers.items()
    ]


def test_the_costs_are_those_charged() -> None:
    assert rows("requests") == [
        f"| {' '.join(f'`{path}`' for path in cost.paths) or 'all others 其余'} | `{cost.formula}` |" for cost in COSTS
    ]


def test_the_setting_it_shows_is_the_default() -> None:
    tiers = Settings.from_env({"WENMAI_LIMIT_ANONYMOUS": TEXT.split('WENMAI_LIMIT_ANONYMOUS="')[1].split('"')[0]}).tiers
    assert tiers == Settings.from_env({}).tiers
    header = ", ".join(f'"{quota.name}";q={quota.units};w={quota.seconds}' for quota in tiers["anonymous"])
    assert f"RateLimit-Policy: {header}\n" in TEXT
