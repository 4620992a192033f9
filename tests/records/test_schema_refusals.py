"""Every refusal of the record form says where, what and how to mend it."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

import pytest

from records.errors import InvalidRecord, Problem
from records.schema import RecordSchema, check, fingerprint
from tests.records.sending import ABSENT, LEAST, changed_by, problems_of

THIS_YEAR = datetime.now(UTC).year
NAMED_500 = [{"name": "x"}] * 500
DEEP: Any = 1
for _ in range(21):
    DEEP = {"a": DEEP}

BAD: list[tuple[str, Any, str, str]] = [
    # field, value, path of the problem, what the reason says
    ("id", ABSENT, "id", "missing"),
    ("id", None, "id", "null"),
    ("id", 5, "id", "a number"),
    ("id", "jade", "id", "<dataset>:<local id>"),
    ("id", "jade:", "id", "<dataset>:<local id>"),
    ("id", "jade:1 2", "id", "<dataset>:<local id>"),
    ("id", "jade:1/2", "id", "<dataset>:<local id>"),
    ("id", "jade:1\n", "id", "<dataset>:<local id>"),
    ("id", "玉:1", "id", "<dataset>:<local id>"),
    ("id", "jade:%41", "id", "<dataset>:<local id>"),
    ("id", "jade:\x00", "id", "<dataset>:<local id>"),
    ("id", "jade:" + "1" * 196, "id", "200"),
    ("id", "x" * 65 + ":1", "id", "<dataset>:<local id>"),
    ("type", ABSENT, "type", "missing"),
    ("type", "artefact", "type", '"artifact"'),
    ("type", "Artwork", "type", '"artwork"'),
    ("type", "zzz", "type", "literary-work"),
    ("type", ["artifact"], "type", "a list"),
    ("dataset", "silk", "dataset", '"jade"'),
    ("dataset", 5, "dataset", "a number"),
    ("title", ABSENT, "title", "missing"),
    ("title", "玉琮", "title", '{"zh-Hans": …}'),
    ("title", {}, "title", "at least one language"),
    ("title", {"zh-Hans": " "}, "title.zh-Hans", "blank"),
    ("title", {"zh-Hans": None}, "title.zh-Hans", "null"),
    ("title", {"zh-Hans": "a\x00b"}, "title.zh-Hans", "U+0000 at character 2"),
    ("title", {"zh-Hans": "a\nb"}, "title.zh-Hans", "a line break at character 2"),
    ("title", {"zh-Hans": "a\tb"}, "title.zh-Hans", "a tab"),
    ("title", {"zh-Hans": "a\x85"}, "title.zh-Hans", "U+0085"),
    ("title", {"zh-Hans": "\ud83d"}, "title.zh-Hans", "surrogate"),
    ("title", {"zh-Hans": "\ufffe"}, "title.zh-Hans", "U+FFFE"),
    ("title", {"zh-Hans": "x" * 1_001}, "title.zh-Hans", "1,001 characters; at most 1,000"),
    ("title", {"Chinese!": "x"}, "title.Chinese!", "zh-Hans"),
    ("title", {"": "x"}, "title.", "zh-Hans"),
    ("title", {"zh_CN": "x"}, "title.zh_CN", "zh-Hans"),
    ("title", {5: "x"}, "title[5]", "zh-Hans"),
    ("title", {"zh-hans": "x", "zh-Hans": "y"}, "title.zh-Hans", "second time"),
    ("title", {f"x{a}{b}": "x" for a in "abcdefgh" for b in "abcdefgh"}, "title", "64 languages"),
    ("alternative_titles", "x", "alternative_titles", "where a list belongs"),
    ("alternative_titles", ["x", ""], "alternative_titles[1]", "blank"),
    ("alternative_titles", ["x", ["y"]], "alternative_titles[1]", "a list where text"),
    ("alternative_titles", ["x"] * 501, "alternative_titles", "501 members; at most 500"),
    ("description", {"zh": "x" * 20_001}, "description.zh", "20,000"),
    ("description", {"zh": "a\x0bb"}, "description.zh", "U+000B"),
    ("text", {"zh": "x" * 2_000_001}, "text.zh", "2,000,000"),
    ("text", {"zh": "x" * 1_500_000, "en": "y" * 600_000}, "text", "2,000,000 characters in all"),
    ("text", {"zh": "玉" * 1_900_000}, "", "at most 5,000,000"),
    ("creators", {"name": "x"}, "creators", "an object {…} where a list"),
    ("creators", ["李白"], "creators[0]", "text where an object"),
    ("creators", [{"name": "x"}, {"role": "y"}], "creators[1].name", "missing"),
    ("creators", [{"name": "x", "nmae": "y"}], "creators[0].nmae", '"name"'),
    ("creators", [{"name": " "}], "creators[0].name", "blank"),
    ("creators", [{"name": "x", 5: "y"}], "creators[0][5]", "not a field"),
    ("creators", [*NAMED_500, {"name": "x"}], "creators", "501"),
    ("date", "1644", "date", "text where an object"),
    ("date", {}, "date", "empty"),
    ("date", {"start": "1644"}, "date.start", "text where a year"),
    ("date", {"start": 1644.0}, "date.start", "a number where a year"),
    ("date", {"start": True}, "date.start", "true or false"),
    ("date", {"start": 0, "end": 5}, "date.start", "1 BCE is -1"),
    ("date", {"start": 153505}, "date.start", "1535–05"),
    ("date", {"end": 20260518}, "date.end", "was 2026 meant"),
    ("date", {"end": THIS_YEAR + 101}, "date.end", "outside"),
    ("date", {"start": -1_000_001}, "date.start", "outside"),
    ("date", {"start": 10**30}, "date.start", "outside"),
    ("date", {"start": 1644, "end": 1368}, "date.end", "before the start"),
    ("date", {"text": "x" * 201}, "date.text", "200"),
    ("date", {"begin": 5}, "date.begin", "not a field of a date"),
    ("periods", "ming", "periods", "list"),
    ("periods", ["ming", "northen-song"], "periods[1]", '"northern-song"'),
    ("periods", [1368], "periods[0]", "a number"),
    ("region", 110101, "region", "as text"),
    ("region", "110199", "region", '"110000"'),
    ("region", "北京市", "region", "vocabulary of regions"),
    ("region", "", "region", "vocabulary of regions"),
    ("region", ["110101"], "region", "a list"),
    ("place", "北京", "place", "text where an object"),
    ("place", {"lat": 39.9}, "place.lon", "missing"),
    ("place", {"lon": 116.4, "text": "x"}, "place.lat", "missing"),
    ("place", {"lat": 0, "lon": 0.0}, "place.lat", "leave both out"),
    ("place", {"lat": 116.4, "lon": 39.9}, "place.lat", "swapped"),
    ("place", {"lat": 39.9, "lon": 181}, "place.lon", "outside -180 to 180"),
    ("place", {"lat": "39.9", "lon": 116.4}, "place.lat", "text where a number"),
    ("place", {"lat": math.nan, "lon": 116.4}, "place.lat", "outside"),
    ("place", {"lat": math.inf, "lon": 116.4}, "place.lat", "outside"),
    ("place", {"lat": True, "lon": 116.4}, "place.lat", "true or false"),
    ("place", {"latitude": 1, "lon": 1}, "place.latitude", "not a field of a place"),
    ("categories", ["heritage/grotto"], "categories[0]", "did you mean"),
    ("categories", [None], "categories[0]", "null"),
    ("subjects", ["x" * 501], "subjects[0]", "500"),
    ("materials", ["x" * 201], "materials[0]", "200"),
    ("techniques", [1], "techniques[0]", "a number"),
    ("languages", "zh", "languages", "list"),
    ("institution", "故宫博物院", "institution", "text where an object"),
    ("institution", {"level": "national"}, "institution.name", "missing"),
    ("institution", {"name": "x", "level": "provincial"}, "institution.level", '"province"'),
    ("level", "国家级", "level", "national, province, city, county"),
    ("designations", [{"level": "national"}], "designations[0].scheme", "missing"),
    ("designations", [{"scheme": "x", "year": "1961"}], "designations[0].year", "text where a year"),
    ("designations", [{"scheme": "x", "batch": True}], "designations[0].batch", "true or false"),
    ("event", {"start": "18 May"}, "event.start", "2026-05-18"),
    ("event", {"start": "2026-02-30"}, "event.start", "calendar"),
    ("event", {"start": "2026-05-18T09:00:00"}, "event.start", "offset"),
    ("event", {"start": "2026-05-18", "end": "2026-05-17"}, "event.end", "before the start"),
    ("event", {"start": "2026-05-18T10:00Z", "end": "2026-05-18T10:00+08:00"}, "event.end", "before the start"),
    ("event", {"start": 20260518}, "event.start", "a number"),
    ("contact", {"tel": "1"}, "contact.tel", "not a field of a contact"),
    ("contact", {"email": "x"}, "contact.email", "e-mail"),
    ("contact", {"url": "javascript:alert(1)"}, "contact.url", "http"),
    ("media", [{"url": "x", "type": "image", "rights": "x"}], "media[0].url", "http"),
    ("media", [{"url": "ftp://x/y", "type": "image", "rights": "x"}], "media[0].rights.uri", "Creative Commons"),
    ("media", [{"url": "https://x/y", "type": "jpg"}], "media[0].type", "image/jpeg"),
    ("media", [{"url": "https://x/y", "type": "image"}], "media[0].rights", "missing"),
    ("media", [{"url": "https://x/a b", "type": "image"}], "media[0].url", "%20"),
    ("media", [{"url": "https://x/" + "y" * 2_000, "type": "image"}], "media[0].url", "2,000"),
    ("media", [{"url": "http://user:pass@x/", "type": "image"}], "media[0].url", "web address"),
    ("rights", {"uri": "https://example.org/licence", "reuse": "open"}, "rights.uri", "Creative Commons"),
    ("rights", {"uri": "CC BY", "reuse": "open"}, "rights.uri", "Creative Commons"),
    ("rights", {"uri": "https://creativecommons.org/licenses/by/2.5/cn/"}, "rights.reuse", "missing"),
    ("rights", {"uri": "https://creativecommons.org/licenses/by/4.0/", "reuse": "free"}, "rights.reuse", "open"),
    ("rights", {"reuse": "open"}, "rights.uri", "missing"),
    ("rights", 5, "rights", "a number"),
    ("identifiers", [{"scheme": "wikidata"}], "identifiers[0].value", "missing"),
    ("identifiers", [{"scheme": "wikidata", "value": 5}], "identifiers[0].value", "a number"),
    ("relations", [{"type": "part of", "id": "jade:2"}], "relations[0].type", "partOf"),
    ("relations", [{"type": "partOf", "id": "jade 2"}], "relations[0].id", "a record's id"),
    ("relations", [{"type": "partOf", "id": "http://"}], "relations[0].id", "web address"),
    ("relations", [{"type": "partOf", "id": None}], "relations[0].id", "null"),
    ("source", {"url": "https://x/"}, "source.name", "missing"),
    ("source", {"name": "x", "retrieved": "today"}, "source.retrieved", "2026-05-18"),
    ("extra", [1], "extra", "a list where an object"),
    ("extra", {"a": math.nan}, "extra.a", "not a number that JSON knows"),
    ("extra", {"a": [1, {"b": math.inf}]}, "extra.a[1].b", "not a number that JSON knows"),
    ("extra", {"a": 2**64}, "extra.a", "64 bits"),
    ("extra", {"a": "\x00"}, "extra.a", "control character"),
    ("extra", {"a": "\udc00"}, "extra.a", "surrogate"),
    ("extra", {"a\x00": 1}, "extra.a\ufffd", "name"),
    ("extra", {5: 1}, "extra[5]", "name"),
    ("extra", {"a": {1, 2}}, "extra.a", "not JSON"),
    ("extra", {"a": DEEP}, "extra" + ".a" * 20, "deeper than 20"),
    ("extra", {"a": "x" * 100_000}, "extra", "at most 100,000"),
    ("titel", "x", "titel", '"title"'),
    ("provenance", "x", "provenance", '"extra"'),
    ("seq", 5, "seq", "given by the node"),
    ("links", {}, "links", "given by the node"),
    ("x" * 300, 1, "x" * 100 + "…", '"extra"'),
    ("a\x00b", 1, "a\ufffdb", '"extra"'),
]


@pytest.mark.parametrize(
    ("name", "value", "path", "reason"), BAD, ids=[f"{case[0][:12]}-{n}" for n, case in enumerate(BAD)]
)
def test_what_is_refused(name: str, value: Any, path: str, reason: str) -> None:
    problems = problems_of(changed_by(**{name: value}))
    assert path in problems
    assert reason in problems[path]


@pytest.mark.parametrize("name", sorted(RecordSchema().fields))
@pytest.mark.parametrize(
    "value", [None, True, 1, 1.5, math.nan, "", "\x00", [None], [[]], {"": b"x"}, {5: 5}, {1}, b"x"]
)
def test_no_field_takes_a_value_of_the_wrong_kind(name: str, value: Any) -> None:
    problems = problems_of(changed_by(**{name: value}))
    assert all(path.startswith(name) for path in problems)


@pytest.mark.parametrize("content", [None, [], "record", 5, [LEAST]])
def test_what_is_no_object_is_no_record(content: Any) -> None:
    problems = problems_of(content)
    assert list(problems) == [""]
    assert "object" in problems[""]


def test_every_problem_is_told_at_once_with_its_value() -> None:
    content = changed_by(
        type="x", creators=[{"name": ""}, {"nam": "y"}], date={"start": 9, "end": "z"}, place={"lat": 1}, what=5
    )
    with pytest.raises(InvalidRecord) as refused:
        check(content)
    found = {problem.path: problem.value for problem in refused.value.problems}
    assert found == {
        "type": "x",
        "creators[0].name": "",
        "creators[1].nam": "y",
        "creators[1].name": None,
        "date.end": "z",
        "place.lon": None,
        "what": "5",
    }
    assert refused.value.id == "jade:1"
    assert str(refused.value).startswith("jade:1: ")
    assert all(str(Problem(path, "why")) in (f"{path}: why", "why") for path in found)


def test_problems_without_end_are_cut_with_their_number() -> None:
    problems = problems_of(changed_by(**{f"unknown{n}": 1 for n in range(300)}))
    assert len(problems) == 201
    assert problems[""] == "and 100 more problems"


@pytest.mark.parametrize("depth", [300, 5_000])
def test_values_of_any_depth_and_length_are_refused_in_few_words(depth: int) -> None:
    deep: Any = 1
    for _ in range(depth):
        deep = [deep]
    content = changed_by(unknown=deep, extra={"a": deep}, subjects=[deep], title={"en": deep}, long="x" * 10_000_000)
    with pytest.raises(InvalidRecord) as refused:
        check(content)
    assert len(str(refused.value)) < 2_000
    assert all(len(problem.value or "") <= 100 for problem in refused.value.problems)
    with pytest.raises(InvalidRecord):
        fingerprint(content)


def test_coordinates_exchanged_are_seen_where_the_region_is_known() -> None:
    swapped = {"lat": 5.5, "lon": 95.3}
    assert check(changed_by(place=swapped, region="110101"))
    abroad = {"lat": 80.1, "lon": 30.2}
    assert check(changed_by(place=abroad))
    assert "lat 30.2, lon 80.1" in problems_of(changed_by(place=abroad, region="540000"))["place"]
