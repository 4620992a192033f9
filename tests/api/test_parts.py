"""The small parts of the HTTP side: nearest names, languages, moments, secrets in logs, kinds of problem."""

from __future__ import annotations

import pytest

from api.errors import ApiError
from api.logs import LONGEST_QUERY, shown_query
from api.nearest import SYNONYMS, nearest
from api.problems import KINDS, TABLE
from api.questions.filtering import filters, milliseconds
from api.representations.languages import best, label_language, reduced
from api.schemas.breaking import AggregateParameters
from api.schemas.changes import ChangesParameters
from api.schemas.parameters import SearchParameters
from search.query import Terms

NAMES = tuple(SearchParameters().fields)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("tpye", "type"),
        ("Type", "type"),
        ("PAGE_SIZE", "page_size"),
        ("page size", "page_size"),
        ("xqzw", ""),
        ("", ""),
    ],
)
def test_the_nearest_name_is_meant(wrong: str, right: str) -> None:
    assert nearest(wrong, NAMES) == right


def test_every_synonym_leads_to_a_name_there_is() -> None:
    questions = (NAMES, tuple(AggregateParameters().fields), tuple(ChangesParameters().fields))
    for wrong, right in SYNONYMS.items():
        assert right == "year" or any(right in names and nearest(wrong, names) == right for names in questions), wrong


def test_a_synonym_of_what_is_not_taken_here_is_not_suggested() -> None:
    assert nearest("limit", ["lang"]) == ""


@pytest.mark.parametrize(
    ("tags", "lang", "chosen"),
    [
        (["zh-Hans", "en"], "en", "en"),
        (["zh-Hans", "en"], "EN-us", "en"),
        (["zh-Hans", "zh-Hant"], "zh", "zh-Hans"),
        (["zh-Hans", "zh-Hant"], "zh-TW", "zh-Hant"),
        (["zh-Hans", "zh-Hant"], "zh-HK", "zh-Hant"),
        (["zh-Hant", "en"], "zh-Hans", "zh-Hant"),
        (["mn-Mong", "en"], "mn", "mn-Mong"),
        (["bo", "en"], "fr", "en"),
        (["bo", "ug"], "fr", "bo"),
        ([], "en", ""),
    ],
)
def test_the_nearest_language_is_chosen(tags: list[str], lang: str, chosen: str) -> None:
    assert best(tags, lang) == chosen


def test_labels_are_simplified_chinese_unless_asked_otherwise() -> None:
    assert [label_language(lang) for lang in ("", "en-GB", "zh-MO", "bo")] == ["zh-Hans", "en", "zh-Hant", "zh-Hans"]


def test_reducing_leaves_the_record_given_as_it_was() -> None:
    record = {"id": "a:1", "title": {"zh-Hans": "山", "en": "Hill"}, "subjects": ["x"]}
    assert reduced(record, "en") == {"id": "a:1", "title": {"en": "Hill"}, "subjects": ["x"]}
    assert len(record["title"]) == 2


@pytest.mark.parametrize(
    ("moment", "first", "last"),
    [
        ("1970-01-01", 0, 86_399_999),
        ("1970-01-01T00:00:01Z", 1_000, 1_999),
        ("1970-01-01T08:00:01+08:00", 1_000, 1_999),
        ("1970-01-01T00:00:01.5Z", 1_500, 1_500),
        ("1970-01-01T00:00:01", 1_000, 1_999),
    ],
)
def test_a_moment_covers_what_it_names(moment: str, first: int, last: int) -> None:
    assert (milliseconds(moment), milliseconds(moment, last=True)) == (first, last)


def test_filters_do_not_depend_on_how_they_were_asked() -> None:
    one = filters({"type": ["site", "event"], "-region": ["110000"], "year_from": 5})
    two = filters({"year_from": 5, "-region": ["110000", "110000"], "type": ["event", "site"]})
    assert one == two
    assert Terms("type", ("event", "site")) in one
    assert Terms("region", ("110000",), exclude=True) in one


@pytest.mark.parametrize("name", ["api_key", "apikey", "API-KEY", "token", "access_token", "password", "secret", "key"])
def test_what_looks_like_a_key_is_not_logged(name: str) -> None:
    assert "hush" not in shown_query(f"q=x&{name}=hush&page=2".encode())


def test_a_logged_query_is_cut_short() -> None:
    assert len(shown_query(b"q=" + b"x" * 10_000)) == LONGEST_QUERY


def test_problem_types_are_stable() -> None:
    """Programs rely on these: add to them, but never change or drop one."""
    assert {kind.type: kind.status for kind in KINDS.values()} == {
        "/problems/bad-parameter": 400,
        "/problems/beyond-window": 400,
        "/problems/broken-json": 400,
        "/problems/bad-request": 400,
        "/problems/key-in-address": 400,
        "/problems/keys-differ": 400,
        "/problems/key-not-valid": 401,
        "/problems/key-needed": 401,
        "/problems/origin-not-allowed": 403,
        "/problems/scope-missing": 403,
        "/problems/key-refused": 403,
        "/problems/not-its-maker": 403,
        "/problems/export-not-done": 409,
        "/problems/export-gone": 410,
        "/problems/too-many-exports": 429,
        "/problems/too-many-keys": 429,
        "/problems/rate-limited": 429,
        "/problems/not-found": 404,
        "/problems/method-not-allowed": 405,
        "/problems/too-slow": 408,
        "/problems/not-acceptable": 406,
        "/problems/cannot-show": 400,
        "/problems/picture-unavailable": 503,
        "/problems/withdrawn": 410,
        "/problems/precondition-failed": 412,
        "/problems/range-not-satisfiable": 416,
        "/problems/too-large": 413,
        "/problems/address-too-long": 414,
        "/problems/unsupported-type": 415,
        "/problems/headers-too-large": 431,
        "/problems/internal": 500,
        "/problems/engine-unavailable": 503,
        "/problems/store-unavailable": 503,
        "/problems/overloaded": 503,
        "/problems/not-ready": 503,
    }


def test_every_error_of_ours_has_its_problem() -> None:
    def below(kind: type[Exception]) -> set[type[Exception]]:
        return {kind}.union(*map(below, kind.__subclasses__()))

    assert below(ApiError) <= set(TABLE)
