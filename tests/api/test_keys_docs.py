"""docs/keys.md, in both languages, says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.keys.issuing import ALLOWANCES
from api.problems import KINDS
from api.routes.keys import DEFAULT_OVERLAP_HOURS
from indexers.keys import keys
from records.keyring import LONGEST_OVERLAP
from records.keys import Kind

DOCS = Path(__file__).parents[2] / "docs"
NUMBERS = {"five": 5, "twenty": 20, "五": 5, "二十": 20}


@pytest.fixture(params=["keys.md", "keys.zh-CN.md"])
def page(request: pytest.FixtureRequest) -> str:
    return (DOCS / str(request.param)).read_text(encoding="utf-8")


def test_every_refusal_has_its_row(page: str) -> None:
    told = {name: int(status) for status, name in re.findall(r"^\| (\d{3}) \| `([a-z-]+)` \|", page, re.MULTILINE)}
    meant = {name: kind.status for name, kind in KINDS.items() if re.search(r"\bkeys?\b|origin|scope", name)}
    assert told == meant


def test_the_numbers_are_the_codes(page: str) -> None:
    hour, day = (allowance.most for allowance in ALLOWANCES[:2])
    words = re.search(r"gets (\w+) keys an hour, (\w+) a day|每小时可申请(\w)个，每天(\w\w)个", page)
    assert words is not None
    assert [NUMBERS[word] for word in words.groups() if word] == [hour, day]
    assert f"{LONGEST_OVERLAP.days} d" in page or f"{LONGEST_OVERLAP.days} 天" in page
    assert f"{DEFAULT_OVERLAP_HOURS} hours" in page or f"{DEFAULT_OVERLAP_HOURS} 小时" in page
    assert all(kind.mark in page for kind in Kind)


def test_every_command_is_there(page: str) -> None:
    assert set(re.findall(r"wenmai keys (\w+)", page)) == set(keys.commands)
