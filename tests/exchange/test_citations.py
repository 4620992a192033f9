"""Citations: as the standards' own examples have their parts, and safe in what reads them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from exchange.citations import bibtex, citation, csl_json, gbt7714
from tests.exchange.described import SERVED, described, harmful, sample

TODAY = date(2026, 11, 28)
DATASET = {"id": "made", "title": {"zh-Hans": "某馆藏品", "en": "Holdings"}, "publisher": {"name": "某馆"}}
ADDRESS = "https://node.example/records/made:1"


def made(**more: Any) -> dict[str, Any]:
    return {"id": "made:1", "type": "artifact", "title": {"zh-Hans": "青铜鼎", "en": "Bronze ding"}, **SERVED, **more}


def cited(style: Any, language: str = "zh-Hans", dataset: Any = DATASET, **more: Any) -> Any:
    return style(citation(described(made(**more), dataset), TODAY, language))


def people(*names: str) -> list[dict[str, str]]:
    return [{"name": name} for name in names]


GBT = [
    ({"creators": people("甲")}, "甲. 青铜鼎[DB/OL]//某馆藏品. 某馆, (2026-11-23)[2026-11-28]. "),
    ({}, "青铜鼎[DB/OL]//某馆藏品. 某馆, (2026-11-23)[2026-11-28]. "),
    ({"modified": "2026-11-23T16:30:00.000Z"}, "青铜鼎[DB/OL]//某馆藏品. 某馆, (2026-11-24)[2026-11-28]. "),
    ({"creators": people("甲", "乙", "丙")}, "甲, 乙, 丙. 青铜鼎[DB/OL]//某馆藏品. 某馆, (2026-11-23)[2026-11-28]. "),
    (
        {"creators": people("甲", "乙", "丙", "丁")},
        "甲, 乙, 丙, 等. 青铜鼎[DB/OL]//某馆藏品. 某馆, (2026-11-23)[2026-11-28]. ",
    ),
    ({"dataset": {}}, "青铜鼎[DB/OL]//made. (2026-11-23)[2026-11-28]. "),
    ({"dataset": {}, "modified": ""}, "青铜鼎[DB/OL]//made. [2026-11-28]. "),
    (
        {"language": "en", "creators": people("A", "B", "C", "D")},
        "A, B, C, et al. Bronze ding[DB/OL]//Holdings. 某馆, (2026-11-23)[2026-11-28]. ",
    ),
    ({"language": "bo"}, "青铜鼎[DB/OL]//某馆藏品. 某馆, (2026-11-23)[2026-11-28]. "),
]


@pytest.mark.parametrize(("more", "written"), GBT)
def test_gbt7714(more: dict[str, Any], written: str) -> None:
    assert cited(gbt7714, **more) == f"{written}{ADDRESS}."


def test_csl_json() -> None:
    assert cited(csl_json, type="artwork", creators=people("甲"), date={"start": -221, "end": -206}) == {
        "id": "made:1",
        "type": "graphic",
        "title": "青铜鼎",
        "author": [{"literal": "甲"}],
        "container-title": "某馆藏品",
        "publisher": "某馆",
        "issued": {"date-parts": [[2026, 11, 23]]},
        "original-date": {"date-parts": [[-221], [-206]]},
        "accessed": {"date-parts": [[2026, 11, 28]]},
        "URL": ADDRESS,
        "language": "zh-Hans",
    }
    assert "author" not in cited(csl_json)
    assert cited(csl_json, date={"start": 960, "end": 960})["original-date"] == {"date-parts": [[960]]}


def test_bibtex() -> None:
    assert cited(bibtex, creators=people("甲 and 乙", "丙"), date={"start": -221, "end": 220}) == (
        "@misc{made:1,\n"
        "  author = {{甲 and 乙} and {丙}},\n"
        "  title = {{青铜鼎}},\n"
        "  howpublished = {某馆藏品},\n"
        "  publisher = {{某馆}},\n"
        "  year = {2026},\n"
        "  date = {2026-11-23},\n"
        "  origdate = {-0220/0220},\n"
        f"  url = {{{ADDRESS}}},\n"
        "  urldate = {2026-11-28}\n"
        "}\n"
    )


def bare(written: str) -> str:
    """Without what is escaped."""
    return re.sub(r"\\[{}%#$&_]|\\text[a-z]+\{\}", "", written)


def test_no_text_breaks_out_of_bibtex() -> None:
    records = [*harmful(), *sample()]
    assert len(records) > 800
    for record in records:
        written = bare(bibtex(citation(described(record), TODAY)))
        depth = 0
        for place, mark in enumerate(written):
            depth += {"{": 1, "}": -1}.get(mark, 0)
            assert depth > 0 or place < 6 or written[place:] in ("}\n", "\n"), record["id"]
        assert depth == 0
        assert "\\" not in written
        assert not set("$^~#") & set(written.partition("url = ")[0])
