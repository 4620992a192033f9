"""Records by id, suggestions and likeness, the same with every engine."""

from __future__ import annotations

import orjson

from records.model import State
from search.ports import IndexWriter, SearchEngine
from search.query import Query, Terms, Words
from search.results import Redirect, Served, Tombstone
from tests.contract.conftest import Filled
from tests.contract.making import BEGAN, Row


def test_what_ids_stand_for_in_the_order_asked(filled: Filled) -> None:
    chosen = [*filled.rows][::7]
    asked = [*chosen, "no:such", chosen[0]]
    got = filled.engine.get(asked)
    assert len(got) == len(asked)
    assert (got[-2], got[-1]) == (None, got[0])
    for record_id, found in zip(chosen, got, strict=False):
        row = filled.rows[record_id]
        if row.state is State.LIVE:
            assert isinstance(found, Served)
            assert (found.id, found.ordinal, found.seq) == (record_id, row.ordinal, row.seq)
            served = orjson.loads(found.source)
            assert {name: served[name] for name in row.content if name != "text"} == {
                name: value for name, value in row.content.items() if name != "text"
            }
            assert (orjson.loads(found.text) if found.text else None) == row.content.get("text")
        elif row.state is State.WITHDRAWN:
            assert isinstance(found, Tombstone)
            assert (found.id, found.reason) == (record_id, "duplicate")
            assert found.at.endswith("Z")
        else:
            assert found == Redirect(record_id, row.merged_into)


def test_no_ids_no_records(filled: Filled) -> None:
    assert filled.engine.get([]) == []
    assert filled.engine.get([""]) == [None]


def rows(*contents: dict[str, object]) -> list[Row]:
    made = []
    for ordinal, content in enumerate(contents, 1):
        record_id = f"x:{ordinal}"
        whole = {"id": record_id, "dataset": "x", "type": "site", **content}
        made.append(Row(record_id, ordinal, ordinal, BEGAN, whole))
    return made


def put(writer: IndexWriter, made: list[Row]) -> None:
    build = writer.begin()
    assert writer.write(build, [row.entry() for row in made]).refused == ()
    writer.promote(build, made[-1].seq)


def found(engine: SearchEngine, text: str, field: str = "") -> list[str]:
    return sorted(hit.record.id for hit in engine.search(Query(Words(text, field))).hits)


def test_either_script_pinyin_and_initials_find(writer: IndexWriter, engine: SearchEngine) -> None:
    put(
        writer,
        rows(
            {"title": {"zh-Hant": "故宮博物院"}}, {"title": {"zh-Hans": "敦煌莫高窟"}, "creators": [{"name": "李白"}]}
        ),
    )
    for text in ("故宫博物院", "故宮", "gugong", "gu gong", "gugong bowuyuan", "ggbwy", "宫"):
        assert found(engine, text) == ["x:1"], text
    for text in ("敦煌", "莫高窟", "dunhuang", "李白", "libai", "li bai", "lb", "dhmgk"):
        assert found(engine, text) == ["x:2"], text
    assert found(engine, "李白", "title") == []


def test_phrases_never_cross_values(writer: IndexWriter, engine: SearchEngine) -> None:
    put(
        writer, rows({"title": {"en": "one"}, "subjects": ["春", "风"]}, {"title": {"en": "two"}, "subjects": ["春风"]})
    )
    assert found(engine, "春风") == ["x:2"]


def test_the_whole_title_comes_first(writer: IndexWriter, engine: SearchEngine) -> None:
    longer = [{"title": {"zh-Hans": f"春晓{mark}春晓"}, "subjects": ["春晓"]} for mark in "天地玄黄"]
    put(writer, rows(*longer, {"title": {"zh-Hans": "春晓"}}))
    assert engine.search(Query(Words("春晓"))).hits[0].record.id == "x:5"


def test_words_without_letters_find_nothing(writer: IndexWriter, engine: SearchEngine) -> None:
    put(writer, rows({"title": {"en": "one"}}))
    assert found(engine, "！？ ---") == []


