"""Reasons in the reader's language: each code has its sentences, and what people type wrongly has a code."""

from __future__ import annotations

import copy
import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from api.reasons import in_words, sentences
from search.errors import QueryError, QueryRefused, QuerySyntaxError
from search.grammar import parse
from search.reasons import Reason

PROJECT = Path(__file__).resolve().parent.parent.parent
MADE = re.compile(r'Reason\(\s*"([a-z-]+)"')
LANGUAGES = ["zh-Hans", "zh-Hant", "en"]
MISTYPED = {
    "(明月": "parenthesis-open",
    "明月)": "parenthesis-unopened",
    "（明月": "parenthesis-open",
    "()": "parenthesis-empty",
    '"明月': "quotation-open",
    "“明月": "quotation-open",
    '""': "no-words",
    "OR": "operator-alone",
    "明月 AND": "end-missing",
    "明月 OR": "end-missing",
    "--明月": "minus-misplaced",
    "青*铜": "star-misplaced",
    "title:(明月)": "field-takes-words",
    "tilte:明月": "field-unknown",
    "title:": "field-value-missing",
    "type:诗词曲": "value-unknown",
    "type:文物*": "field-whole-values",
    "year:1900": "field-not-in-words",
    "……": "no-words",
    "a" * 3_000: "too-long",
    " ".join("甲" * 100) + " (乙)": "too-many-words",
    "(" * 20 + "明月" + ")" * 20: "too-deep",
}


def refused(q: str) -> QuerySyntaxError:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(q)
    return caught.value


@pytest.mark.parametrize(("q", "code"), MISTYPED.items(), ids=lambda text: text[:12])
def test_what_is_mistyped_in_the_box_of_words_has_a_code(q: str, code: str) -> None:
    reason = refused(q).reason
    assert isinstance(reason, Reason)
    assert reason.code == code
    for lang in LANGUAGES:
        assert in_words(reason, lang)
        assert "{" not in in_words(reason, lang)


@given(some.text(alphabet='月moon()"*:- OR“（title', max_size=16))
def test_no_text_is_refused_without_one(q: str) -> None:
    reasons = []
    try:
        parse(q)
    except QuerySyntaxError as error:
        reasons.append(error.reason)
    assert all(in_words(reason, "zh-Hans") for reason in reasons)


def used() -> set[str]:
    files = [path for name in ("search", "api") for path in (PROJECT / name).rglob("*.py")]
    return {code for path in files for code in MADE.findall(path.read_text("utf-8"))}


def test_each_code_has_its_sentences_and_none_is_idle() -> None:
    assert used() == set(sentences())
    assert len(used()) > 30


def test_all_languages_say_something_with_the_same_places() -> None:
    for code, said in sentences().items():
        places = {lang: set(re.findall(r"\{(\w+)\}", said[lang])) for lang in LANGUAGES}
        assert places["zh-Hans"] == places["zh-Hant"] == places["en"], code
        assert all(said.values()), code


def test_a_field_goes_by_its_name() -> None:
    assert "文献" not in in_words(refused("type:诗词曲").reason, "zh-Hans")
    assert "类型" in in_words(refused("type:诗词曲").reason, "zh-Hans")
    assert "type" not in in_words(refused("type:诗词曲").reason, "zh-Hant")


def test_what_has_no_code_is_not_told() -> None:
    assert in_words("is given for x, which is not in by", "zh-Hans") == ""


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_reason_comes_from_other_processes_as_it_was(again: object) -> None:
    error = QueryRefused((QueryError("type", Reason("value-unknown", "no", field="type", value="x")),))
    found = again(error).problems[0].reason  # type: ignore[operator]
    assert (found, found.code, found.values) == ("no", "value-unknown", {"field": "type", "value": "x"})
