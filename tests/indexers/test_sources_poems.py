"""Song poems, and how poems lead to their authors: rows written out by hand, then the whole files."""

from __future__ import annotations

import gzip
import json
import pickle
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from indexers.errors import RowRejected
from indexers.sources import all_sources
from tests.indexers.one_row import checked
from tests.indexers.whole_sources import assert_sound, lost, mapped
from tests.shared_folder import shared_file

POEM: dict[str, Any] = {
    "author": "蘇軾",
    "paragraphs": ["橫看成嶺側成峰，遠近高低總不同。", "不識廬山真面目，只緣身在此山中。"],
    "tags": ["庐山"],
    "title": "題西林壁",
    "id": "5a1b0d2c-8f0e-4b6e-9d0a-1c2d3e4f5a6b",
    "_dynasty": "宋",
    "_source_file": "poet.song.24.json",
}
AUTHORS = [
    {"name": "蘇軾", "id": "a1", "desc": "", "_dynasty": "宋"},
    {"name": "王安石", "id": "a2", "desc": "", "_dynasty": "宋"},
    {"name": "王安石", "id": "a3", "desc": "", "_dynasty": "宋"},
    {"name": "無名氏", "id": "a4", "desc": "無傳。", "_dynasty": "宋"},
]
NO_AUTHOR = "author: says that the author is not known; no creator is named, and the words are kept apart"
NO_FILE = "author: the file of authors is not beside this one; poems are not linked"


def with_authors(folder: Path, name: str = "poetry-authors-song.jsonl.gz") -> Path:
    lines = "\n".join(json.dumps(author) for author in AUTHORS).encode()
    (folder / name).write_bytes(gzip.compress(lines) if name.endswith(".gz") else lines)
    return folder


def one(folder: Path | None = None, **changed: Any) -> tuple[dict[str, Any], list[str]]:
    source = all_sources()["song-poems"]
    return checked((source.mapper(folder) if folder else source.map)({**POEM, **changed}))


def test_a_song_poem() -> None:
    record, notes = one()
    assert record == {
        "id": "song-poems:5a1b0d2c-8f0e-4b6e-9d0a-1c2d3e4f5a6b",
        "type": "literary-work",
        "dataset": "song-poems",
        "title": {"zh-Hant": "題西林壁"},
        "text": {"zh-Hant": "橫看成嶺側成峰，遠近高低總不同。\n不識廬山真面目，只緣身在此山中。"},
        "creators": [{"name": "蘇軾"}],
        "periods": ["song"],
        "categories": ["literature/poem"],
        "subjects": ["庐山"],
        "languages": ["zh-Hant"],
        "rights": {
            "uri": "https://creativecommons.org/publicdomain/mark/1.0/",
            "reuse": "open",
            "attribution": "chinese-poetry, MIT © 2016 JackeyGao",
        },
        "source": {"name": "chinese-poetry", "url": "https://github.com/chinese-poetry/chinese-poetry"},
        "extra": {"_source_file": "poet.song.24.json"},
    }
    assert notes == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "title: is empty; the first line stands for it, in square brackets"),
        ({"paragraphs": ["。"]}, "paragraphs: hold nothing but a stop; left out"),
        ({"author": "佚名"}, NO_AUTHOR),
        ({"_dynasty": "元"}, "_dynasty: is not 宋; kept as it is told, without a period"),
    ],
)
def test_what_is_changed_is_said(changed: dict[str, Any], said: str) -> None:
    assert one(**changed)[1] == [said]


def test_simplified_characters_among_the_traditional_stay() -> None:
    record, notes = one(title="题西林壁", paragraphs=["不识廬山真面目。"])
    assert (record["title"], record["text"]) == ({"zh-Hant": "题西林壁"}, {"zh-Hant": "不识廬山真面目。"})
    assert notes == []


@pytest.mark.parametrize("name", ["不詳", "無名氏", "佚名", "闕名", "缺名", "失撰人名"])
def test_an_author_who_is_not_known_is_no_creator(name: str, tmp_path: Path) -> None:
    record, notes = one(with_authors(tmp_path), author=name)
    assert not {"creators", "relations"} & set(record)
    assert record["extra"]["author"] == name
    assert notes == [NO_AUTHOR]


