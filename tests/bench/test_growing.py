"""Copies of records: other ids, the same words in another order, as many as were asked for."""

from __future__ import annotations

import re
from collections import Counter

import orjson
import pytest
import rjieba

from bench.growing import CHUNK, copies, copies_due, copy_of, live, sample, shuffled
from indexers.workers import Workers
from records.ids import is_id
from records.store import Store
from tests.records.making import made

TEXTS = [
    "白日依山盡，黃河入海流。\n欲窮千里目，更上一層樓。",
    "Rain, Steam and Speed – The Great Western Railway, 1844",
    "苏州古典园林 Classical Gardens of Suzhou（1997年列入）",
    "",
    "。",
]


def words(text: str) -> Counter[str]:
    """Words of Han by the dictionary, others by spaces and marks."""
    cut = [rjieba.cut(run) if run[0] > "\u2fff" else [run] for run in re.findall(r"[\u3400-\u9fff]+|[A-Za-z]+", text)]
    return Counter(word for several in cut for word in several)


@pytest.mark.parametrize("text", TEXTS)
def test_shuffling_keeps_every_character(text):
    assert Counter(shuffled(text, "1")) == Counter(text)


def test_shuffling_keeps_latin_words_whole_and_marks_and_numbers_in_place():
    text = TEXTS[1]
    made = shuffled(text, "1")
    assert words(made) == words(text)
    assert made != text
    assert re.sub("[A-Za-z]+", "w", made) == re.sub("[A-Za-z]+", "w", text)


def test_shuffling_keeps_words_of_han_whole():
    text, made = TEXTS[0], shuffled(TEXTS[0], "1")
    assert made != text
    for word in words(text):
        assert word in made


def test_a_copy_is_another_record_of_the_same_words():
    content = {
        "id": "poems:1",
        "type": "literary-work",
        "title": {"zh-Hans": "登鹳雀楼", "en": "On the Stork Tower"},
        "alternative_titles": ["鹳雀楼"],
        "text": {"zh-Hant": TEXTS[0]},
        "creators": [{"name": "王之涣"}],
        "relations": [{"type": "sameAs", "id": "poems:2"}],
    }
    before = orjson.dumps(content)
    first, second = copy_of(content, 1), copy_of(content, 2)
    assert orjson.dumps(content) == before
    assert len({content["id"], first["id"], second["id"]}) == 3
    assert is_id(first["id"])
    assert first["text"] != second["text"]
    assert Counter(first["text"]["zh-Hant"]) == Counter(TEXTS[0])
    assert (first["creators"], first["type"]) == (content["creators"], content["type"])
    assert copy_of(content, 1) == first


@pytest.mark.parametrize(("total", "wanted"), [(7, 7), (7, 3), (577, 1_423), (5, 0), (3, 10)])
def test_copies_are_as_many_as_wanted_and_evenly_spread(total, wanted):
    due = [copies_due(place, total, wanted) for place in range(total)]
    assert sum(due) == wanted
    assert max(due) - min(due) <= 1


@pytest.fixture
def store(tmp_path):
    opened = Store.open(f"sqlite:///{tmp_path}/records.db")
    opened.put([made(number) for number in range(CHUNK + 50)])
    yield opened
    opened.close()


def test_a_sample_is_part_of_every_larger_one(store):
    small, large = set(sample(store, 20)), set(sample(store, 90))
    assert (len(small), len(large)) == (20, 90)
    assert small < large
    assert all(orjson.loads(line)["id"].startswith("jade:") for line in large)


def test_copies_of_a_store_have_ids_of_their_own(store):
    with Workers() as workers:
        lines = b"".join(copies(store, 700, workers)).splitlines()
    ids = [orjson.loads(line)["id"] for line in lines]
    assert len(ids) == len(set(ids)) == 700
    assert not set(ids) & {entry.id for entry in live(store)}
