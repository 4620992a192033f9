"""Exports: what is in them, and that one which is not whole never looks as if it were."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from exchange.crosswalks import Described, in_schema_org, jsonld_bytes
from exchange.exports import COLUMNS, SCHEMA_VERSION, WRITERS, AsOf, Options, columns_of, described, written
from exchange.exports.describe import page
from tests.exchange.exported import Mark, Row, kept, members, ndjson, record, table, unescaped

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

TEXTS = (
    "国宝",
    "=cmd()",
    "a|b",
    "back\\slash",
    "\\|",
    "two\nlines",
    'quo"te',
    "комма, here",
    "\u2028",
    "'",
    "#complete",
    " -1",
)
FULL = record(
    1,
    title={"zh-Hans": "静夜思", "en": "Quiet", "bo": "བོད"},
    text={"zh-Hant": "床前看月光，\n疑是地上霜。"},
    alternative_titles=list(TEXTS),
    creators=[{"name": "李白", "role": "作者", "id": "persons:li-bai"}, {"name": "x|y"}],
    date={"text": "唐", "start": -221, "end": 907},
    place={"text": "长安", "lat": 34.26, "lon": 108.94},
    region="610100",
    media=[{"url": "https://example.org/1.jpg", "type": "image/jpeg", "rights": {"uri": "https://example.org/r"}}],
    rights={"uri": "https://creativecommons.org/publicdomain/zero/1.0/", "reuse": "open"},
    identifiers=[{"scheme": "wikidata", "value": "Q1"}],
    relations=[{"type": "partOf", "id": "made:2"}],
    extra={"何": [1, {"a": None}]},
)
SOME = (FULL, record(2), record(3, title={"und": "=1+1"}, description={"en": "+x"}))
AS_OF = AsOf(77)

Reads = Callable[[bytes], tuple[list[Any], Mark]]
READS: dict[str, Reads] = {
    "ndjson": ndjson,
    "csv": table,
    "geojson": lambda body: members(body, "features"),
    "jsonld": lambda body: members(body, "@graph"),
}


def export(form: str, records: Sequence[dict[str, Any]], marked: bool = True, **options: Any) -> bytes:
    """In batches of two, of many in larger ones."""
    rows = [kept(one) for one in records]
    step = 2 if len(rows) < 100 else 1_000
    batches = [rows[at : at + step] for at in range(0, len(rows), step)]
    how = Options(base="https://example.org", **options)
    return b"".join(written(WRITERS[form](how), batches, AS_OF, marked=marked))


@pytest.mark.parametrize("form", READS)
@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_whole_export_says_how_many_records_it_has_and_is_what_it_was(form: str, count: int) -> None:
    found, mark = READS[form](export(form, SOME[:count]))
    assert len(found) == count
    assert mark.right
    assert mark.told is not None
    assert (int(mark.told["count"]), int(mark.told["as_of"])) == (count, 77)


@pytest.mark.parametrize("form", READS)
def test_no_beginning_of_an_export_looks_whole(form: str) -> None:
    body = export(form, [*SOME, *(record(number) for number in range(4, 12))])
    chance = random.Random(form)
    ends = {0, 1, len(body) - 2, *(chance.randrange(len(body)) for _ in range(400))}
    assert not any(READS[form](body[:end])[1].right for end in ends)


@pytest.mark.parametrize("form", READS)
def test_no_changed_export_looks_whole(form: str) -> None:
    body = export(form, SOME)
    at = body.index(b"made:2")
    assert not READS[form](body[:at] + b"made:9" + body[at + 6 :])[1].right


@pytest.mark.parametrize("form", READS)
def test_the_mark_can_be_left_out(form: str) -> None:
    found, mark = READS[form](export(form, SOME, marked=False))
    assert (len(found), mark.told) == (3, None)


def test_ndjson_is_the_bytes_that_are_kept() -> None:
    rows = [kept(one) for one in SOME]
    body = b"".join(written(WRITERS["ndjson"](Options()), [rows], AS_OF))
    lines = body.split(b"\n")
    assert lines[1] == rows[1].source
    assert lines[0].startswith(rows[0].source[:-1])
    assert [json.loads(line) for line in lines[:3]] == list(SOME)


def test_ndjson_looks_at_nothing_it_need_not() -> None:
    """What is kept is handed on though it is no JSON."""
    body = b"".join(written(WRITERS["ndjson"](Options()), [[Row(b"{no json}")]], AS_OF))
    assert body.startswith(b"{no json}\n")


def test_a_relaxed_question_is_told() -> None:
    body = b"".join(written(WRITERS["ndjson"](Options()), [], AsOf(1, relaxed=True)))
    assert json.loads(body)["complete"]["relaxed"] is True


def test_a_table_holds_what_the_record_says() -> None:
    rows, _ = table(export("csv", SOME))
    first, second, third = rows
    assert (first["id"], first["title"], first["title_language"]) == ("made:1", "静夜思", "zh-Hans")
    assert json.loads(first["title_other"]) == {"en": "Quiet", "bo": "བོད"}
    assert first["text"] == "床前看月光，\n疑是地上霜。"
    assert unescaped(first["alternative_titles"]) == list(TEXTS)
    assert unescaped(first["creators"]) == ["李白", "x|y"]
    assert unescaped(first["creator_roles"]) == ["作者", ""]
    assert (first["year_start"], first["year_end"], first["lat"], first["lon"]) == ("-221", "907", "34.26", "108.94")
    assert (first["identifiers"], first["relations"]) == ("wikidata:Q1", "partOf made:2")
    assert json.loads(first["more"])["extra"] == FULL["extra"]
    assert {name for name, cell in second.items() if cell} == {
        *("id", "type", "dataset", "title", "title_language", "seq", "version", "created", "modified")
    }
    assert (third["title"], third["description"]) == ("'=1+1", "'+x")


def test_every_line_of_a_table_has_every_column() -> None:
    lines = export("csv", [record(2)]).decode().split("\r\n")
    names = [column.name for column in COLUMNS]
    assert lines[0] == ",".join(names)
    assert {line.count(",") for line in lines if line} == {len(names) - 1}


def test_some_columns_are_those_of_the_fields_that_are_named() -> None:
    rows, mark = table(export("csv", SOME, fields=("date", "place.lat")))
    assert list(rows[0]) == ["id", "date", "year_start", "year_end", "place", "lat", "lon"]
    assert mark.right
    alone, told = table(export("csv", SOME, fields=("id",)))
    assert (list(alone[0]), told.right) == (["id"], True)


def test_a_byte_order_mark_stands_before_a_table() -> None:
    body = export("csv", SOME, bom=True)
    assert body.startswith("\ufeffid,".encode())
    assert table(body)[1].right


def test_features_have_their_points_and_columns() -> None:
    features, _ = members(export("geojson", SOME), "features")
    assert [one["id"] for one in features] == ["made:1", "made:2", "made:3"]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [108.94, 34.26]}
    assert features[1]["geometry"] is None
    assert features[0]["properties"]["alternative_titles"] == list(TEXTS)
    assert features[1]["properties"]["title"] == "Tower 2"


def test_linked_data_is_that_of_each_record_and_the_mark_says_nothing() -> None:
    dataset = {"title": {"en": "Made"}, "publisher": {"name": "Makers"}}
    told = Graph().parse(data=export("jsonld", SOME, datasets={"made": dataset}), format="json-ld")
    alone = Graph()
    for one in SOME:
        described_one = Described(one, "https://example.org", dataset)
        alone.parse(data=jsonld_bytes(in_schema_org(described_one)), format="json-ld")
    assert len(alone) > 40
    assert isomorphic(told, alone)


def test_what_is_shown_can_be_chosen() -> None:
    body = export("ndjson", SOME, shows=lambda one: {"id": json.loads(one.source)["id"]})
    assert ndjson(body)[0] == [{"id": "made:1"}, {"id": "made:2"}, {"id": "made:3"}]


def test_the_columns_are_those_of_this_version_of_the_schema() -> None:
    """Whoever changes a column's name, type or place makes another version, and puts its digest here."""
    columns = "\n".join(f"{column.name} {column.type}" for column in COLUMNS)
    digests = {"1": "156760f52765c502"}
    assert digests[SCHEMA_VERSION] == hashlib.sha256(columns.encode()).hexdigest()[:16]


def test_every_column_is_told_in_both_languages() -> None:
    told = list(described())
    assert [one["name"] for one in told] == [column.name for column in COLUMNS]
    assert len({one["name"] for one in told}) == len(told)
    assert all(one["dc:description"]["en"] and one["dc:description"]["zh-Hans"] for one in told)
    assert all(one["datatype"] for one in told)


def test_a_field_without_columns_leaves_the_id() -> None:
    assert [column.name for column in columns_of(("links",))] == ["id"]


def test_the_page_tells_the_columns_there_are() -> None:
    docs = Path(__file__).resolve().parent.parent.parent / "docs" / "exports.md"
    text = docs.read_text("utf-8")
    assert page(text) == text, "run: python -m exchange.exports.describe docs/exports.md"