def suggested(engine: SearchEngine, text: str, *filters: Terms) -> list[tuple[str, str]]:
    return [(one.text, one.type) for one in engine.suggest(text, 10, filters)]


def test_suggestions(writer: IndexWriter, engine: SearchEngine) -> None:
    put(
        writer,
        rows(
            {"title": {"zh-Hant": "春曉"}, "type": "literary-work", "creators": [{"name": "孟浩然"}]},
            {"title": {"zh-Hans": "春江花月夜"}, "type": "literary-work", "creators": [{"name": "张若虚"}]},
            {
                "title": {"zh-Hans": "春江花月夜"},
                "type": "artwork",
                "creators": [{"name": "孟浩然"}, {"name": "Blake, William"}],
            },
            {"title": {"zh-Hans": "孟子"}, "type": "person", "region": "370000", "categories": ["person/scholar"]},
        ),
    )
    assert sorted(suggested(engine, "春")) == [("春曉", "literary-work"), ("春江花月夜", "artwork")]
    assert suggested(engine, "chunx") == suggested(engine, "春晓") == [("春曉", "literary-work")]
    assert suggested(engine, "cjh") == suggested(engine, "chunjianghuay") == [("春江花月夜", "artwork")]
    assert sorted(suggested(engine, "meng")) == [("孟子", "person"), ("孟浩然", "creator")]
    assert suggested(engine, "willi") == [("Blake, William", "creator")]
    assert suggested(engine, "春", Terms("type", ("literary-work",)))[0][1] == "literary-work"
    assert suggested(engine, "孟", Terms("type", ("person",))) == [("孟子", "person")]
    assert suggested(engine, "北京") == []
    assert suggested(engine, "") == suggested(engine, "!!") == []


def test_suggested_terms_are_those_records_have(writer: IndexWriter, engine: SearchEngine) -> None:
    put(writer, rows({"title": {"en": "one"}, "region": "370100", "periods": ["ming"], "categories": ["venue/museum"]}))
    assert suggested(engine, "山东") == [("山东省", "region")]
    assert suggested(engine, "山東") == [("山東省", "region")]
    assert ("济南市", "region") in suggested(engine, "jinan")
    assert ("明", "period") in suggested(engine, "ming")
    assert suggested(engine, "青岛") == []
    (one,) = engine.suggest("shand", 5)
    assert (one.id, one.spans) == ("370000", ((0, 2),))


def test_equal_titles_are_suggested_once_however_many(writer: IndexWriter, engine: SearchEngine) -> None:
    many = [{"title": {"zh-Hans": "无题"}} for _ in range(80)]
    put(writer, rows(*many, {"title": {"zh-Hans": "无题诗意"}}))
    assert suggested(engine, "wuti") == [("无题", "site"), ("无题诗意", "site")]


def test_long_beginnings_are_checked_whole(writer: IndexWriter, engine: SearchEngine) -> None:
    put(writer, rows({"title": {"en": "Landscape with a Mill"}}, {"title": {"en": "Landscape with Ruins"}}))
    assert suggested(engine, "landscape with r") == [("Landscape with Ruins", "site")]


def test_similar_records_share_something(writer: IndexWriter, engine: SearchEngine) -> None:
    put(
        writer,
        rows(
            {"title": {"en": "A castle by a river"}, "subjects": ["castle"], "creators": [{"name": "Turner"}]},
            {"title": {"en": "Castle at night"}, "subjects": ["castle"], "creators": [{"name": "Turner"}]},
            {"title": {"en": "Portrait"}, "type": "person", "creators": [{"name": "Turner"}]},
            {"title": {"en": "Other"}, "type": "person"},
        ),
    )
    similar = engine.similar("x:1", 10)
    assert [hit.record.id for hit in similar] == ["x:2", "x:3"]
    assert [hit.record.id for hit in engine.similar("x:1", 1)] == ["x:2"]
    assert engine.similar("no:such", 5) == []
