"""The record form: what is taken, and how it is kept."""

from __future__ import annotations

import copy
from typing import Any

import jsonschema_rs
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.errors import InvalidRecord, Problem
from records.schema import RecordSchema, check, draft, fingerprint
from records.schema.describe import json_schema
from tests.records.sending import ABSENT, EXAMPLES, LEAST, WHOLE, changed_by


def test_the_least_record_is_taken() -> None:
    assert check(LEAST) == {**LEAST, "dataset": "jade"}


def test_the_fullest_record_is_taken() -> None:
    kept = check(WHOLE)
    assert kept.keys() == RecordSchema().fields.keys()
    assert kept["extra"] == WHOLE["extra"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_of_the_schema_is_taken(name: str) -> None:
    assert name in check({**LEAST, "id": WHOLE["id"], name: EXAMPLES[name]})


def test_what_is_kept_conforms_to_the_json_schema() -> None:
    told = jsonschema_rs.validator_for(json_schema())
    for content in (LEAST, WHOLE, changed_by(designations=[{"scheme": "s", "batch": 1, "number": 5}])):
        told.validate(check(content))


def test_the_json_schema_spells_out_small_vocabularies() -> None:
    told = json_schema()["properties"]
    assert len(told["type"]["enum"]) == 11
    assert told["designations"]["items"]["properties"]["level"]["enum"] == ["national", "province", "city", "county"]
    assert "enum" not in told["region"]


KEPT: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("trimmed", {"title": {"en": " A\u3000 "}}, {"title": {"en": "A"}}),
    ("composed", {"title": {"fr": "e\u0301"}}, {"title": {"fr": "é"}}),
    ("usual case of a tag", {"title": {"ZH-hant-hk": "A", "x" * 2: "B"}}, {"title": {"zh-Hant-HK": "A", "xx": "B"}}),
    ("private tags", {"title": {"mn-mong-x-OLD": "A"}}, {"title": {"mn-Mong-x-old": "A"}}),
    ("beyond the BMP", {"title": {"zh": "𠀀𪚥😀"}}, {"title": {"zh": "𠀀𪚥😀"}}),
    ("private use", {"title": {"zh": "\ue000\U000f0000"}}, {"title": {"zh": "\ue000\U000f0000"}}),
    ("HTML", {"title": {"en": "<script>alert(1)</script>"}}, {"title": {"en": "<script>alert(1)</script>"}}),
    ("right to left", {"title": {"ug": "ئۇيغۇر\u200f"}}, {"title": {"ug": "ئۇيغۇر\u200f"}}),
    ("line ends", {"text": {"zh": "\r\n　　一\r\n\t二\r三 \n"}}, {"text": {"zh": "　　一\n\t二\n三"}}),
    ("empty lists", {"subjects": [], "media": []}, {"subjects": ABSENT, "media": ABSENT}),
    ("once each", {"subjects": ["a", "b", "a "]}, {"subjects": ["a", "b"]}),
    ("one year", {"date": {"start": -221}}, {"date": {"start": -221, "end": -221}}),
    ("end alone", {"date": {"end": 5, "text": "?"}}, {"date": {"start": 5, "end": 5, "text": "?"}}),
    ("date in words", {"date": {"text": "明"}}, {"date": {"text": "明"}}),
    ("oldest", {"date": {"start": -1_000_000, "end": 1}}, {"date": {"start": -1_000_000, "end": 1}}),
    ("withdrawn region", {"region": "110103"}, {"region": "110101"}),
    ("point on the equator", {"place": {"lat": 0, "lon": 1}}, {"place": {"lat": 0, "lon": 1}}),
    ("place abroad", {"place": {"lat": 51.5, "lon": -0.1}}, {"place": {"lat": 51.5, "lon": -0.1}}),
    (
        "rights as the address alone",
        {"rights": "http://creativecommons.org/licenses/by/4.0/deed.zh"},
        {"rights": {"uri": "https://creativecommons.org/licenses/by/4.0/", "reuse": "open"}},
    ),
    (
        "reuse of a known statement",
        {"rights": {"uri": "https://rightsstatements.org/page/InC/1.0/"}},
        {"rights": {"uri": "http://rightsstatements.org/vocab/InC/1.0/", "reuse": "closed"}},
    ),
    (
        "an unusual licence",
        {"rights": {"uri": "https://creativecommons.org/licenses/by/2.5/cn/", "reuse": "open"}},
        {"rights": {"uri": "https://creativecommons.org/licenses/by/2.5/cn/", "reuse": "open"}},
    ),
    (
        "numbers as text",
        {"designations": [{"scheme": "s", "batch": 1}]},
        {"designations": [{"scheme": "s", "batch": "1"}]},
    ),
    ("any JSON in extra", {"extra": {"a": [1, None, {"b": 0.5}]}}, {"extra": {"a": [1, None, {"b": 0.5}]}}),
    ("an empty extra", {"extra": {}}, {"extra": {}}),
    ("a Chinese address", {"source": {"name": "n", "url": "http://例子.中国/路?x=1#y"}}, {}),
    ("an offset", {"event": {"start": "2026-05-18T09:00+08:00", "end": "2026-05-18T01:30:00.5Z"}}, {}),
    ("one day", {"event": {"start": "2026-05-18", "end": "2026-05-18"}}, {}),
]


