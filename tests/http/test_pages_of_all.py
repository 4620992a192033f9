"""Every record has a sound page: all of the sample, and of the larger data thousands, the most extreme among them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from indexers.sources import Source, all_sources
from records.model import Dataset
from records.schema import check
from records.store import Store
from tests.http.nodes import Following, following, record, sample
from tests.http.pages import BROWSER
from tests.http.sound import unsound
from tests.shared_folder import shared_file

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
EACH = 100
"""Records that are drawn of a source, beside the extreme ones."""

Record = Mapping[str, Any]


def _longest(name: str) -> Callable[[Record], int]:
    return lambda one: max(map(len, (one.get(name) or {"": ""}).values()))


def _most(name: str) -> Callable[[Record], int]:
    return lambda one: len(one.get(name) or ())


MEASURES: tuple[Callable[[Record], int], ...] = (
    *map(_longest, ("title", "description", "text")),
    *map(_most, ("creators", "media", "relations", "subjects", "alternative_titles", "periods", "materials")),
    lambda one: len(orjson.dumps(one.get("extra") or {})),
    lambda one: len(orjson.dumps(dict(one))),
    lambda one: -len(one),
    lambda one: sum(not character.isalnum() and ord(character) > 127 for character in str(one)),
    lambda one: max(map(ord, str(one))),
)
"""What a record can be the most of: lengths, lists, fields that are empty, characters that are no letters, or rare."""


def faults(client: FlaskClient, records: Iterable[Record]) -> dict[str, str]:
    """What is wrong, by the address at which it stands."""
    found = {}
    for one, lang in zip(records, cycle(LANGUAGES), strict=False):
        path = f"/records/{one['id']}?lang={lang}"
        response = client.get(path, headers=BROWSER)
        assert response.status_code == 200, path
        if wrong := unsound(response, one):
            found[path] = "; ".join(wrong)
    return found


def test_every_record_of_the_sample_has_a_sound_page(client: FlaskClient) -> None:
    records = list(sample())
    assert len(records) > 700
    assert faults(client, records) == {}


def extreme(records: Iterable[Record]) -> Iterator[Record]:
    """Those that are the most by some measure, and a seeded sample of the rest."""
    drawn, most = [], [(0, {})] * len(MEASURES)
    chance = random.Random(20_261_128)
    for count, one in enumerate(records):
        for place, measure in enumerate(MEASURES):
            if not most[place][1] or measure(one) > most[place][0]:
                most[place] = (measure(one), one)
        at = count if count < EACH else chance.randrange(count + 1)
        drawn[at : at + 1] = [one] if at < EACH else []
    yield from {one["id"]: one for one in (*drawn, *(one for _, one in most if one))}.values()


def told(node: Following, dataset: Mapping[str, Any]) -> None:
    with closing(Store.open(node.settings.database_url)) as store:
        store.put_dataset(Dataset(dataset["id"], orjson.dumps(dict(dataset)), datetime(2026, 1, 1, tzinfo=UTC)))


def mapped(source: Source) -> Iterator[Record]:
    rows = source.read(shared_file(source.files[0]))
    return (one for row in rows if row.value is not None for one in source.map(row.value))


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", all_sources())
def test_so_have_records_of_the_larger_data(name: str, tmp_path: Path) -> None:
    records = [{**check(dict(one)), "id": one["id"]} for one in extreme(mapped(all_sources()[name]))]
    node = following(tmp_path)
    told(node, orjson.loads(all_sources()[name].dataset.to_json()))
    node.put(*records)
    assert faults(node.app.test_client(), records) == {}
    node.app.extensions["wenmai"].close()


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("<h1", "headings"),
        ('rel="canonical"', "canonical"),
        ('"@context"', "JSON-LD"),
        ('<span class="value">', "empty"),
        ("国家级", "bare code"),
        ("测试材质", "None"),
    ],
)
def test_an_unsound_page_would_be_seen(tmp_path: Path, said: str, fault: str) -> None:
    """A page with one thing replaced."""
    instead = {"<h1": "<h2", "国家级": "national", "测试材质": "None", '<span class="value">': "<span> </span><span>"}
    one = record(1, level="national", materials=["测试材质"])
    node = following(tmp_path)
    told(node, {"id": "made", "title": {"zh-Hans": "试制"}})
    node.put(one)
    response = node.app.test_client().get("/records/made:1", headers=BROWSER)
    assert unsound(response, one) == []
    page = response.get_data(as_text=True).replace(said, instead.get(said, '"x"'))
    response.set_data(page.replace("</h1>", "</h2>") if said == "<h1" else page)
    assert any(fault in wrong for wrong in unsound(response, one))
    node.app.extensions["wenmai"].close()
