"""Kinds of heritage by their names: what an ending says for certain, and what it does not."""

from __future__ import annotations

import pytest

from indexers.normalise.kinds import kind_of
from records.vocabularies import categories


@pytest.mark.parametrize(
    ("category", "name", "kind"),
    [
        ("ancient-building", "拙政园", "garden"),
        ("ancient-building", "米脂常氏庄园", "dwelling"),
        ("ancient-building", "佛光寺", "temple"),
        ("ancient-building", "牛街礼拜寺", "mosque"),
        ("ancient-building", "西安清真寺", "mosque"),
        ("ancient-building", "大雁塔", "pagoda"),
        ("ancient-building", "安济桥（大石桥）", "bridge"),
        ("ancient-building", "平遥城墙", "city-wall"),
        ("ancient-building", "平遥文庙", "academy"),
        ("ancient-building", "社旗山陕会馆", "guildhall"),
        ("ancient-building", "三卿口制瓷作坊", ""),
        ("ancient-building", "百寿坊", "archway"),
        ("ancient-building", "直波碉楼", ""),
        ("ancient-building", "宏村古建筑群", "village"),
        ("ancient-building", "古观象台", ""),
        ("ancient-site", "陶寺遗址", ""),
        ("ancient-site", "高庙遗址", ""),
        ("ancient-site", "高昌故城", "city"),
        ("ancient-site", "清凉寺汝官窑遗址", "kiln"),
        ("ancient-site", "华光礁沉船遗址", "wreck"),
        ("ancient-tomb", "明孝陵", "imperial"),
        ("ancient-tomb", "青山崖墓群", "cemetery"),
        ("ancient-tomb", "李时珍墓", ""),
        ("grotto-and-carving", "云冈石窟", "grotto"),
        ("grotto-and-carving", "洪顶山摩崖石刻", "cliff-carving"),
        ("grotto-and-carving", "阴山岩画", "rock-art"),
        ("grotto-and-carving", "爨宝子碑", "stele"),
        ("modern-site", "北京鲁迅旧居", "former-residence"),
        ("modern-site", "于田艾提卡清真寺", "religious"),
        ("modern-site", "会宁红军会师旧址", ""),
        ("other", "华亭海塘奉贤段", ""),
    ],
)
def test_a_name_tells_its_kind_only_where_that_is_certain(category: str, name: str, kind: str) -> None:
    wanted = f"heritage/{category}/{kind}".rstrip("/")
    assert kind_of(f"heritage/{category}", name) == wanted
    assert wanted in categories()


def test_an_ending_alone_is_no_name() -> None:
    assert kind_of("heritage/ancient-building", "塔") == "heritage/ancient-building"
