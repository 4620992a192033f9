"""What publishers write in few signs is told on a record's page so that anyone can read it, in their language."""

from __future__ import annotations

import pytest

from api.portal.views.cards import slip
from tests.http import pages
from tests.http.nodes import OPEN, Following, record

TOLD = record(
    7,
    title={"en": "A very long title " * 8},
    languages=["zh-Hant", "en-GB", "满文"],
    creators=[{"name": "Wang", "role": "Engraver"}, {"name": "Li", "role": "keeper of seals"}],
    date={"text": "c. 1797", "start": 1797, "end": 1797},
    designations=[
        {"scheme": "名录", "level": "national", "batch": "2", "number": "VI-18", "year": 2008},
        {"scheme": "名录", "batch": "第二批"},
    ],
    identifiers=[{"scheme": "wikidata", "value": "Q5126587"}, {"scheme": "wikidata", "value": "javascript:alert(1)"}],
    event={"start": "2015-08-11T16:00:00+08:00", "end": "2015-08-12"},
    contact={"phone": "010 8500-7114", "email": "a.b@example.org"},
    media=[{"url": "https://example.org/a.svg", "type": "image/svg+xml", "rights": OPEN}],
    extra={
        "creditLine": "Gift",
        "on_view": True,
        "role": None,
        "空": [],
        "actors": [{"displayName": "Wang", "birth_date": None, "ULAN": {"id": 5}}],
        "many": list(range(100)),
    },
)
SAID = {
    "zh-Hans": [
        "繁体中文",
        "英语（en-GB）",
        "满文",
        "雕版",
        "keeper of seals",
        "国家级 · 第 2 批 · 编号 VI-18 · 2008年",
        "第二批",
    ],
    "zh-Hant": ["繁體中文", "英文（en-GB）", "雕版", "國家級 · 第 2 批 · 編號 VI-18 · 2008年"],
    "en": ["Traditional Chinese", "English (en-GB)", "engraver", "National · batch 2 · no. VI-18 · 2008"],
}


@pytest.mark.parametrize("lang", SAID)
def test_codes_are_named_in_the_language_of_the_page(node: Following, lang: str) -> None:
    node.put(TOLD)
    page = pages.get(node.app.test_client(), "/records/made:7", lang=lang)
    texts = [pages.squeezed(one.inside) for one in page.tags if one.name in ("a", "span")]
    assert [text for text in SAID[lang] if text not in texts] == []
    assert "SVG" in texts
    assert "2015-08-11 16:00" in texts
    assert not {"zh-Hant", "1797年", "image/svg+xml", "2015-08-11T16:00:00+08:00"} & set(texts)
    assert [one.attributes["value"] for one in page.all("data")] == ["zh-Hant", "en-GB", "满文", "made"]
    assert page.one("h1").attributes["class"] == "long"


def test_what_can_be_used_at_once_is_a_link(node: Following) -> None:
    node.put(TOLD)
    links = pages.get(node.app.test_client(), "/records/made:7").links()
    assert {"tel:0108500-7114", "mailto:a.b@example.org", "https://www.wikidata.org/wiki/Q5126587"} <= set(links)
    assert not [link for link in links if "alert" in link]


def test_what_is_the_publishers_own_is_folded_and_told_in_words(node: Following) -> None:
    node.put(TOLD, record(8, extra={"a": 1}), record(9))
    page = pages.get(node.app.test_client(), "/records/made:7", lang="en")
    own = page.one("details", class_="own")
    seen = pages.squeezed(own.inside)
    for text in ("Credit line Gift", "On view yes", "Actors ULAN (Id: 5); Display name: Wang"):
        assert text in seen
    assert "38 39 …" in seen
    assert not any(sign in seen for sign in ("{", "null", "None", "空", "Role", "40"))
    few = pages.get(node.app.test_client(), "/records/made:8")
    assert "open" not in few.one("details", class_="own").attributes | own.attributes
    assert not pages.get(node.app.test_client(), "/records/made:9").all("details", class_="own")


def test_languages_are_named_in_facets_and_tables_too(node: Following) -> None:
    node.put(TOLD)
    asked = node.app.test_client().get("/v1/records?facets=language&lang=en").get_json()
    labels = {one["value"]: one["label"] for one in asked["facets"]["language"]["values"]}
    assert labels == {"zh-Hant": "Traditional Chinese", "en-GB": "English (en-GB)", "满文": "满文"}
    table = node.app.test_client().get("/v1/aggregate?by=language&lang=zh-Hans").get_json()
    assert table["columns"][0]["labels"]["zh-Hant"] == "繁体中文"


