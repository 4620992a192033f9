"""FTS5 given our tokens finds by the told expressions what a reader of the texts would."""

from __future__ import annotations

import sqlite3

import pytest

from bench import fts
from search.making import make_entry
from tests.search.making import content, entry

TEXTS = {
    1: {
        "title": {"zh-Hans": "静夜思"},
        "text": {"zh-Hant": "床前明月光，疑是地上霜。"},
        "creators": [{"name": "李白"}],
    },
    2: {"title": {"zh-Hant": "春江花月夜"}, "text": {"zh-Hant": "江畔何人初見月"}, "creators": [{"name": "张若虚"}]},
    3: {"title": {"en": "The Blue Rigi: Lake of Lucerne, Sunrise"}, "creators": [{"name": "Turner, J.M.W."}]},
    4: {"title": {"zh-Hans": "明月几时有", "en": "How rare the moon"}, "creators": [{"name": "苏轼"}]},
}


@pytest.fixture(scope="module")
def table():
    connection = sqlite3.connect(":memory:")
    connection.execute(
        f"create virtual table f using fts5({','.join(fts.COLUMNS)}, content='', tokenize=\"{fts.TOKENISER}\")"
    )
    places = ",".join("?" * (1 + len(fts.COLUMNS)))
    for number, fields in TEXTS.items():
        made = make_entry(entry(content(str(number), **fields), number))
        connection.execute(f"insert into f(rowid, {','.join(fts.COLUMNS)}) values ({places})", (number, *fts.row(made)))
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("q", "wanted"),
    [
        ("明月", [1, 4]),
        ("明月 李白", [1]),
        ("明月 OR 江畔", [1, 2, 4]),
        ("见月", [2]),
        ("libai", [1]),
        ("苏轼 moon", [4]),
        ("lakes turner", [3]),
        ("光疑", []),
    ],
)
def test_it_finds(table, q, wanted):
    found = table.execute("select rowid from f where f match ? order by rowid", (fts.expression(q),))
    assert [row for (row,) in found] == wanted


def test_what_has_no_expression_says_so():
    with pytest.raises(fts.Untold):
        fts.expression("moon -sun")
