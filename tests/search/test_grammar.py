"""The language of q: what it says, and where it goes wrong."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.errors import QuerySyntaxError
from search.grammar import MAX_CLAUSES, MAX_DEPTH, MAX_LENGTH, parse
from search.query import AllOf, AnyOf, Clause, Every, Everything, Not, Phrase, Prefix, Terms, Words
from tests.search.texts import any_text


@pytest.mark.parametrize(
    ("q", "clause"),
    [
        ("", Everything()),
        (" \u3000\n", Everything()),
        ("故宫 博物院", Words("故宫 博物院")),
        (" Palace or and Museum ", Words("Palace or and Museum")),
        ("Smith, John - painter", Words("Smith, John - painter")),
        ("mid-autumn", Words("mid-autumn")),
        ('"静夜思"', Phrase("静夜思")),
        ("“静夜思”", Phrase("静夜思")),
        ('"静夜思" 李白', AllOf((Phrase("静夜思"), Words("李白")))),
        ('李白 "静夜" 月', AllOf((Words("李白 月"), Phrase("静夜")))),
        ("-唐诗", Not(Words("唐诗"))),
        ("李白 －唐诗", AllOf((Words("李白"), Not(Words("唐诗"))))),
        ('-"a b" c', AllOf((Not(Phrase("a b")), Words("c")))),
        ("a OR b c", AnyOf((Words("a"), Words("b c")))),
        ("a AND b", Every((Words("a"), Words("b")))),
        ("ORANGE ANDES", Words("ORANGE ANDES")),
        ("(a OR b) c", AllOf((AnyOf((Words("a"), Words("b"))), Words("c")))),
        ("故宫（北京）", Words("故宫 北京")),
        ("-(a OR b)", Not(AnyOf((Words("a"), Words("b"))))),
        ("青铜*", Prefix("青铜")),
        ("bronze＊ age", AllOf((Prefix("bronze"), Words("age")))),
        ("title：故宫", Words("故宫", "title")),
        ("Title: 故宫", Words("故宫", "title")),
        ("题名：故宫", Words("故宫", "title")),
        ("ｔｉｔｌｅ：故宫", Words("故宫", "title")),
        ("李白 ＯＲ 杜甫", AnyOf((Words("李白"), Words("杜甫")))),
        ("（a　OR　b）", AnyOf((Words("a"), Words("b")))),
        ("題名：故宮", Words("故宮", "title")),
        ('title:"静夜思" creator:li*', AllOf((Phrase("静夜思", "title"), Prefix("li", "creator")))),
        ("作者：李白 月", AllOf((Words("李白", "creator"), Words("月")))),
        ("-title:故宫", Not(Words("故宫", "title"))),
        ("type:site", Terms("type", ("site",))),
        ("type:不可移动文物", Terms("type", ("site",))),
        ("类型：不可移動文物", Terms("type", ("site",))),
        ("region:北京", Terms("region", ("110000",))),
        ('region:"北京市"', Terms("region", ("110000",))),
        ("region:什邡县", Terms("region", ("510625", "512122"))),
        ("period:明代", Terms("period", ("ming",))),
        ("category:heritage/ancient-tomb", Terms("category", ("heritage/ancient-tomb",))),
        ("dataset:tate", Terms("dataset", ("tate",))),
        ("has:image", Terms("has", ("image",))),
        ("reuse:open", Terms("reuse", ("open",))),
        ("12:30", Words("12:30")),
        ("http://example.org/a?b=c", Words("http://example.org/a?b=c")),
        ("朝代：唐", Words("朝代：唐")),
        ("a !!! OR b", AnyOf((Words("a"), Words("b")))),
        ('月 "..x.."', AllOf((Words("月"), Phrase("..x..")))),
    ],
)
def test_what_is_said(q: str, clause: Clause) -> None:
    assert parse(q) == clause


def test_a_name_that_several_regions_bear_means_all_of_them() -> None:
    clause = parse("region:朝阳区")
    assert isinstance(clause, Terms)
    assert {"110105", "220104"} <= set(clause.values)


@pytest.mark.parametrize(
    ("q", "position", "suggestion"),
    [
        ('"', 0, ""),
        ('foo "bar', 4, ""),
        ('12" plate', 2, ""),
        ("”", 0, ""),
        ("*", 0, ""),
        ("a * b", 2, ""),
        ("a**", 1, ""),
        ("M*A*S*H", 1, ""),
        ("OR", 0, ""),
        ("OR a", 0, ""),
        ("a OR", 4, ""),
        ("a OR OR b", 5, ""),
        ("AND", 0, ""),
        ("()", 1, ""),
        ("a ()", 3, ""),
        ("(a", 0, ""),
        ("a)", 1, ""),
        ("(a OR )", 6, ""),
        ("（（a）", 0, ""),
        ("-", 0, ""),
        ("--a", 1, ""),
        ("-OR", 1, ""),
        ("-!! a", 0, ""),
        ("!!! ???", 0, ""),
        ('"!!"', 0, ""),
        ("\x00", 0, ""),
        ("title:", 0, ""),
        ("title:(a)", 6, ""),
        ("title:creator:x", 6, ""),
        ("title:!!", 6, ""),
        ("tilte:x", 0, "title"),
        ("a creater:x", 2, "creator"),
        ("regoin:北京", 0, "region"),
        ("type:siet", 5, "site"),
        ("type:不可移动文化", 5, "不可移动文物"),
        ("type:si*", 5, ""),
        ("has:imge", 4, "image"),
        ("year:1841", 5, ""),
    ],
)
def test_where_it_goes_wrong(q: str, position: int, suggestion: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(q)
    assert (caught.value.position, caught.value.suggestion) == (position, suggestion)
    assert caught.value.parameter == "q"
    assert caught.value.reason


@pytest.mark.parametrize(
    ("q", "position"),
    [
        ("a" * (MAX_LENGTH + 1), MAX_LENGTH),
        ("a " * (MAX_CLAUSES + 1), 2 * MAX_CLAUSES),
        ("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1), MAX_DEPTH),
        ("(" * 200_000, MAX_LENGTH),
        ("term " * 10_000, MAX_LENGTH),
        ('"' * 100_001, MAX_LENGTH),
    ],
)
def test_what_is_too_large_is_refused_at_once(q: str, position: int) -> None:
    times = []
    for _ in range(5):
        begun = perf_counter()
        with pytest.raises(QuerySyntaxError) as caught:
            parse(q)
        times.append(perf_counter() - begun)
        assert caught.value.position == position
    assert min(times) < 0.02


def test_the_largest_that_is_taken() -> None:
    parse("a" * MAX_LENGTH)
    parse("a " * MAX_CLAUSES)
    parse(" OR ".join("a" * MAX_CLAUSES))
    parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH)


operators = st.text(alphabet=st.sampled_from('ab故"()*:-“”：－（）＊ OR!\n'), max_size=60)


def refused_at(q: str) -> int:
    """The place a query is refused at, 0 for one that is read; any other exception is a failure."""
    try:
        parse(q)
    except QuerySyntaxError as error:
        return error.position
    return 0


@given(st.one_of(any_text, operators, st.text()))
@settings(max_examples=300)
def test_any_text_is_read_or_refused_by_its_place(q: str) -> None:
    assert 0 <= refused_at(q) <= len(q)


@given(st.lists(st.sampled_from(["故宫", "Palace", "李白", "月", "1841"]), min_size=1, max_size=8))
def test_plain_words_stay_as_they_are(words: list[str]) -> None:
    assert parse(" ".join(words)) == Words(" ".join(words))
