"""What publishers write in few signs is told on a record's page so that anyone can read it, in their language."""

from __future__ import annotations

import pytest

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
    assert "open" in few.one("details", class_="own").attributes
    assert not pages.get(node.app.test_client(), "/records/made:9").all("details", class_="own")


def test_languages_are_named_in_facets_and_tables_too(node: Following) -> None:
    node.put(TOLD)
    asked = node.app.test_client().get("/v1/records?facets=language&lang=en").get_json()
    labels = {one["value"]: one["label"] for one in asked["facets"]["language"]["values"]}
    assert labels == {"zh-Hant": "Traditional Chinese", "en-GB": "English (en-GB)", "满文": "满文"}
    table = node.app.test_client().get("/v1/aggregate?by=language&lang=zh-Hans").get_json()
    assert table["columns"][0]["labels"]["zh-Hant"] == "繁体中文"
