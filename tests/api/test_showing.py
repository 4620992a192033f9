"""Records as they are shown, from bytes and from what is in them."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from api.representations.records import shown, shown_hit
from api.shapes import Shape
from search.results import Highlight, Hit, Served

BASE = "https://x.org"
CONTENT = {
    "id": "a:1",
    "type": "site",
    "title": {"zh-Hans": "山", "en": "Hill"},
    "creators": [{"name": "甲", "role": "x"}, {"name": "乙"}],
    "place": {"lat": 1.5, "lon": 2.5},
    "media": [{"url": "u"}, {"url": "v"}],
    "seq": 7,
}
RECORD = Served("a:1", 1, 7, orjson.dumps(CONTENT), orjson.dumps({"zh-Hans": "文", "en": "Text"}))


def read(one: Any) -> Any:
    return orjson.loads(orjson.dumps(one))


LINKS = {"self": "https://x.org/v1/records/a:1", "html": "https://x.org/records/a:1"}


def test_bytes_are_sent_as_they_are_kept_with_links_beside() -> None:
    assert read(shown(RECORD, Shape(BASE))) == {**CONTENT, "links": LINKS}
    assert isinstance(shown(RECORD, Shape(BASE)), orjson.Fragment)


def test_the_whole_record_has_its_text() -> None:
    assert read(shown(RECORD, Shape(BASE, view="full")))["text"] == {"zh-Hans": "文", "en": "Text"}
    textless = Served("a:1", 1, 7, RECORD.source)
    assert "text" not in read(shown(textless, Shape(BASE, view="full")))


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        (("title",), {"id": "a:1", "title": CONTENT["title"]}),
        (("creators.name",), {"id": "a:1", "creators": [{"name": "甲"}, {"name": "乙"}]}),
        (("creators.role",), {"id": "a:1", "creators": [{"role": "x"}, {}]}),
        (("place.lat", "place.lon"), {"id": "a:1", "place": {"lat": 1.5, "lon": 2.5}}),
        (("place.lat", "place"), {"id": "a:1", "place": {"lat": 1.5, "lon": 2.5}}),
        (("place", "place.lat"), {"id": "a:1", "place": {"lat": 1.5, "lon": 2.5}}),
        (("text.en",), {"id": "a:1", "text": {"en": "Text"}}),
        (("title.en.x", "date", "id.y"), {"id": "a:1", "title": {}}),
    ],
)
def test_fields_are_cut_out(fields: tuple[str, ...], kept: Any) -> None:
    assert read(shown(RECORD, Shape(BASE, fields=fields))) == kept


def test_one_language_is_kept_in_any_view() -> None:
    assert read(shown(RECORD, Shape(BASE, view="full", lang="en"))) == {
        **CONTENT,
        "title": {"en": "Hill"},
        "text": {"en": "Text"},
        "links": LINKS,
    }
    card = read(shown(RECORD, Shape(BASE, view="card", lang="en")))
    assert card["title"] == {"en": "Hill"}
    assert card["media"] == [{"url": "u"}]


@pytest.mark.parametrize("form", [Shape(BASE), Shape(BASE, view="card"), Shape(BASE, fields=("title",))])
def test_a_hit_tells_what_the_search_found_in_any_form(form: Shape) -> None:
    marks = (Highlight("title.en", "Hill", ((0, 4),)), Highlight("title.en", "Hills", ((0, 4),)))
    told = read(shown_hit(Hit(RECORD, 1.23456, 0.0, marks), form))
    assert told["score"] == 1.2346
    assert told["distance"] == 0
    assert told["highlights"] == {
        "title.en": [{"text": "Hill", "spans": [[0, 4]]}, {"text": "Hills", "spans": [[0, 4]]}]
    }