PLACES = [
    ((52.4789, -1.4718), "北纬 52.4789°，西经 1.4718°", "北緯 52.4789°，西經 1.4718°", "52.4789° N, 1.4718° W"),
    ((-33.9, 151.2), "南纬 33.9000°，东经 151.2000°", "南緯 33.9000°，東經 151.2000°", "33.9000° S, 151.2000° E"),
]


@pytest.mark.parametrize(("place", "simplified", "traditional", "english"), PLACES)
def test_a_place_lies_in_its_own_hemisphere(
    node: Following, place: tuple[float, float], simplified: str, traditional: str, english: str
) -> None:
    node.put(record(7, place={"lat": place[0], "lon": place[1]}))
    for lang, said in (("zh-Hans", simplified), ("zh-Hant", traditional), ("en", english)):
        assert f"{said}{' ' if lang == 'en' else '（'}" in pages.get(
            node.app.test_client(), "/records/made:7", lang=lang
        ).text.replace("(", "")


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("静夜思", "静夜思"),
        ("中国黄（渤）海候鸟栖息地（第一期）", "中国黄（渤）海…"),
        ("狮舞（徐水狮舞）", "徐水狮舞"),
        ("狮舞(天塔狮舞)", "天塔狮舞"),
        ("昆曲（苏州）", "昆曲·苏州"),
        ("故宫博物院（北京市东城区景山前街）", "故宫博物院"),
        ("《红楼梦》研究", "红楼梦"),
        ("（清）王翚山水图", "（清）王翚山水图"),
        ("赠汪伦——李白", "赠汪伦"),
    ],
)
def test_a_slip_says_how_a_title_begins_and_makes_sense(title: str, written: str) -> None:
    assert slip(title, "zh-Hans") == written


def test_a_very_long_title_stands_whole_below_its_beginning(node: Following) -> None:
    title = "Group portrait of a wedding party with ten women, " * 15
    node.put(record(7, title={"en": title.strip()}))
    page = pages.get(node.app.test_client(), "/records/made:7", lang="en")
    assert page.one("h1").inside.endswith("…")
    assert len(page.one("h1").inside) <= 260
    assert len(page.one("title").inside) < 120
    assert title.strip() in page.one("details", class_="tongue").inside
    assert title.strip() in page.one("p", class_="citation").inside


def test_what_is_the_same_is_told_once(node: Following) -> None:
    where = "北京市东城区景山前街4号"
    node.put(
        record(7, place={"text": where, "lat": 39.9, "lon": 116.4}, contact={"address": where}),
        record(8, place={"text": "景山前街 4 号"}, contact={"address": where}),
        record(9, place={"text": "午门"}, contact={"address": where}),
    )
    for name, times in (("7", 1), ("8", 1), ("9", 1)):
        assert pages.get(node.app.test_client(), f"/records/made:{name}").text.count(where) == times
    assert "午门" in pages.get(node.app.test_client(), "/records/made:9").text


def test_regions_of_the_publishers_own_are_named(node: Following) -> None:
    node.put(record(7, extra={"regions": ["110000", "130000", "9"], "number": "110000"}))
    own = pages.get(node.app.test_client(), "/records/made:7").one("details", class_="own").inside
    assert "北京市" in own
    assert "河北省" in own
    assert "Number 110000" in pages.squeezed(own)


def test_years_are_told_in_the_language_of_the_page(node: Following) -> None:
    node.put(record(7, date={"text": "约1072年", "start": 1072, "end": 1072}), record(8, date={"text": "宋"}))
    client = node.app.test_client()
    english = pages.get(client, "/records/made:7", lang="en")
    assert "1072" in [one.inside for one in english.all("span")]
    assert "约1072年" in [one.inside for one in pages.get(client, "/records/made:7", lang="zh-Hans").all("span")]
    assert "宋" in [one.inside for one in pages.get(client, "/records/made:8", lang="en").all("span")]


def test_a_poem_is_handed_on_by_its_first_lines(node: Following) -> None:
    node.put(record(7, text={"zh-Hans": "床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。"}))
    page = pages.get(node.app.test_client(), "/records/made:7")
    for told in (page.one("meta", property="og:description"), page.one("meta", name="description")):
        assert told.attributes["content"] == "床前明月光，疑是地上霜。举头望明月，低头思故乡。"


def test_lines_of_a_verse_run_on_without_gaps(node: Following) -> None:
    node.put(record(7, text={"zh-Hans": "窗前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。"}))
    page = pages.get(node.app.test_client(), "/search", q="地上霜", lang="zh-Hans")
    passage = next(one.inside for one in page.all("p", class_="passage") if "地上霜" in one.inside)
    assert "\n" not in passage
    assert "月光，疑是地上霜。举头" in passage
