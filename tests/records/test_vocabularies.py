"""The seven vocabularies: well-formed, whole, and quick to load."""

import csv
import re
import subprocess
import sys
from importlib.resources import files

import pytest

from records.vocabularies import (
    LANGUAGES,
    Term,
    Vocabulary,
    categories,
    language_name,
    levels,
    periods,
    regions,
    rights,
    types,
    vocabulary,
)

NAMES = ("types", "levels", "rights", "regions", "periods", "categories", "languages")
FORMS = {
    "types": r"[a-z]+(-[a-z]+)*",
    "levels": r"[a-z]+",
    "rights": r"[a-z]+|https?://\S+/",
    "regions": r"[1-9]\d{5}",
    "periods": r"[a-z]+(-[a-z]+|-\d+(bce)?)*",
    "languages": r"[a-z]{2,3}(-[A-Z][a-z]{3})?",
    "categories": r"[a-z]+(-[a-z]+)*(/[a-z]+(-[a-z]+)*)*",
}


@pytest.fixture(params=NAMES)
def every(request):
    return vocabulary(request.param)


def test_every_label_is_there_in_three_languages(every):
    assert all(set(term.labels) == set(LANGUAGES) for term in every)
    assert all(label.strip() == label != "" for term in every for label in term.labels.values())


def test_english_labels_are_latin_and_chinese_ones_are_not(every):
    assert not [term.id for term in every if re.search(r"[㐀-鿿]", term.labels["en"])]
    assert not [term.id for term in every if term.labels["zh-Hans"].isascii()]


def test_every_parent_is_in_the_vocabulary(every):
    assert not [term.id for term in every if term.parent is not None and term.parent not in every]


def test_every_path_ends_at_a_root(every):
    roots = {term.id for term in every if term.parent is None}
    assert all(every.path(term.id)[0] in roots for term in every)


def test_children_and_paths_agree(every):
    for term in every:
        for child in every.children(term.id):
            assert every.path(child.id) == (*every.path(term.id), child.id)


def test_the_tree_holds_every_term_that_was_not_replaced(every):
    seen, waiting = set(), list(every.roots)
    while waiting:
        term = waiting.pop()
        seen.add(term.id)
        waiting.extend(every.children(term.id))
    assert seen == {term.id for term in every if every.current(term.id) == term.id}


def test_ids_are_well_formed(every):
    assert not [term.id for term in every if not re.fullmatch(FORMS[every.name], term.id)]


@pytest.mark.parametrize("name", [*NAMES, "reigns"])
def test_no_id_is_declared_twice(name):
    rows = csv.DictReader(files("records.vocabularies").joinpath(f"{name}.csv").read_text("utf-8").splitlines())
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))


def test_iteration_keeps_the_declared_order():
    assert [term.order for term in types()] == list(range(11))
    assert [term.id for term in levels()] == ["national", "province", "city", "county"]


def test_types_are_the_eleven():
    ids = " ".join(term.id for term in types())
    assert ids == "artifact artwork literary-work site intangible person venue event policy news service"


def test_rights_hang_under_how_far_they_allow_reuse():
    assert [term.id for term in rights().roots] == ["open", "restricted", "closed"]
    assert rights().path("https://creativecommons.org/licenses/by/4.0/")[0] == "open"
    assert rights().path("https://creativecommons.org/licenses/by-nc/4.0/")[0] == "restricted"
    assert rights().path("http://rightsstatements.org/vocab/InC/1.0/")[0] == "closed"


def test_official_classes_are_all_there():
    heritage = [term.labels["zh-Hans"] for term in categories().children("heritage")]
    six = ["古遗址", "古墓葬", "古建筑", "石窟寺及石刻", "近现代重要史迹及代表性建筑", "其他不可移动文物"]
    assert heritage[:6] == six
    ten = " ".join(term.labels["zh-Hans"] for term in categories().children("intangible"))
    assert ten == ("民间文学 传统音乐 传统舞蹈 传统戏剧 曲艺 传统体育、游艺与杂技 传统美术 传统技艺 传统医药 民俗")


def test_categories_are_paths_of_their_parents():
    assert categories().path("heritage/ancient-building/palace") == (
        "heritage",
        "heritage/ancient-building",
        "heritage/ancient-building/palace",
    )


def test_label_falls_back_to_simplified_chinese_then_to_the_id():
    small = Vocabulary("small", [Term("a", {"zh-Hans": "甲"})])
    assert [small.label("a", "en"), small.label("b", "en")] == ["甲", "b"]
    assert types().label("site", "fr") == "不可移动文物"


def test_an_unknown_id_has_no_path_and_no_children(every):
    assert every.get("nothing") is None
    assert "nothing" not in every
    assert every.path("nothing") == ()
    assert every.children("nothing") == ()


def test_an_unknown_vocabulary_is_refused_by_name():
    with pytest.raises(KeyError, match=r"colours.*types, levels, rights, regions, periods, categories"):
        vocabulary("colours")


def test_sizes():
    assert len(regions()) > 7_000
    assert len(periods()) > 500
    assert len(categories()) > 150


def test_loading_everything_is_quick():
    """In a fresh process; the limit leaves room for a busy machine (measured: about 40 ms)."""
    program = (
        "import time; from records.vocabularies import vocabulary, periods_named\n"
        "start = time.process_time()\n"
        f"for name in {NAMES}: vocabulary(name)\n"
        "periods_named('清乾隆'); print(time.process_time() - start)"
    )
    spent = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert float(spent) < 2


@pytest.mark.parametrize(
    ("tag", "chinese", "english"),
    [
        ("zh", "中文", "Chinese"),
        ("zh-Hant", "繁体中文", "Traditional Chinese"),
        ("ZH-hant", "繁体中文", "Traditional Chinese"),
        ("lzh", "文言文", "Literary Chinese"),
        ("bo", "藏语", "Tibetan"),
        ("en-GB", "英语（en-GB）", "English (en-GB)"),
        ("zh-Hant-HK", "繁体中文（zh-Hant-HK）", "Traditional Chinese (zh-Hant-HK)"),
        ("满文", "满文", "满文"),
        ("", "", ""),
    ],
)
def test_languages_are_named_by_their_tags(tag, chinese, english):
    assert [language_name(tag, lang) for lang in ("zh-Hans", "en")] == [chinese, english]