@pytest.mark.parametrize(("sent", "kept"), [case[1:] for case in KEPT], ids=[case[0] for case in KEPT])
def test_how_values_are_kept(sent: dict[str, Any], kept: dict[str, Any]) -> None:
    expected = {"dataset": "jade", **changed_by(**{**sent, **kept})}
    assert check(changed_by(**sent)) == expected


def test_the_content_is_not_changed_in_place() -> None:
    content = copy.deepcopy(WHOLE)
    check(content)
    assert content == WHOLE


def test_a_draft_is_canonical() -> None:
    made = draft({"title": {"zh-Hans": "玉琮 "}, "type": "artifact", "id": "jade:1"})
    assert (made.id, made.dataset, made.type) == ("jade:1", "jade", "artifact")
    assert made.content == '{"dataset":"jade","id":"jade:1","title":{"zh-Hans":"玉琮"},"type":"artifact"}'.encode()
    assert made.fingerprint == fingerprint({"id": "jade:1", "title": {"zh-Hans": "玉琮 "}, "type": "artifact"})
    assert draft(LEAST, b"known").fingerprint == b"known"


def test_a_fingerprint_tells_contents_apart_and_not_their_order() -> None:
    assert len(fingerprint(LEAST)) == 16
    assert fingerprint(LEAST) == fingerprint(dict(reversed(LEAST.items())))
    extras = [changed_by(extra=extra) for extra in ({"a": 1}, {"a": "1"}, {"a": [1]})]
    others = [changed_by(type="artwork"), *extras, LEAST]
    assert len({fingerprint(other) for other in others}) == len(others)


@pytest.mark.parametrize("bad", ["\ud800", 2**70, {1, 2}])
def test_a_fingerprint_of_what_is_not_json_is_refused_with_its_place(bad: Any) -> None:
    with pytest.raises(InvalidRecord) as refused:
        fingerprint(changed_by(extra={"a": bad}))
    assert [problem.path for problem in refused.value.problems] == ["extra.a"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from([*EXAMPLES, "other"]), JSON, max_size=6), st.booleans())
def test_whatever_comes_is_either_kept_or_explained(content: dict[str, Any], whole: bool) -> None:
    sent = {**(WHOLE if whole else {}), **content}
    kept, problems = _outcome(sent)
    orjson.dumps([[problem.path, problem.reason, problem.value] for problem in problems])
    assert (kept is None) == bool(problems)
    assert kept is None or check(kept) == kept


def _outcome(content: Any) -> tuple[Any, tuple[Problem, ...]]:
    try:
        return check(content), ()
    except InvalidRecord as refused:
        return None, refused.problems


_TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=30
)
_WORDS = _TEXT.filter(lambda text: text.strip() != "")
_YEARS = st.lists(st.integers(-5000, 2026).filter(bool), min_size=2, max_size=2).map(sorted)
_RECORDS = st.fixed_dictionaries(
    {
        "id": st.from_regex(r"[a-z]{1,9}:[A-Za-z0-9._~-]{1,9}", fullmatch=True),
        "type": st.sampled_from(["site", "event"]),
    }
    | {"title": st.dictionaries(st.sampled_from(["zh-Hans", "bo", "en-GB"]), _WORDS, min_size=1)},
    optional={
        "subjects": st.lists(_WORDS, max_size=4),
        "date": _YEARS.map(lambda years: {"start": years[0], "end": years[1]}),
        "place": st.fixed_dictionaries({"lat": st.floats(1, 90), "lon": st.floats(-180, 180)}),
        "creators": st.lists(st.fixed_dictionaries({"name": _WORDS}, optional={"role": _WORDS}), max_size=3),
        "extra": st.dictionaries(_TEXT, st.integers(-9, 9) | _TEXT, max_size=3),
    },
)


@settings(max_examples=150)
@given(_RECORDS)
def test_a_sound_record_is_kept_whole_and_is_the_same_when_it_comes_back(content: dict[str, Any]) -> None:
    made = draft(content)
    kept = orjson.loads(made.content)
    assert kept.keys() - {"dataset"} == {name for name, value in content.items() if value != []}
    assert draft(kept).content == made.content
    jsonschema_rs.validator_for(json_schema()).validate(kept)
