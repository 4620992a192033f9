"""Choices: the values of fields that take only certain ones, by id and by name."""

from __future__ import annotations

from time import thread_time
from timeit import repeat

import pytest

from records import vocabularies
from search.choices import current, is_choice, named, nearest_choice


@pytest.mark.parametrize(
    ("field", "text", "values"),
    [
        ("type", "site", ("site",)),
        ("type", "文物藏品", ("artifact",)),
        ("level", "国家级", ("national",)),
        ("region", "北京", ("110000",)),
        ("region", "廣西", ("450000",)),
        ("region", "内蒙古", ("150000",)),
        ("region", "香港", ("810000",)),
        ("region", "Beijing", ("110000",)),
        ("period", "唐朝", ("tang",)),
        ("period", "万历", ("ming-wanli",)),
        ("dataset", "anything at all", ("anything at all",)),
        ("type", "nothing", ()),
    ],
)
def test_values_by_name(field: str, text: str, values: tuple[str, ...]) -> None:
    assert named(field, text) == values


@pytest.mark.parametrize("name", ["type", "level", "region", "period", "category"])
def test_every_label_leads_to_its_term(name: str) -> None:
    for term in vocabularies.vocabulary({"category": "categories"}.get(name, f"{name}s")):
        if not getattr(term, "withdrawn", False):
            for label in term.labels.values():
                assert term.id in named(name, label), label


@pytest.mark.parametrize(
    ("field", "text", "near"),
    [
        ("type", "siet", "site"),
        ("type", "不可移动文化", "不可移动文物"),
        ("region", "110001", "110000"),
        ("region", "北京事", "北京市"),
        ("category", "heritage/ancient-tmob", "heritage/ancient-tomb"),
        ("has", "imge", "image"),
        ("type", "zzz", ""),
    ],
)
def test_the_nearest(field: str, text: str, near: str) -> None:
    assert nearest_choice(field, text) == near


def test_the_nearest_is_found_quickly_among_thousands() -> None:
    nearest_choice("region", "x")

    def look() -> None:
        for text in ("x" * 2_000, "自治县人民政府所在地", "999999", "county of nowhere"):
            nearest_choice("region", text)

    assert min(repeat(look, timer=thread_time, number=1, repeat=3)) < 0.5


def test_free_fields_take_anything() -> None:
    assert is_choice("creator", "李白")
    assert not is_choice("type", "李白")
    assert current("region", "510625") == "510682"
    assert current("type", "site") == "site"
