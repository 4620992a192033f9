"""Export jobs over HTTP: asked for, done, told of, fetched in parts, cancelled, expired."""

from __future__ import annotations

import errno
import gzip
import hashlib
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from backports import zstd
from flask import Flask
from flask.testing import FlaskClient

from api import create_app
from api.working import folder, loop, writing
from api.working.loop import Worker
from records.jobs import JobWish
from settings import Settings, SettingsError
from tests.exchange.exported import ndjson
from tests.http import nodes
from tests.http.asking import faults, get, problem

FILES: tuple[tuple[str, str, str, str], ...] = (
    ("ndjson", "", "application/x-ndjson", "ndjson"),
    ("ndjson", "gzip", "application/gzip", "ndjson.gz"),
    ("csv", "zstd", "application/zstd", "csv.zst"),
    ("csv", "none", "text/csv", "csv"),
    ("parquet", "gzip", "application/vnd.apache.parquet", "parquet"),
    ("geojson", "", "application/geo+json", "geojson"),
    ("jsonld", "", "application/ld+json", "jsonld"),
)
UNPACKED = {"gzip": gzip.decompress, "zstd": zstd.decompress}


@pytest.fixture
def own(filled: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The filled node with an empty store and no exports of its own."""
    app = create_app(replace(filled, data=tmp_path, database_url=f"sqlite:///{tmp_path}/records.db"))
    yield app
    app.extensions["wenmai"].close()


def begun(app: Flask, **asked: Any) -> tuple[str, str]:
    """The address of a new job, and its secret."""
    response = app.test_client().post("/v1/exports", json=asked)
    assert response.status_code == 202, response.get_data(as_text=True)
    body = response.get_json()
    assert response.headers["Location"] == body["links"]["self"] == f"http://localhost/v1/exports/{body['id']}"
    return f"/v1/exports/{body['id']}", body["secret"]


def done(app: Flask, **asked: Any) -> Any:
    """What is told of a job once it was done."""
    path, _ = begun(app, **asked)
    assert nodes.work_all(app) == 1
    told = get(app.test_client(), path)
    assert told["state"] == "done", told
    return told


def cancel(app: Flask, path: str, secret: str) -> Any:
    return app.test_client().delete(path, headers={"X-Export-Secret": secret})


@pytest.mark.parametrize(("form", "packed", "media_type", "ending"), FILES)
def test_the_file_is_what_the_stream_gives(own: Flask, form: str, packed: str, media_type: str, ending: str) -> None:
    asked = {"format": form, "filter": {"type": ["site"]}, **({"compression": packed} if packed else {})}
    file = done(own, **asked)["file"]
    response = own.test_client().get(file["href"], headers={"Accept-Encoding": "gzip, zstd"})
    body = response.get_data()
    assert (response.mimetype, file["media_type"]) == (media_type, media_type)
    assert "Content-Encoding" not in response.headers
    assert file["name"].endswith(f".{ending}")
    assert file["name"] in response.headers["Content-Disposition"]
    assert (file["bytes"], file["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
    streamed = own.test_client().get("/v1/export", query_string={"type": "site", "format": form, "compression": "none"})
    if form != "parquet":
        assert UNPACKED.get(packed, bytes)(body) == streamed.get_data()
    else:
        again = own.test_client().get("/v1/export?type=site&format=parquet&compression=gzip")
        assert body == again.get_data()


@pytest.mark.parametrize(
    ("body", "query"),
    [
        ({}, {}),
        ({"q": "明月"}, {"q": "明月"}),
        ({"q": "静夜丝"}, {"q": "静夜丝"}),
        ({"filter": {"year_from": 618, "year_to": 907}}, {"year_from": 618, "year_to": 907}),
        ({"filter": {"bbox": [115, 39, 118, 42]}}, {"bbox": "115,39,118,42"}),
        ({"filter": {"-type": ["venue"], "region": ["110000"]}}, {"-type": "venue", "region": "110000"}),
        ({"fields": ["title", "date"], "lang": "en"}, {"fields": "title,date", "lang": "en"}),
        ({"mark": False, "format": "csv", "bom": True}, {"mark": "false", "format": "csv", "bom": "true"}),
        ({"after": "classical-poems:jing-ye-si"}, {"after": "classical-poems:jing-ye-si"}),
    ],
)
def test_a_question_in_json_is_that_of_the_address(own: Flask, body: dict[str, Any], query: dict[str, Any]) -> None:
    told = done(own, **body)
    client = own.test_client()
    streamed = client.get("/v1/export", query_string={**query, "compression": "none"}).get_data()
    assert client.get(told["file"]["href"]).get_data() == streamed
    assert client.get(told["links"]["export"], headers={"Accept-Encoding": "identity"}).get_data() == streamed
    assert told["query"] == body
    assert told["again"] == {"method": "POST", "href": "http://localhost/v1/exports", "body": body}


def test_filters_may_nest(own: Flask) -> None:
    tree = {"or": [{"type": ["site"]}, {"dataset": ["made"]}]}
    told = done(own, filter=tree)
    found, mark = ndjson(own.test_client().get(told["file"]["href"]).get_data())
    assert mark.right
    assert {one["type"] == "site" or one["dataset"] == "made" for one in found} == {True}
    assert told["count"] == len(found) > 5
    assert set(told["links"]) == {"self", "html", "file"}


def test_what_stands_in_it_is_counted_and_cited(own: Flask) -> None:
    told = done(own, q="月")
    found, mark = ndjson(own.test_client().get(told["file"]["href"]).get_data())
    assert mark.told is not None
    assert (told["count"], told["as_of"]) == (len(found), mark.told["as_of"])
    assert {one["uri"]: one["count"] for one in told["licences"]} == Counter(one["rights"]["uri"] for one in found)
    assert {one["id"]: one["count"] for one in told["datasets"]} == Counter(one["dataset"] for one in found)
    assert told["progress"] == {"records": len(found), "total": len(found)}
    cited = told["citation"]
    for text in (cited["gbt7714"], cited["bibtex"], cited["csl"]["URL"]):
        assert told["links"]["html"] in text
    assert "“月”" in cited["gbt7714"]
    assert "[DB/OL]" in cited["gbt7714"]
    assert cited["csl"]["type"] == "dataset"


CITED = (
    ("zh-Hans", "“月”，type=literary-work：数据导出，", " 条，截至变更 "),
    ("zh-Hant", "“月”，type=literary-work：資料匯出，", " 條，截至變更 "),
    ("en", "“月”, type=literary-work: data export, ", " records, as of change "),
)


@pytest.mark.parametrize(("lang", "begins", "holds"), CITED)
def test_it_is_cited_in_the_language_of_who_asks(own: Flask, lang: str, begins: str, holds: str) -> None:
    """That of the question, unless who looks says otherwise."""
    asked = {"q": "月", "filter": {"type": ["literary-work"]}}
    told, other = done(own, lang=lang, **asked), done(own, **asked)
    given = [told, get(own.test_client(), f"/v1/exports/{other['id']}", lang=lang)]
    for one in given:
        title = one["citation"]["csl"]["title"]
        assert title.startswith(begins)
        assert f"{one['count']:,}{holds}{one['as_of']}" in title
        assert one["citation"]["csl"]["language"] == lang
        assert title in one["citation"]["gbt7714"]
        assert title in one["citation"]["bibtex"]
    assert get(own.test_client(), f"/v1/exports/{told['id']}", lang="en")["citation"]["csl"]["language"] == "en"
    assert other["citation"]["csl"]["language"] == "zh-Hans"


def test_one_record_is_not_many_and_many_data_sets_are_not_all_named(own: Flask) -> None:
    one = done(own, filter={"ids": ["made:1"]}, lang="en")["citation"]["csl"]
    assert one["title"] == "ids=made:1: data export, 1 record, as of change " + one["title"].rpartition(" ")[2]
    assert one["container-title"] == "made"
    every = done(own, lang="en")
    assert every["citation"]["csl"]["title"].startswith("All records: data export")
    assert every["citation"]["csl"]["container-title"].endswith(f" and others, {len(every['datasets'])} data sets")


def test_how_words_were_read_is_told(own: Flask) -> None:
    assert done(own, q="静夜丝")["relaxed"] is True
    assert "relaxed" not in done(own, q="静夜思")


def test_a_citation_tells_where_words_were_read_loosely(own: Flask) -> None:
    loose, strict = done(own, q="静夜丝", lang="en"), done(own, q="静夜思", lang="en")
    assert "“静夜丝” (read loosely): data export" in loose["citation"]["gbt7714"]
    assert "loosely" not in strict["citation"]["gbt7714"]


def test_a_job_whose_file_is_gone_is_made_anew_when_it_is_asked_for_again(own: Flask) -> None:
    path, _ = begun(own, q="月")
    nodes.work_all(own)
    for file in own.extensions["wenmai"].settings.exports.iterdir():
        file.unlink()
    client = own.test_client()
    assert "ask the same anew" in problem(client.get(f"{path}/file"), 410, "export-gone")["detail"]
    again, secret = begun(own, q="月")
    assert (again != path, bool(secret)) == (True, True)
    assert get(client, path)["state"] == "expired"
    nodes.work_all(own)
    assert client.get(f"{again}/file").status_code == 200


def test_ranges_go_on_where_a_download_broke_off(client: FlaskClient) -> None:
    path = f"/v1/exports/{nodes.EXPORTED}/file"
    whole = client.get(path)
    body, tag = whole.get_data(), whole.headers["ETag"]
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert tag == f'"{hashlib.sha256(body).hexdigest()}"'
    for asked, part in (("bytes=100-", body[100:]), ("bytes=0-9", body[:10]), ("bytes=-5", body[-5:])):
        for more in ({}, {"If-Range": tag}):
            response = client.get(path, headers={"Range": asked, **more})
            assert (response.status_code, response.get_data()) == (206, part)
    assert response.headers["Content-Range"] == f"bytes {len(body) - 5}-{len(body) - 1}/{len(body)}"
    other = client.get(path, headers={"Range": "bytes=100-", "If-Range": '"other"'})
    assert (other.status_code, other.get_data()) == (200, body)
    problem(client.get(path, headers={"Range": f"bytes={len(body)}-"}), 416, "range-not-satisfiable")
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    head = client.head(path)
    assert (head.status_code, head.get_data(), head.headers["Content-Length"]) == (200, b"", str(len(body)))


@pytest.mark.parametrize(
    "asked", ["bytes=-99999999", "items=0-1", "bytes=abc", "bytes=5-3", "bytes=0-1,5-9", "bytes=-"]
)
def test_what_is_no_range_of_the_file_is_answered_with_the_whole(client: FlaskClient, asked: str) -> None:
    path = f"/v1/exports/{nodes.EXPORTED}/file"
    answer = client.get(path, headers={"Range": asked})
    assert answer.status_code == (206 if asked.startswith("bytes=-9") else 200)
    assert answer.get_data() == client.get(path).get_data()


def test_a_range_beyond_the_file_is_told_its_length_and_another_file_nothing(client: FlaskClient) -> None:
    path = f"/v1/exports/{nodes.EXPORTED}/file"
    whole = client.get(path)
    beyond = client.get(path, headers={"Range": f"bytes={len(whole.get_data())}-"})
    assert beyond.headers["Content-Range"] == f"bytes */{len(whole.get_data())}"
    for more in ({}, {"Range": "bytes=0-9"}):
        problem(client.get(path, headers={"If-Match": '"other"', **more}), 412, "precondition-failed")
        for named in (whole.headers["ETag"], "*"):
            assert client.get(path, headers={"If-Match": named, **more}).status_code in (200, 206)


def test_where_a_job_stands_is_told_all_the_while(own: Flask) -> None:
    first, _ = begun(own, q="月")
    second, _ = begun(own, q="山")
    client = own.test_client()
    waiting = client.get(second)
    assert int(waiting.headers["Retry-After"]) > 0
    assert (waiting.get_json()["state"], waiting.get_json()["place"]) == ("waiting", 2)
    assert waiting.headers["Cache-Control"] == "no-store"
    undone = client.get(f"{second}/file")
    assert problem(undone, 409, "export-not-done")["state"] == "waiting"
    assert int(undone.headers["Retry-After"]) > 0
    store = own.extensions["wenmai"].store
    claim = store.jobs.take("test", timedelta(seconds=60))
    store.jobs.renew(claim, timedelta(seconds=60), 2)
    running = get(client, first)
    assert (running["state"], running["progress"]["records"]) == ("running", 2)
    assert running["progress"]["total"] == get(client, "/v1/records", q="月", page_size=0)["total"]["value"]
    assert "place" not in running
    assert get(client, second)["place"] == 1
    problem(client.get(f"{first}/file"), 409, "export-not-done")
    assert "secret" not in running


@pytest.mark.parametrize(
    "wrong",
    [
        {"filter": {"typ": ["site"]}},
        {"q": "title:("},
        {"format": "xlsx"},
        {"compression": "br"},
        {"after": "made:99"},
        {"sort": "title"},
        {"page": 2},
        {"fields": ["title"], "format": "jsonld"},
        {"type": ["site"]},
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_refused_at_once(own: Flask, wrong: dict[str, Any]) -> None:
    told = faults(own.test_client().post("/v1/exports", json=wrong))
    assert any(name.startswith(next(iter(wrong))) for name in told)
    assert not own.extensions["wenmai"].store.jobs.due()


def test_the_same_question_as_of_the_same_change_is_the_same_job(own: Flask) -> None:
    client = own.test_client()
    path, _ = begun(own, q="月", format="csv")
    for _ in range(2):
        again = client.post("/v1/exports", json={"format": "csv", "q": "月"})
        assert (again.status_code, f"/v1/exports/{again.get_json()['id']}") == (200, path)
        assert "secret" not in again.get_json()
        nodes.work_all(own)
    assert begun(own, q="月")[0] != path


def test_few_may_wait_of_one_asker(filled: Settings, tmp_path: Path) -> None:
    chosen = nodes.settings(tmp_path, **nodes.PLENTY)
    own = {"engine_url": filled.engine_url, "limits": True}
    app = create_app(replace(chosen, **own))
    client = app.test_client()
    paths = [begun(app, q=str(number)) for number in range(4)]
    refused = client.post("/v1/exports", json={"q": "more"})
    assert "4 export jobs" in problem(refused, 429, "too-many-exports")["detail"]
    assert int(refused.headers["Retry-After"]) > 0
    key = client.post("/v1/keys", json={"name": "Walks", "contact": "a@example.org", "purpose": "An app."}).get_json()
    assert client.post("/v1/exports", json={"q": "more"}, headers={"X-Api-Key": key["key"]}).status_code == 202
    assert cancel(app, *paths[0]).status_code == 200
    assert client.post("/v1/exports", json={"q": "more"}).status_code == 202
    assert client.options("/v1/exports").headers["X-Request-Cost"] == "50"
    app.extensions["wenmai"].close()


def test_only_who_made_it_cancels_it(own: Flask) -> None:
    path, secret = begun(own, q="月")
    nodes.work_all(own)
    client = own.test_client()
    for wrong in ({}, {"X-Export-Secret": ""}, {"X-Export-Secret": "x" * 32}):
        problem(client.delete(path, headers=wrong), 403, "not-its-maker")
    exports = own.extensions["wenmai"].settings.exports
    assert len(list(exports.iterdir())) == 1
    done_before = get(client, path)
    cancelled = cancel(own, path, secret)
    assert (cancelled.status_code, cancelled.get_json()["state"]) == (200, "cancelled")
    assert "file" not in cancelled.get_json()
    assert cancelled.get_json()["citation"] == done_before["citation"]
    assert cancelled.get_json()["sha256"] == done_before["sha256"]
    assert list(exports.iterdir()) == []
    assert problem(client.get(f"{path}/file"), 410, "export-gone")["state"] == "cancelled"
    assert cancel(own, path, secret).get_json()["state"] == "cancelled"


def key(app: Flask, **more: Any) -> Any:
    about = {"name": "Walks", "contact": "a@example.org", "purpose": "An app."}
    return app.test_client().post("/v1/keys", json={**about, **more}).get_json()


def with_key(one: Any) -> dict[str, str]:
    return {"X-Api-Key": one["key"]}


def test_the_key_it_was_asked_for_with_cancels_it(own: Flask) -> None:
    client, mine, other = own.test_client(), key(own), key(own)
    asked = client.post("/v1/exports", json={"q": "月"}, headers=with_key(mine))
    path = f"/v1/exports/{asked.get_json()['id']}"
    nodes.work_all(own)
    problem(client.delete(path, headers=with_key(other)), 403, "not-its-maker")
    problem(client.delete(path), 403, "not-its-maker")
    rotated = client.post("/v1/keys/rotate", json={}, headers=with_key(mine)).get_json()
    assert client.delete(path, headers=with_key(rotated)).get_json()["state"] == "cancelled"
    assert list(own.extensions["wenmai"].settings.exports.iterdir()) == []


def test_a_key_that_all_can_read_and_an_address_that_many_share_cancel_nothing(own: Flask) -> None:
    client, shown = own.test_client(), key(own, kind="publishable", origins=["https://a.example"])
    headers = {**with_key(shown), "Origin": "https://a.example"}
    asked = client.post("/v1/exports", json={"q": "月"}, headers=headers)
    assert asked.status_code == 202
    path = f"/v1/exports/{asked.get_json()['id']}"
    problem(client.delete(path, headers=headers), 403, "not-its-maker")
    keyless, _ = begun(own, q="月")
    problem(client.delete(keyless), 403, "not-its-maker")
    problem(client.delete(keyless, headers=with_key(key(own))), 403, "not-its-maker")


def test_a_job_is_cancelled_before_and_while_it_is_done(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    path, secret = begun(own, q="月")
    cancel(own, path, secret)
    assert nodes.work_all(own) == 0
    path, secret = begun(own, q="山")

    def check_late(*_: Any, **__: Any) -> None:
        cancel(own, path, secret)

    monkeypatch.setattr(writing, "check", check_late)
    assert nodes.work_all(own) == 1
    assert get(own.test_client(), path)["state"] == "cancelled"
    assert list(own.extensions["wenmai"].settings.exports.iterdir()) == []


def test_a_file_expires_and_what_it_was_is_still_told(own: Flask) -> None:
    job = done(own, q="月")
    node, client = own.extensions["wenmai"], own.test_client()
    assert datetime.fromisoformat(job["expires"]) - datetime.fromisoformat(job["finished"]) == timedelta(days=7)
    with node.store._database.noting() as connection:
        connection.exec_driver_sql("UPDATE export_jobs SET expires = 1")
    for _ in range(2):
        told = get(client, f"/v1/exports/{job['id']}")
        assert told["state"] == "expired"
        kept = ("query", "count", "as_of", "licences", "datasets", "sha256", "again", "citation")
        assert {name: told[name] for name in kept} == {name: job[name] for name in kept}
        assert "file" not in told
        assert problem(client.get(f"/v1/exports/{job['id']}/file"), 410, "export-gone")["state"] == "expired"
        Worker(own, lambda: True).sweep()
    assert list(node.settings.exports.iterdir()) == []
    assert client.get(told["links"]["export"]).status_code == 200
    again = client.open(told["again"]["href"], method=told["again"]["method"], json=told["again"]["body"])
    assert again.status_code == 202


def test_only_files_of_jobs_that_are_over_are_swept(own: Flask) -> None:
    kept = done(own, q="月")
    begun(own, q="山")
    exports = own.extensions["wenmai"].settings.exports
    (waiting,) = (job.id for job in own.extensions["wenmai"].store.jobs.in_use() if job.state == "waiting")
    mine = ("notes.txt", f"{waiting}-1.csv.part")
    for name in (*mine, f"{kept['id']}-9.ndjson.part", "export-aaaaaaaaaaaaaaaa-1.csv"):
        (exports / name).write_text("x")
    Worker(own, lambda: True).sweep()
    assert {path.name for path in exports.iterdir()} == {*mine, f"{kept['id']}-1.ndjson"}


def left_behind(app: Flask, content: bytes, **asked: Any) -> str:
    """The address of a job whose first worker was killed when it had written so much."""
    path, _ = begun(app, **asked)
    node = app.extensions["wenmai"]
    claim = node.store.jobs.take("killed", timedelta())
    assert node.store.jobs.begun(claim, 1, claim.job.as_of, relaxed=False)
    node.settings.exports.mkdir(parents=True, exist_ok=True)
    ending = f"ndjson{ {'gzip': '.gz', 'zstd': '.zst'}.get(asked.get('compression', ''), '') }"
    (node.settings.exports / f"{claim.job.id}-1.{ending}.part").write_bytes(content)
    return path


@pytest.mark.parametrize("packed", ["none", "gzip", "zstd"])
def test_it_goes_on_behind_the_last_whole_record(own: Flask, packed: str) -> None:
    """The first record left is marked, by which one can tell who wrote it."""
    client = own.test_client()
    right = client.get("/v1/export?compression=none").get_data()
    lines = right.splitlines(keepends=True)
    marked = lines[0].replace(b"{", b'{"left":1,', 1)
    content = b"".join([marked, *lines[1:400], lines[400][:50]])
    if packed != "none":
        content = (gzip.compress if packed == "gzip" else zstd.compress)(content)
    path = left_behind(own, content, compression=packed)
    assert nodes.work_all(own) == 1
    told = get(client, path)
    body = UNPACKED.get(packed, bytes)(client.get(told["file"]["href"]).get_data())
    found, mark = ndjson(body)
    assert mark.right
    assert body.replace(b'"left":1,', b"", 1).splitlines()[:-1] == right.splitlines()[:-1]
    assert found[0]["left"] == 1
    assert {one["uri"]: one["count"] for one in told["licences"]} == Counter(one["rights"]["uri"] for one in found)
    assert [one.name for one in own.extensions["wenmai"].settings.exports.iterdir()] == [
        f"{told['id']}-2.ndjson{'.gz' if packed == 'gzip' else '.zst' if packed == 'zstd' else ''}"
    ]


@pytest.mark.parametrize("content", [b"", b"\0" * 5000, b'{"id":', b"no json\n", b'{"complete":{"count":0}}\n'])
def test_what_is_no_beginning_is_not_gone_on_from(own: Flask, content: bytes) -> None:
    path = left_behind(own, content)
    nodes.work_all(own)
    told = get(own.test_client(), path)
    assert told["state"] == "done"
    right = own.test_client().get("/v1/export?compression=none").get_data()
    assert own.test_client().get(told["file"]["href"]).get_data() == right


def test_a_hole_in_what_is_left_ends_it(own: Flask) -> None:
    right = own.test_client().get("/v1/export?compression=none").get_data()
    lines = right.splitlines(keepends=True)
    path = left_behind(own, b"".join([*lines[:9], b"\0" * len(lines[9]), *lines[10:20]]))
    nodes.work_all(own)
    assert own.test_client().get(get(own.test_client(), path)["file"]["href"]).get_data() == right


def test_what_the_disk_gives_back_otherwise_is_given_to_nobody(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte changes on the disk after it was written."""
    synced = os.fsync

    def alter(number: int) -> None:
        synced(number)
        place = Path(os.readlink(f"/proc/self/fd/{number}"))
        if place.suffix == ".part":
            place.write_bytes(place.read_bytes().replace(b"made:1", b"made:7", 1))

    path, _ = begun(own)
    monkeypatch.setattr(os, "fsync", alter)
    nodes.work_all(own)
    told = get(own.test_client(), path)
    assert told["state"] == "failed"
    assert "disk" in told["why"]
    assert problem(own.test_client().get(f"{path}/file"), 410, "export-gone")["state"] == "failed"
    assert list(own.extensions["wenmai"].settings.exports.iterdir()) == []


def test_a_file_that_is_short_is_given_to_nobody(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine hands over one batch less than it found."""
    path, _ = begun(own)
    engine = own.extensions["wenmai"].engine
    kept = type(engine).kept

    def shorter(self: Any, query: Any, after: int = -1) -> Any:
        for number, batch in enumerate(kept(self, query, after)):
            yield batch[1:] if number == 0 else batch

    monkeypatch.setattr(type(engine), "kept", shorter)
    nodes.work_all(own)
    told = get(own.test_client(), path)
    assert told["state"] == "failed"
    assert "came" in told["why"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EACCES])
def test_a_disk_that_takes_nothing_fails_the_job_and_not_the_worker(
    own: Flask, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path, _ = begun(own, q="月")
    other, _ = begun(own, q="山")
    tried = folder.require_room
    times = iter([True, False])

    def refuse(place: Path) -> None:
        if next(times, False):
            raise OSError(number, os.strerror(number), "/secret/place")
        tried(place)

    monkeypatch.setattr(folder, "require_room", refuse)
    assert nodes.work_all(own) == 2
    failed = get(own.test_client(), path)
    assert failed["state"] == "failed"
    assert ("full" in failed["why"]) == (number != errno.EACCES)
    assert "/secret" not in failed["why"]
    assert get(own.test_client(), other)["state"] == "done"


def test_without_an_engine_it_waits_and_then_fails(own: Flask, tmp_path: Path) -> None:
    path, _ = begun(own, q="月")
    node = own.extensions["wenmai"]
    away = create_app(replace(node.settings, engine_url="elasticsearch+http://127.0.0.1:9/none"))
    assert nodes.work_all(away) == 1
    told = get(own.test_client(), path)
    assert (told["state"], told["place"]) == ("waiting", 1)
    assert "tried again" in told["why"]
    with node.store._database.noting() as connection:
        connection.exec_driver_sql("UPDATE export_jobs SET not_before = 0")
    assert nodes.work_all(own) == 1
    assert get(own.test_client(), path)["state"] == "done"
    path, _ = begun(own, q="山")
    long_ago = int((datetime.now(UTC) - loop.PATIENCE - timedelta(minutes=1)).timestamp() * 1000)
    with node.store._database.noting() as connection:
        connection.exec_driver_sql(f"UPDATE export_jobs SET trouble_since = {long_ago}")
    assert nodes.work_all(away) == 1
    failed = get(own.test_client(), path)
    assert failed["state"] == "failed"
    assert "did not answer for 30 minutes" in failed["why"]
    away.extensions["wenmai"].close()


def test_a_question_that_a_later_version_cannot_read_fails(own: Flask) -> None:
    store = own.extensions["wenmai"].store
    job, _ = store.jobs.make(JobWish({"sort": "nosuch"}, "http://localhost", "one", 1, 1))
    nodes.work_all(own)
    assert get(own.test_client(), f"/v1/exports/{job.id}")["state"] == "failed"


def test_a_store_that_is_away_is_told(own: Flask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    node = own.extensions["wenmai"]
    app = create_app(replace(node.settings, database_url=f"sqlite:///{tmp_path}/file/records.db"))
    client = app.test_client()
    for response in (client.post("/v1/exports", json={}), client.get(f"/v1/exports/{nodes.EXPORTED}")):
        problem(response, 503, "store-unavailable")
    app.extensions["wenmai"].close()


def test_links_begin_with_the_public_address(filled: Settings, tmp_path: Path) -> None:
    chosen = replace(filled, data=tmp_path, database_url=f"sqlite:///{tmp_path}/records.db", base_url="https://w.org/x")
    app = create_app(chosen)
    told = app.test_client().post("/v1/exports", json={"format": "jsonld"}).get_json()
    assert told["links"]["self"] == f"https://w.org/x/v1/exports/{told['id']}"
    nodes.work_all(app)
    body = app.test_client().get(f"/v1/exports/{told['id']}/file").get_data()
    assert {one["@id"].startswith("https://w.org/x/") for one in orjson.loads(body)["@graph"]} == {True}
    app.extensions["wenmai"].close()


def test_for_how_long_files_are_kept_is_a_setting() -> None:
    assert Settings.from_env({}).export_days == 7
    assert Settings.from_env({"WENMAI_EXPORT_DAYS": "30"}).export_days == 30
    for wrong in ("0", "a week", "367", "-1", "1.5"):
        with pytest.raises(SettingsError, match="WENMAI_EXPORT_DAYS"):
            Settings.from_env({"WENMAI_EXPORT_DAYS": wrong})
