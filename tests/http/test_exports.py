"""Exports over HTTP: all of a question in every form, told to be whole, gone on with after a break."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from backports import zstd
from flask import Flask
from flask.testing import FlaskClient
from jsonschema_rs import Draft202012Validator
from pyarrow import parquet

from api import create_app
from settings import Settings, SettingsError, Turns
from tests.exchange.exported import Mark, members, ndjson, table
from tests.http import nodes
from tests.http.asking import faults, get, ids, problem


def exported(client: FlaskClient, **query: Any) -> tuple[list[Any], Mark]:
    response = client.get("/v1/export", query_string=query)
    assert response.status_code == 200, response.get_data()[:500]
    body = response.get_data()
    read = {"csv": table, "geojson": lambda one: members(one, "features"), "jsonld": lambda one: members(one, "@graph")}
    return read.get(query.get("format", "ndjson"), ndjson)(body)


def walked(client: FlaskClient, **query: Any) -> list[str]:
    """The ids that the list tells of, in the order of a walk."""
    answer = get(client, "/v1/records", cursor="*", page_size=500, **query)
    seen = ids(answer)
    while "next" in answer["links"]:
        answer = client.get(answer["links"]["next"]).get_json()
        seen.extend(ids(answer))
    return seen


QUESTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"type": "site"},
    {"q": "明月"},
    {"q": "jingyesi"},
    {"region": "110000", "-type": "venue"},
    {"bbox": "115,39,118,42"},
    {"year_from": 618, "year_to": 907, "dataset": "classical-poems"},
    {"q": "nosuchword anywhere", "relax": "false"},
)


@pytest.mark.parametrize("query", QUESTIONS, ids=str)
def test_an_export_is_the_records_that_a_walk_lists(client: FlaskClient, query: dict[str, Any]) -> None:
    found, mark = exported(client, **query)
    assert [one["id"] for one in found] == walked(client, **query)
    assert mark.right
    assert mark.told is not None
    assert mark.told["count"] == len(found)


def test_records_come_whole(client: FlaskClient) -> None:
    found, _ = exported(client)
    by_id = {one["id"]: one for one in found}
    for record_id in ("made:3", "made:6", "classical-poems:jing-ye-si"):
        shown = get(client, f"/v1/records/{record_id}", view="full")
        shown.pop("links")
        assert by_id[record_id] == shown


def test_exported_records_are_of_the_schema(client: FlaskClient) -> None:
    schema = get(client, "/v1/schema.json")
    validator = Draft202012Validator(schema)
    found, _ = exported(client)
    for one in found:
        validator.validate(one)
    validator.validate(get(client, "/v1/records/made:3", view="full"))
    assert not validator.is_valid({**found[0], "nosuch": 1})


@pytest.mark.parametrize("form", ["csv", "geojson", "jsonld"])
def test_every_form_has_every_record(client: FlaskClient, form: str) -> None:
    found, mark = exported(client, format=form)
    name = {"csv": "id", "geojson": "id", "jsonld": "@id"}[form]
    assert [one[name].rpartition("/")[2] for one in found] == walked(client)
    assert mark.right


def test_parquet_has_every_record_and_the_columns_that_are_told(client: FlaskClient) -> None:
    response = client.get("/v1/export?format=parquet")
    assert response.content_type == "application/vnd.apache.parquet"
    found = parquet.read_table(BytesIO(response.get_data()))
    assert found["id"].to_pylist() == walked(client)
    told = get(client, "/v1/columns.json")["tableSchema"]["columns"]
    assert found.column_names == [one["name"] for one in told]
    assert [*exported(client, format="csv")[0][0]] == found.column_names


def test_headers_tell_of_the_file(client: FlaskClient) -> None:
    response = client.get("/v1/export?type=site&format=csv")
    listed = get(client, "/v1/records", type="site", page_size=0)
    assert response.headers["X-Total-Count"] == str(listed["total"]["value"])
    assert response.headers["X-As-Of"] == str(listed["as_of"])
    assert response.headers["Content-Disposition"] == 'attachment; filename="wenmai-export.csv"'
    assert response.headers["Cache-Control"] == "no-store"
    assert {"Accept", "Accept-Encoding"} <= set(response.headers["Vary"].replace(" ", "").split(","))
    assert "X-Total-Count" in response.headers["Access-Control-Expose-Headers"]
    assert "ETag" not in response.headers


def test_the_form_may_be_named_by_accept(client: FlaskClient) -> None:
    for accepted, told in (("text/csv", "text/csv"), ("application/geo+json", "application/geo+json")):
        response = client.get("/v1/export?dataset=made", headers={"Accept": accepted})
        assert response.mimetype == told
    problem(client.get("/v1/export?dataset=made", headers={"Accept": "image/png"}), 406, "not-acceptable")


def test_fields_and_language_choose_parts(client: FlaskClient) -> None:
    (poem,), _ = exported(client, ids="classical-poems:jing-ye-si", fields="title,date", lang="en")
    assert poem == {"id": "classical-poems:jing-ye-si", "title": {"en": "Quiet Night Thought"}}
    (row,), _ = exported(client, ids="classical-poems:jing-ye-si", format="csv", lang="en", fields="title")
    assert row == {
        "id": "classical-poems:jing-ye-si",
        "title": "Quiet Night Thought",
        "title_language": "en",
        "title_other": "",
    }


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_an_export_goes_on_behind_a_record(client: FlaskClient, form: str) -> None:
    whole, _ = exported(client, format=form, type="site")
    for at in (0, len(whole) // 2, len(whole) - 2, len(whole) - 1):
        rest, mark = exported(client, format=form, type="site", after=whole[at]["id"])
        assert rest == whole[at + 1 :]
        assert mark.right


@pytest.mark.parametrize("gone", [nodes.WITHDRAWN, nodes.MERGED])
def test_it_goes_on_behind_a_record_that_is_gone_since(client: FlaskClient, gone: str) -> None:
    rest, _ = exported(client, after=gone, dataset="made")
    after = int(gone.partition(":")[2])
    assert [one["id"] for one in rest] == [f"made:{number}" for number in range(after + 1, 7) if number != 5]


@pytest.mark.parametrize("after", ["made:99", "not an id", "", "made:" + "1" * 300])
def test_behind_no_record_there_is_nothing(client: FlaskClient, after: str) -> None:
    assert "after" in faults(client.get("/v1/export", query_string={"after": after}))


def test_what_an_export_does_not_take_is_refused(client: FlaskClient) -> None:
    wrong = client.get("/v1/export?sort=title&page=2&format=xlsx&compression=br&mark=perhaps&q=title:(")
    assert set(faults(wrong)) == {"sort", "page", "format", "compression", "mark", "q"}
    assert "fields" in faults(client.get("/v1/export?format=jsonld&fields=title"))


def test_a_file_may_be_asked_for_packed(client: FlaskClient) -> None:
    plain = client.get("/v1/export?dataset=made").get_data()
    for how, media_type, unpacked, ending in (
        ("gzip", "application/gzip", gzip.decompress, "gz"),
        ("zstd", "application/zstd", zstd.decompress, "zst"),
    ):
        response = client.get(f"/v1/export?dataset=made&compression={how}", headers={"Accept-Encoding": "gzip, zstd"})
        assert response.content_type == media_type
        assert "Content-Encoding" not in response.headers
        assert response.headers["Content-Disposition"].endswith(f'wenmai-export.ndjson.{ending}"')
        assert unpacked(response.get_data()) == plain


@pytest.mark.parametrize(
    ("accepted", "told"),
    [("gzip", "gzip"), ("zstd", "zstd"), ("gzip, zstd", "zstd"), ("gzip;q=1, zstd;q=0.5", "gzip"), ("br", None)],
)
def test_bytes_are_packed_on_their_way_as_is_accepted(client: FlaskClient, accepted: str, told: str | None) -> None:
    plain = client.get("/v1/export?dataset=made").get_data()
    response = client.get("/v1/export?dataset=made", headers={"Accept-Encoding": accepted})
    assert response.headers.get("Content-Encoding") == told
    unpacked = {"gzip": gzip.decompress, "zstd": zstd.decompress, None: bytes}[told]
    assert unpacked(response.get_data()) == plain
    never = client.get("/v1/export?dataset=made&compression=none", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in never.headers
    inside = client.get("/v1/export?dataset=made&format=parquet", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in inside.headers


def test_pages_of_parquet_are_packed_as_is_asked(client: FlaskClient) -> None:
    for how, codec in (("gzip", "GZIP"), ("zstd", "ZSTD"), ("none", "UNCOMPRESSED")):
        body = client.get(f"/v1/export?dataset=made&format=parquet&compression={how}").get_data()
        assert parquet.read_metadata(BytesIO(body)).row_group(0).column(0).compression == codec


def test_words_are_read_as_the_list_reads_them_and_that_is_told(client: FlaskClient) -> None:
    listed = get(client, "/v1/records", q="静夜丝", page_size=100)
    assert listed["relaxed"]
    found, mark = exported(client, q="静夜丝")
    assert sorted(one["id"] for one in found) == sorted(ids(listed))
    assert mark.told is not None
    assert mark.told["relaxed"] is True
    assert exported(client, q="静夜丝", relax="false")[0] == []
    assert "relaxed" not in (exported(client, q="静夜思")[1].told or {})


def test_a_head_asks_for_no_records(client: FlaskClient) -> None:
    response = client.head("/v1/export?type=site")
    assert (response.status_code, response.get_data()) == (200, b"")
    assert int(response.headers["X-Total-Count"]) > 0


@pytest.fixture
def narrow(filled: Settings) -> Iterator[Flask]:
    """One export at once, which may take no time at all."""
    app = create_app(replace(filled, turns=Turns(exports=1)))
    yield app
    app.extensions["wenmai"].close()


def test_so_many_exports_at_once_and_no_more(narrow: Flask) -> None:
    client, other = narrow.test_client(), narrow.test_client()
    streaming = client.get("/v1/export", buffered=False)
    told = problem(other.get("/v1/export"), 503, "overloaded")
    assert "export" in told["detail"]
    assert get(other, "/v1/records?q=beside")
    streaming.close()
    for path in ("/v1/export?format=csv", "/v1/export?nosuch=1", "/v1/export?after=made:99", "/v1/export?type=site"):
        assert other.get(path).status_code in (200, 400), path
        other.head("/v1/export")
    assert exported(other)[1].right


def test_an_export_that_takes_too_long_is_cut_without_a_mark(filled: Settings) -> None:
    app = create_app(replace(filled, turns=Turns(longest_export=0)))
    with pytest.raises(ConnectionAbortedError):
        app.test_client().get("/v1/export").get_data()
    streaming = app.test_client().get("/v1/export")
    assert next(iter(streaming.response))
    with pytest.raises(ConnectionAbortedError):
        list(streaming.response)
    app.extensions["wenmai"].close()


def test_without_an_engine_there_is_a_503(filled: Settings, tmp_path: Any) -> None:
    app = create_app(nodes.settings(tmp_path, WENMAI_ENGINE_URL="elasticsearch+http://127.0.0.1:9/none"))
    problem(app.test_client().get("/v1/export"), 503, "engine-unavailable")
    app.extensions["wenmai"].close()


def test_how_many_exports_is_a_setting() -> None:
    def read(value: str) -> tuple[int, float]:
        turns = Settings.from_env({"WENMAI_EXPORTS": value, "WENMAI_TURNS": "3 interactive"}).turns
        assert turns.interactive == 3
        return turns.exports, turns.longest_export

    assert read("") == (2, 3_600)
    assert read("5 at once, 60 s") == (5, 60)
    assert read("1 at once") == (1, 3_600)
    for wrong in ("5", "0 at once", "2 at once, 0 s", "at once", "-1 at once"):
        with pytest.raises(SettingsError, match="WENMAI_EXPORTS"):
            read(wrong)


def test_an_export_has_its_price(client: FlaskClient, filled: Settings) -> None:
    app = create_app(replace(filled, limits=True))
    response = app.test_client().options("/v1/export")
    assert response.headers["X-Request-Cost"] == "50"
    app.extensions["wenmai"].close()


def test_what_stands_in_the_columns_is_told(client: FlaskClient) -> None:
    told = get(client, "/v1/columns.json")
    assert told["dialect"]["commentPrefix"] == "#"
    assert told["@context"] == "http://www.w3.org/ns/csvw"
    names = {one["name"]: one for one in told["tableSchema"]["columns"]}
    assert names["subjects"]["separator"] == "|"
    assert names["year_start"]["datatype"] == "integer"


def test_a_part_is_never_taken_for_the_whole_over_http_1_0(client: FlaskClient) -> None:
    """There the end of the connection is all that ends an answer: the mark must stand in it."""
    for path, status in (("/v1/export?dataset=made&mark=false", 400), ("/v1/export?dataset=made", 200)):
        response = client.get(path, environ_overrides={"SERVER_PROTOCOL": "HTTP/1.0"}, buffered=True)
        assert response.status_code == status


def test_a_mark_for_spreadsheets_is_refused_where_it_would_spoil_the_file(client: FlaskClient) -> None:
    for form in ("ndjson", "parquet", "geojson", "jsonld"):
        (fault,) = problem(client.get(f"/v1/export?bom=true&format={form}"), 400, "bad-parameter")["errors"]
        assert fault["parameter"] == "bom"
    assert client.get("/v1/export?bom=true&format=csv&type=site").get_data().startswith(b"\xef\xbb\xbf")