@pytest.mark.parametrize("file", ["poetry-authors-song.jsonl.gz", "poetry-authors-song.jsonl"])
def test_a_poem_leads_to_its_author(file: str, tmp_path: Path) -> None:
    plain, _ = one()
    record, notes = one(with_authors(tmp_path, file))
    assert record.pop("relations") == [{"type": "creator", "id": "song-authors:a1"}]
    assert record.pop("creators") == [{"name": "蘇軾", "id": "song-authors:a1"}]
    del plain["creators"]
    assert (record, notes) == (plain, [])


@pytest.mark.parametrize(
    ("author", "said"),
    [
        ("王安石", "author: several authors are called so; not linked"),
        ("曾鞏", "author: is not in the file of authors; not linked"),
    ],
)
def test_a_name_that_is_not_one_author_leads_nowhere(author: str, said: str, tmp_path: Path) -> None:
    assert one(with_authors(tmp_path), author=author) == (one(author=author)[0], [said])


def test_without_the_file_of_authors_a_poem_is_the_same_but_for_the_link(tmp_path: Path) -> None:
    assert one(tmp_path) == (one()[0], [NO_FILE])
    assert one(tmp_path, author="佚名")[1] == [NO_AUTHOR]


def test_a_broken_file_of_authors_stops_nothing(tmp_path: Path) -> None:
    whole = with_authors(tmp_path) / "poetry-authors-song.jsonl.gz"
    whole.write_bytes(whole.read_bytes()[:40])
    said = "author: the file of authors beside this one cannot be read; poems are not linked"
    assert one(tmp_path) == (one()[0], [said])


@pytest.mark.parametrize("name", ["song-poems", "tang-poems"])
def test_the_mapper_of_a_folder_can_be_sent_to_another_process(name: str, tmp_path: Path) -> None:
    sent = pickle.loads(pickle.dumps(all_sources()[name].mapper(tmp_path)))
    row = {**POEM, "_dynasty": "唐" if name == "tang-poems" else "宋"}
    assert [str(note) for note in sent(row).notes] == [NO_FILE]


@pytest.mark.parametrize(("column", "value"), [("id", ""), ("paragraphs", None), ("paragraphs", ["a", None])])
def test_a_poem_that_cannot_be_told_is_refused(column: str, value: object, tmp_path: Path) -> None:
    with pytest.raises(RowRejected, match=column):
        one(tmp_path, **{column: value})


@pytest.mark.shared
@pytest.mark.slow
def test_all_song_poems() -> None:
    found = mapped("song-poems")
    records = [record for _, record in found]
    assert len(records) == 254_248
    assert_sound(all_sources()["song-poems"], records, every=31)
    assert sum("text" not in record for record in records) == 23
    assert sum("creators" not in record for record in records) == 192
    assert not any("untitled" in record.get("extra", {}) for record in records)
    missing = [problem for row, record in found[::31] if (problem := lost(row, record, frozenset({"_dynasty"})))]
    assert [text for problem in missing for text in problem.values() if text.strip("。")] == []


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "linked", "several", "nameless"),
    [("tang-poems", 54_791, 946, 1_870), ("song-poems", 254_056, 0, 192)],
)
def test_how_many_poems_lead_to_an_author(name: str, linked: int, several: int, nameless: int) -> None:
    source = all_sources()[name]
    path = shared_file(source.files[0])
    to_author = source.mapper(path.parent)
    people = {record["id"]: record["title"] for _, record in mapped(name.replace("poems", "authors"))}
    counted: Counter[str] = Counter()
    for row in source.read(path):
        assert row.value is not None
        made = to_author(row.value)
        (record,) = made
        counted.update(note.reason for note in made.notes if note.column == "author")
        if "relations" in record:
            ((creator,), (relation,)) = record["creators"], record["relations"]
            assert relation == {"type": "creator", "id": creator["id"]}
            assert people[creator["id"]] == {"zh-Hant": creator["name"]}
            counted["linked"] += 1
    assert counted["linked"] == linked
    assert counted["several authors are called so; not linked"] == several
    assert counted[NO_AUTHOR.removeprefix("author: ")] == nameless
    assert "is not in the file of authors; not linked" not in counted
