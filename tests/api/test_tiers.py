"""The limits of the tiers, as the settings say them; and what requests cost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.limits.costs import COSTS, Cost
from settings import TIERS, Quota, Settings, SettingsError

NAMES = {"second": 1, "seconds": 1, "minute": 60, "minutes": 60, "hour": 3_600, "hours": 3_600}


def anonymous(value: str) -> tuple[Quota, ...]:
    return Settings.from_env({"WENMAI_LIMIT_ANONYMOUS": value}).tiers["anonymous"]


def test_there_are_three_and_any_can_be_changed_or_added() -> None:
    assert list(Settings.from_env({}).tiers) == list(TIERS) == ["anonymous", "standard", "partner"]
    assert Settings.from_env({"WENMAI_LIMIT_ANONYMOUS": ""}).tiers == Settings.from_env({}).tiers
    tiers = Settings.from_env({"WENMAI_LIMIT_SCHOOLS": "5/second, 6/minute, 7/day"}).tiers
    assert tiers["schools"] == (Quota("burst", 5, 1), Quota("sustained", 6, 60), Quota("daily", 7, 86_400))


@given(
    st.lists(st.integers(1, 1_000_000_000), min_size=3, max_size=3).map(sorted),
    st.integers(1, 59),
    st.sampled_from(["/", " / ", " per "]),
    st.sampled_from(["minute", "hour", "2 minutes", "3 hours"]),
)
def test_what_is_written_is_what_is_meant(units: list[int], seconds: int, per: str, middle: str) -> None:
    burst, sustained, daily = anonymous(f"{units[0]}{per}{seconds} seconds,{units[1]}{per}{middle}, {units[2]}{per}day")
    assert burst == Quota("burst", units[0], seconds)
    count, name = ("1 " + middle).split()[-2:]
    assert sustained == Quota("sustained", units[1], int(count) * NAMES[name])
    assert daily == Quota("daily", units[2], 86_400)


WRONG = {
    "twenty": "three limits",
    "20/second": "three limits",
    "20/second, 300/minute": "three limits",
    "20/second, 300/minute, 20000/day, 1/day": "three limits",
    "20/second; 300/minute; 20000/day": "three limits",
    "20/fortnight, 300/minute, 20000/day": "three limits",
    "-1/second, 300/minute, 20000/day": "three limits",
    "0/second, 300/minute, 20000/day": "between 1 and",
    "2000000000/second, 2000000000/minute, 2000000000/day": "between 1 and",
    "20/minute, 300/minute, 20000/day": "longer than the one before",
    "20/second, 300/minute, 20000/hour": "the last a day",
    "20/0 seconds, 300/minute, 20000/day": "longer than the one before",
    "20/second, 300/2 days, 20000/day": "longer than the one before",
    "300/second, 20/minute, 20000/day": "less than the one before",
}


@pytest.mark.parametrize("value", WRONG)
def test_what_cannot_be_is_said_with_how_to_mend_it(value: str) -> None:
    with pytest.raises(SettingsError) as raised:
        anonymous(value)
    assert str(raised.value).startswith(f"WENMAI_LIMIT_ANONYMOUS is {value!r}: ")
    assert WRONG[value] in str(raised.value)
    assert str(raised.value).endswith(f"write it as in {TIERS['anonymous']!r}")


def test_a_tier_has_a_name() -> None:
    with pytest.raises(SettingsError, match=r"WENMAI_LIMIT_ÄRZTE.* letters, digits and _"):
        Settings.from_env({"WENMAI_LIMIT_ÄRZTE": TIERS["anonymous"]})


@given(
    st.sampled_from(COSTS),
    st.one_of(st.integers(), st.text(), st.lists(st.integers(), max_size=2_000), st.none(), st.floats()),
    st.booleans(),
)
def test_whatever_is_sent_the_cost_is_a_small_number(cost: Cost, value: object, facets: bool) -> None:
    units = cost.units({cost.per_hundred or "x": value, "facets": "type" if facets else ""})
    assert isinstance(units, int)
    assert cost.base <= units <= cost.base + 11


@given(st.sampled_from([cost for cost in COSTS if cost.per_hundred]), st.integers(0, 1_000), st.booleans())
def test_the_formula_is_what_is_charged(cost: Cost, size: int, facets: bool) -> None:
    """The published words worked out by the rules of arithmetic."""
    told = cost.formula.replace("/", "//")
    told = told.replace("(with facets)", f"* {int(facets)}")
    expected = eval(told, {}, {cost.per_hundred: size})
    assert cost.units({cost.per_hundred: str(size), **({"facets": "type"} if facets else {})}) == expected


def test_more_on_a_page_never_costs_less_a_record() -> None:
    """Whoever takes many at once saves the node work, and is not asked for more than for the same in small pages."""
    (cost,) = [cost for cost in COSTS if cost.name == "list"]
    for size in range(2, 1_001):
        assert cost.units({"page_size": size}) <= size * cost.units({"page_size": 1})
