"""Index entries: what becomes of a record, value by value."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.model import State
from search.entries import TOKEN_FIELDS
from search.fields import KEYWORDS
from search.making import make_entry
from search.text.tokens import FILLER
from search.values import found_at
from tests.search.making import content, entry
from tests.search.texts import printable

POEM = content(
    title={"zh-Hans": "静夜思", "zh-Hant": "靜夜思", "en": "Quiet Night Thought"},
    alternative_titles=["床前明月光"],
    text={"zh-Hant": "床前明月光，疑是地上霜。", "zh-Hans": "床前明月光，疑是地上霜。"},
    creators=[{"name": "李白", "role": "作者"}],
    date={"text": "唐", "start": 726},
    periods=["tang"],
    categories=["literature/poem/shi"],
    subjects=["思乡"],
    region="510781",
    place={"text": "青莲乡", "lat": 31.8, "lon": 104.7},
    institution={"name": "四川省图书馆"},
    level="national",
    rights={"uri": "https://creativecommons.org/publicdomain/mark/1.0/", "reuse": "open"},
    media=[{"url": "https://example.org/1.jpg", "type": "image/jpeg", "rights": {}}],
    languages=["zh"],
    extra={"kept": "but never searched"},
)


def tokens(record: dict[str, Any], field: str) -> list[str]:
    return (make_entry(entry(record)).tokens or {}).get(field, "").split()


def keywords(record: dict[str, Any], field: str) -> tuple[str, ...]:
    return (make_entry(entry(record)).keywords or {}).get(field, ())


def test_what_is_served_is_the_record_without_its_text_and_with_its_history() -> None:
    made = make_entry(entry(POEM))
    served = json.loads(made.source)
    assert served == {key: value for key, value in POEM.items() if key != "text"} | {
        "seq": 1,
        "version": 3,
        "created": "2026-01-02T03:04:05.678Z",
        "modified": "2026-05-18T09:00:00.000Z",
    }
    assert json.loads(made.text) == POEM["text"]
    assert made.modified == 1_779_094_800_000


def test_numbers_places_and_order() -> None:
    made = make_entry(entry(POEM))
    assert (made.year_start, made.year_end) == (726, 726)
    assert (made.lat, made.lon) == (31.8, 104.7)
    assert re.fullmatch("jing4...ye4...si1...", made.title_key)
    assert make_entry(entry(content(date={"text": "?", "end": -221}))).year_start == -221
    assert make_entry(entry(content(date={"text": "明代"}))).year_start is None
    assert make_entry(entry(content(place={"text": "北京"}))).lat is None


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("type", ("literary-work",)),
        ("region", ("100000", "510000", "510700", "510781")),
        ("category", ("literature", "literature/poem", "literature/poem/shi")),
        ("period", ("tang",)),
        ("dataset", ("poems",)),
        ("institution", ("四川省图书馆",)),
        ("creator", ("李白",)),
        ("subject", ("思乡",)),
        ("reuse", ("open",)),
        ("level", ("national",)),
        ("has", ("image", "location", "text", "date")),
        ("material", ()),
    ],
)
def test_keywords(field: str, values: tuple[str, ...]) -> None:
    assert keywords(POEM, field) == values


def test_values_are_kept_once_in_order_and_paths_are_shared() -> None:
    record = content(categories=["museum/bronze", "museum/jade", "museum/bronze"])
    assert keywords(record, "category") == ("museum", "museum/bronze", "museum/jade")
    assert keywords(content(region="999999"), "region") == ("999999",)
    assert keywords(content(region="510625"), "region") == ("100000", "510000", "510600", "510682")


def test_has_nothing() -> None:
    assert keywords(content(media=[{"url": "x", "type": "audio"}], text={}), "has") == ()


@pytest.mark.parametrize(
    ("field", "holds"),
    [
        ("title_exact", ["静夜", "夜思", "quiet", "床前", FILLER]),
        ("title_words", ["静夜", "quiet", "thought", "床"]),
        ("title_pinyin", ["jing", "ye", "si", "chuang"]),
        ("title_initials", ["jingyesi", "jys"]),
        ("creator_exact", ["李白"]),
        ("creator_pinyin", ["li", "bai", "bo"]),
        ("creator_initials", ["libai", "lb"]),
        ("subject_exact", ["思乡", "唐代", "唐诗", "文学", "poetry"]),
        ("subject_words", ["诗", "唐", "poetri"]),
        ("place_exact", ["青莲", "四川", "江油", "绵阳", "中国", "sichuan"]),
        ("text_exact", ["明月", "地上"]),
        ("suggest", ["静", "静夜思", "jys", "jingyesi", "q", "quietnig", "床前明月光"]),
        ("suggest_creator", ["李", "李白", "lb", "libai"]),
    ],
)
def test_tokens_hold(field: str, holds: list[str]) -> None:
    assert set(holds) <= set(tokens(POEM, field))


def test_the_two_scripts_of_one_text_count_once() -> None:
    assert tokens(POEM, "title_exact").count("静夜") == 1
    assert tokens(POEM, "text_exact").count("明月") == 1


def test_no_phrase_reaches_into_the_next_value() -> None:
    assert tokens(content(subjects=["青铜", "器物"]), "subject_exact")[:5] == ["青铜", "铜", FILLER, "器物", "物"]


def test_what_is_not_there_has_no_tokens() -> None:
    made = make_entry(entry(content(title={"bo": "བོད"})))
    assert set(made.tokens or {}) == {"title_exact", "title_words", "subject_exact", "subject_words", "suggest"}


def test_the_lists_a_record_stands_on_are_searched_as_its_subjects_are() -> None:
    made = make_entry(entry(content(designations=[{"scheme": "国家历史文化名城", "level": "national"}])))
    assert "国家" in (made.tokens or {})["subject_exact"].split()


def test_people_and_places_of_note_are_suggested_first() -> None:
    def weight(**fields: Any) -> int:
        return make_entry(entry(content(**fields))).weight

    national = [{"scheme": "全国重点文物保护单位", "level": "national"}]
    order = [
        weight(type="site", designations=national),
        weight(type="site"),
        weight(type="person"),
        weight(type="artwork"),
        weight(type="news"),
    ]
    assert order == sorted(order, reverse=True)
    assert len(set(order)) == len(order)
    assert weight(text={"zh": "长" * 10_000}) == weight()


@pytest.mark.parametrize(
    ("state", "source"),
    [
        (State.WITHDRAWN, {"reason": "重复", "at": "2026-05-18T09:00:00.000Z"}),
        (State.MERGED, {"to": "poems:2"}),
    ],
)
def test_what_is_gone_is_hardly_there(state: State, source: dict[str, str]) -> None:
    gone = replace(entry(POEM), state=state, content=b"", reason="重复", merged_into="poems:2")
    made = make_entry(gone)
    assert json.loads(made.source) == source
    assert (made.id, made.seq, made.state, made.tokens, made.keywords) == ("poems:1", 1, state, None, None)


def test_found_at_takes_lists_one_by_one() -> None:
    record = {"a": [{"b": [1, 2]}, {"c": 3}, {"b": 4}]}
    assert found_at(record, ("a", "b")) == [1, 2, 4]
    assert found_at(record, ("a", "x")) == []
    assert found_at(record, ("x", "y")) == []


@given(
    st.dictionaries(st.sampled_from(["zh-Hans", "en", "bo"]), printable, min_size=1), st.lists(printable, max_size=3)
)
@settings(max_examples=80)
def test_any_text_makes_an_entry_engines_can_hold(title: dict[str, str], names: list[str]) -> None:
    record = content(
        title=title,
        text=title,
        subjects=names,
        creators=[{"name": name} for name in names],
    )
    made = make_entry(entry(record))
    assert set(made.tokens or {}) <= set(TOKEN_FIELDS)
    assert set(made.keywords or {}) <= {field.name for field in KEYWORDS}
    for joined in (made.tokens or {}).values():
        assert joined
        assert joined.split() == joined.split(" ")
        assert max(map(len, joined.split())) <= 200
