"""No text of a page is outside the table of words, and every word is there in all three languages."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from api.portal.words import Words, table
from api.problems import KINDS
from api.schemas.forms import OF_RECORDS
from api.schemas.parameters import SORT_NAMES
from records.schema import RecordSchema

PORTAL = Path(__file__).resolve().parent.parent.parent / "api" / "portal"
TEMPLATES = sorted((PORTAL / "templates" / "portal").glob("*.html"))
LANGUAGES = ["zh-Hans", "zh-Hant", "en"]
NAMES = {"BibTeX", "GB/T 7714", "classical-poems:jing-ye-si", "2f6f4f"}
"""Names of standards, and examples of an id and a colour: the same in every language."""

READ = ("aria-label", "title", "placeholder", "alt", "data-done", "data-failed", "data-found", "data-none")
"""Attributes that people read or hear."""

NAMED = re.compile(r"\{% block (?:look|kind) %\}.*?\{% endblock %\}")
"""What a page is called in its styles, and what kind of thing it is: read by nobody."""

CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
USED = re.compile(r"""\b(?:t|words)\(\s*f?["']([\w.-]+)""")
BEGUN = re.compile(r"""\b(?:t|words|knows)\(\s*(?:f["']([\w.-]+\.)\{|["']([\w.-]+\.)["']\s*~)""")
LETTER = re.compile(r"[^\W\d_]")


class Told(HTMLParser):
    """What a template says by itself, once its code is taken out; what it shows as code is the same in any language."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.of: list[str] = []
        self.feed(CODE.sub("", NAMED.sub("", text)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += [value or "" for name, value in attrs if name in READ]
        self.of.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.of and self.of.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "code" not in self.of:
            self.said.append(data)


def sources() -> str:
    return "\n".join(path.read_text("utf-8") for path in (*TEMPLATES, *PORTAL.rglob("*.py")))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_says_nothing_by_itself(path: Path) -> None:
    said = {text.strip() for text in Told(path.read_text("utf-8")).said if LETTER.search(text)}
    assert said <= NAMES


def test_a_text_outside_the_table_would_be_seen() -> None:
    assert "Hello" in Told('<p>Hello</p>{{ t("skip") }}').said
    assert "Hello" in Told("<p><code>curl</code><br>Hello</p>").said
    assert "curl" not in Told("<p><code>curl</code></p>").said
    assert "你好" in Told('<a aria-label="你好{% if x %}{% endif %}"></a>').said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_is_there(lang: str) -> None:
    missing = [key for key, words in table().items() if not words[lang].strip()]
    assert missing == []


def test_every_key_is_there_once_and_every_row_is_whole() -> None:
    with (PORTAL / "words.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    assert rows[0] == ["key", *LANGUAGES]
    assert {len(row) for row in rows} == {4}
    keys = [row[0] for row in rows[1:]]
    assert sorted(keys) == sorted(set(keys))


def test_all_languages_leave_the_same_places_open() -> None:
    for key, words in table().items():
        places = {lang: set(re.findall(r"\{(\w+)\}", words[lang])) for lang in LANGUAGES}
        assert places["zh-Hans"] == places["zh-Hant"] == places["en"], key


def test_traditional_words_hold_no_simplified_characters() -> None:
    """By the characters that simplified Chinese writes otherwise and traditional never does."""
    simplified = set("关闭发现检索记录时间称页码语言图书馆类别级区类题开说许项选这该请结")
    written = {"別", "書", "題"}
    only = {one for one in simplified if one not in written} & set(
        "关闭发现检记录时间称页码语图书馆类级区题开说许项选这该请结"
    )
    wrong = {key: words["zh-Hant"] for key, words in table().items() if only & set(words["zh-Hant"])}
    wrong.pop("language.zh-Hans", None)
    assert wrong == {}


def test_every_word_used_is_in_the_table_and_every_word_there_is_used() -> None:
    text = sources()
    begun = {one for pair in BEGUN.findall(text) for one in pair if one}
    used = {key for key in USED.findall(text) if not key.endswith(".")}
    assert (
        used
        - set(table())
        - {key for key in used if any(f"{key}." == one or one.startswith(f"{key}.") for one in begun)}
        == set()
    )
    idle = [key for key in table() if key not in used and not key.startswith(tuple(begun))]
    assert idle == []


@pytest.mark.parametrize(
    ("begins", "all_of"),
    [
        ("problem.", KINDS),
        ("form.", OF_RECORDS),
        ("sort.", SORT_NAMES),
        ("language.", LANGUAGES),
    ],
)
def test_what_is_named_by_a_list_is_named_whole(begins: str, all_of: tuple[str, ...]) -> None:
    assert [name for name in all_of if not Words("en").knows(f"{begins}{name}")] == []


def test_every_field_of_a_record_has_a_row_or_is_shown_elsewhere() -> None:
    from api.portal.views.rows import _ROWS

    elsewhere = {"title", "description", "text", "type", "media", "extra"}
    rows = {name.partition(".")[0] for name in _ROWS}
    assert set(RecordSchema().fields) - elsewhere == rows - {"created", "modified"}


def test_one_is_told_apart_from_many() -> None:
    en = Words("en")
    assert (en("start.records", n=1), en("start.records", n=2), en("start.records", n="0")) == (
        "record",
        "records",
        "records",
    )
