"""Periods and reign eras: years, overlaps, and what people call them."""

import pytest

from records.vocabularies import periods, periods_named, reigns_named

# Terms that reach outside the years of what they hang under, each by the usual chronology:
OUTSIDE = {
    "warring-states": "outlived the kings of Zhou, until the unification",
    "southern-ming": "claimed the throne after the fall of Beijing",
    "wu-902": "founded before the end of Tang",
    "yuan-zhiyuan-1264": "counted before the dynasty took its name",
    "western-jin-jianxing": "went on for some months after the fall of Chang'an",
}


def span(period_id):
    period = periods().get(period_id)
    return period.start, period.end


def test_years_run_forwards_and_none_is_zero():
    assert all(period.start <= period.end for period in periods())
    assert not [period.id for period in periods() if 0 in (period.start, period.end)]


def test_every_period_lies_within_its_parent_but_the_known_exceptions():
    found = set()
    for period in periods():
        if period.parent is not None:
            start, end = span(period.parent)
            if not start <= period.start <= period.end <= end:
                found.add(period.id)
    assert found == set(OUTSIDE)


def test_reigns_hang_under_dynasties_and_states_only():
    above = {periods().get(period.parent).kind for period in periods() if period.kind == "reign"}
    assert above <= {"dynasty", "state", "age"}
    assert not [p.id for p in periods() if p.parent and periods().get(p.parent).kind == "reign"]


def test_reign_ids_begin_with_what_they_hang_under():
    assert all(p.id.startswith(f"{p.parent}-") for p in periods() if p.kind == "reign")


def test_every_period_names_its_source():
    assert all(period.source for period in periods())
    assert all("夏商周断代工程" in periods().get(early).source for early in ("xia", "shang", "western-zhou"))


def test_required_periods_are_there():
    wanted = [
        "paleolithic",
        "neolithic",
        "xia",
        "shang",
        "zhou",
        "western-zhou",
        "eastern-zhou",
        "spring-and-autumn",
        "warring-states",
        "qin",
        "han",
        "western-han",
        "xin",
        "eastern-han",
        "three-kingdoms",
        "wei",
        "shu",
        "wu",
        "jin-266",
        "western-jin",
        "eastern-jin",
        "sixteen-kingdoms",
        "northern-and-southern",
        "southern",
        "liu-song",
        "southern-qi",
        "liang",
        "chen",
        "northern",
        "northern-wei",
        "eastern-wei",
        "western-wei",
        "northern-qi",
        "northern-zhou",
        "sui",
        "tang",
        "five-dynasties",
        "later-liang",
        "later-tang",
        "later-jin",
        "later-han",
        "later-zhou",
        "ten-kingdoms",
        "liao",
        "song",
        "northern-song",
        "southern-song",
        "western-xia",
        "jin-1115",
        "dali",
        "nanzhao",
        "bohai",
        "tubo",
        "yuan",
        "ming",
        "qing",
        "republic",
        "prc",
    ]
    assert [period for period in wanted if period not in periods()] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("liao", "northern-song"),
        ("western-xia", "jin-1115"),
        ("southern-song", "jin-1115"),
        ("northern-wei", "southern-qi"),
        ("wei", "shu"),
        ("dali", "southern-song"),
        ("tubo", "tang"),
        ("nanzhao", "tang"),
        ("sixteen-kingdoms", "eastern-jin"),
    ],
)
def test_states_side_by_side_overlap(one, other):
    assert max(span(one)[0], span(other)[0]) < min(span(one)[1], span(other)[1])


def year(name, count):
    """The year of the count-th year of an era: 万历三年 is 1575."""
    (period,) = periods_named(name)
    found = period.start + count - 1
    return found + 1 if period.start < 0 <= found else found


@pytest.mark.parametrize(
    ("era", "count", "expected"),
    [
        ("万历", 3, 1575),
        ("明万历", 15, 1587),
        ("清康熙", 61, 1722),
        ("乾隆", 60, 1795),
        ("唐贞观", 23, 649),
        ("开元", 29, 741),
        ("北宋熙宁", 10, 1077),
        ("元丰", 8, 1085),
        ("绍兴", 32, 1162),
        ("洪武", 31, 1398),
        ("光绪", 34, 1908),
        ("建安", 25, 220),
        ("元狩", 4, -119),
        ("辽统和", 2, 984),
        ("金大定", 29, 1189),
        ("民国", 26, 1937),
    ],
)
def test_known_years(era, count, expected):
    assert year(era, count) == expected


def test_ming_wanli():
    assert span("ming-wanli") == (1573, 1620)
    assert periods().path("ming-wanli") == ("ming", "ming-wanli")


@pytest.mark.parametrize("dynasty", ["tang", "northern-song", "southern-song", "liao", "jin-1115", "ming", "qing"])
def test_reigns_leave_no_year_of_a_dynasty_unnamed(dynasty):
    """But the interregnum of Wu Zhou, which hangs under Tang with eras of its own, and years before the first era."""
    within = [p for p in periods() if p.kind == "reign" and dynasty in periods().path(p.id)]
    named = {year for period in within for year in range(period.start, period.end + 1)}
    start, end = span(dynasty)
    first = min(period.start for period in within)
    assert set(range(max(start, first), end + 1)) <= named


def test_an_ambiguous_era_returns_all_earliest_first():
    found = reigns_named("建元")
    assert [period.id for period in found] == [
        "western-han-jianyuan",
        "eastern-jin-jianyuan",
        "former-qin-jianyuan",
        "southern-qi-jianyuan",
    ]
    assert [period.start for period in reigns_named("至元")] == [1264, 1335]
    assert reigns_named("明") == reigns_named("不存在") == ()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("明", {"ming"}),
        ("明代", {"ming"}),
        ("明朝", {"ming"}),
        ("清乾隆", {"qing-qianlong"}),
        ("清代乾隆", {"qing-qianlong"}),
        ("乾隆年间", {"qing-qianlong"}),
        ("萬曆", {"ming-wanli"}),
        ("漢", {"han"}),
        ("後漢", {"eastern-han", "later-han"}),
        ("宋熙宁", {"northern-song-xining"}),
        ("元至元", {"yuan-zhiyuan-1264", "yuan-zhiyuan-1335"}),
        ("南齐建元", {"southern-qi-jianyuan"}),
        ("明乾隆", set()),
        ("民国", {"republic"}),
        ("春秋", {"spring-and-autumn"}),
        ("", set()),
    ],
)
def test_periods_named(text, ids):
    assert {period.id for period in periods_named(text)} == ids


def test_there_are_enough_eras():
    assert sum(period.kind == "reign" for period in periods()) >= 500
