"""The Python client against a served node: it walks, counts, follows, cites; what breaks, it tries again."""

from __future__ import annotations

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest
from wenmai_client import (
    Client,
    InvalidRequest,
    LeftOut,
    NotAllowed,
    NotFound,
    NotReady,
    TooManyRequests,
    Unreachable,
    Withdrawn,
)

from api.representations.changes import RESTING_S
from api.schemas.changes import EACH_WAITING
from tests.clients.cutting import wire
from tests.clients.holding import kept
from tests.http import nodes
from tests.served import served


def test_it_walks_every_record_once(client: Client) -> None:
    found = [record["id"] for record in client.records(step=100)]
    assert len(found) == len(set(found))
    assert set(found) == set(kept())
    assert client.count() == len(found)


def test_filters_are_those_of_the_api(client: Client) -> None:
    wanted = {id_ for id_, one in kept().items() if one["type"] in ("site", "venue")}
    assert {one["id"] for one in client.records(type=["site", "venue"])} == wanted
    rest = {one["id"] for one in client.records(without={"type": ["site", "venue"]}, fields=["title"])}
    assert rest == set(kept()) - wanted
    near = [one["id"] for one in client.records(near=(39.9, 116.4), radius=1, dataset="made")]
    assert near == ["made:2"]
    assert {one["id"] for one in client.records("静夜思", sort="title")} >= {"classical-poems:jing-ye-si"}
    assert client.count(has="image", ids=["made:6", "made:1"]) == 1


def test_one_record_many_and_what_became_of_them(client: Client) -> None:
    poem = client.record("classical-poems:jing-ye-si")
    assert "疑是地上霜" in poem["text"]["zh-Hans"]
    assert client.record(nodes.MERGED)["id"] == nodes.TARGET
    with pytest.raises(Withdrawn) as gone:
        client.record(nodes.WITHDRAWN)
    assert (gone.value.status, gone.value.reason) == (410, nodes.REASON)
    with pytest.raises(NotFound):
        client.record("made:99")
    ids = [*kept(), nodes.WITHDRAWN, nodes.MERGED, "made:99"] * 2
    found = list(client.batch(ids, fields=["title"]))
    assert [one.id for one in found] == ids
    assert [one.status for one in found[-3:]] == [410, 301, 404]
    assert (found[-3].reason, found[-2].merged_into) == (nodes.REASON, nodes.TARGET)
    assert found[0].record == {"id": "made:1", "title": kept()["made:1"]["title"]}


def test_it_tells_every_parameter_that_is_wrong(client: Client) -> None:
    with pytest.raises(InvalidRequest) as refused:
        list(client.records(tpye="site", region="999999x"))
    wrong = {one.parameter: one for one in refused.value.errors}
    assert set(wrong) == {"tpye", "region"}
    assert wrong["tpye"].suggestion == "type"
    assert refused.value.request_id
    with pytest.raises(InvalidRequest) as refused:
        client.count('"明月')
    assert refused.value.errors[0].position is not None
    with pytest.raises(NotFound):
        list(client.facet("creater"))


def test_every_value_of_a_field(client: Client) -> None:
    counts: dict[str, int] = {}
    for one in kept().values():
        for name in dict.fromkeys(creator["name"] for creator in one.get("creators", ())):
            counts[name] = counts.get(name, 0) + 1
    assert {one.value: one.count for one in client.facet("creator")} == counts
    labels = {one.label for one in client.facet("type", lang="en")}
    assert labels
    assert all(label.isascii() for label in labels)


def test_a_table_for_python_pandas_and_polars(client: Client) -> None:
    table = client.aggregate(["type"], type=["site", "venue"], lang="en")
    wanted = {kind: sum(one["type"] == kind for one in kept().values()) for kind in ("site", "venue")}
    assert dict(table.rows) == wanted
    assert (table.total, [column.name for column in table.columns]) == (sum(wanted.values()), ["type", "count"])
    labelled = {row["type"] for row in table.records(labels=True)}
    assert labelled == {table.columns[0].labels[kind] for kind in wanted}
    frame = table.to_pandas()
    assert dict(zip(frame["type"], frame["count"], strict=True)) == wanted
    assert dict(table.to_polars().iter_rows()) == wanted
    empty = client.aggregate("region", q="zzzzqqqq", relax=False)
    assert (len(empty), list(empty.to_pandas().columns)) == (0, ["region", "count"])
    assert empty.to_polars().columns == ["region", "count"]


def test_a_table_tells_what_it_leaves_out(client: Client) -> None:
    counts = {one.value: one.count for one in client.facet("creator")}
    with pytest.warns(LeftOut, match="creator"):
        table = client.aggregate("creator")
    assert len(table) == 10 < len(counts)
    left = sum(counts.values()) - sum(int(str(count)) for _, count in table.rows)
    assert table.left_out == {"creator": left}
    frame = client.aggregate("creator", top=10).to_pandas()
    assert (frame.attrs["left_out"], frame.attrs["total"]) == ({"creator": left}, client.count())
    assert frame.attrs["missing"] == {"creator": sum(not one.get("creators") for one in kept().values())}
    every = client.aggregate("creator", top=1000)
    assert (dict(every.rows), every.left_out) == (counts, {})


def test_a_table_of_many_pages_is_whole(client: Client) -> None:
    table = client.aggregate(["subject", "type"], top="subject:1000", page_size=7)
    whole = client.aggregate(["subject", "type"], top="subject:1000")
    assert table.rows == whole.rows
    assert len(table) > 70
    assert [column.labels for column in table.columns] == [column.labels for column in whole.columns]


def test_what_changed_is_told_from_any_place(client: Client) -> None:
    found = list(client.changes(limit=100))
    assert [one.seq for one in found] == sorted({one.seq for one in found})
    assert {one.id for one in found if one.action in ("created", "updated")} >= set(kept())
    gone = next(one for one in found if one.action == "withdrawn")
    assert (gone.id, gone.reason) == (nodes.WITHDRAWN, nodes.REASON)
    assert list(client.changes(found[-1].seq)) == []
    begun = time.monotonic()
    assert client.changed(found[-1].seq, wait=1).changes == ()
    assert time.monotonic() - begun > 0.8


def sent_away(url: str) -> bool:
    """Whether there was no place; asked again while the node says that it cannot tell just now."""
    while (answer := httpx.get(url, timeout=60)).status_code != 200:
        time.sleep(0.05)
    return "Retry-After" in answer.headers


def wait_out(url: str) -> None:
    """Ask until there is a place, and wait there to the end."""
    while sent_away(url):
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.parametrize("engine_settings", ["tantivy"], indirect=True)
def test_who_is_sent_away_comes_again_when_it_is_told_to(address: str, client: Client) -> None:
    """All places of one caller are taken by others that wait."""
    last = [one.seq for one in client.changes()][-1]
    url, until = f"{address}/v1/changes?since={last}", time.monotonic() + 30
    with ThreadPoolExecutor(EACH_WAITING) as pool:
        others = [pool.submit(wait_out, f"{url}&wait=30") for _ in range(EACH_WAITING)]
        while not sent_away(f"{url}&wait=1"):
            assert time.monotonic() < until
        begun = time.monotonic()
        assert client.changed(last, wait=30).changes == ()
        assert not any(one.done() for one in others)
        assert client.changed(last, wait=1).changes == ()
        assert time.monotonic() - begun > RESTING_S - 1


def test_an_empty_list_is_no_question(client: Client, tmp_path: Path) -> None:
    for ask in (
        lambda: client.count(type=[]),
        lambda: next(client.records(ids=())),
        lambda: client.export(tmp_path / "all.ndjson", region=set()),
        lambda: client.aggregate([]),
    ):
        with pytest.raises(ValueError, match="is an empty list: it would ask for everything"):
            ask()
    assert client.count(without={"type": []}) == client.count()


def test_citations_and_pictures(client: Client) -> None:
    assert client.cite("classical-poems:jing-ye-si").startswith("李白. 静夜思[DB/OL]//")
    assert client.cite("classical-poems:jing-ye-si", "bibtex").startswith("@")
    assert b"<svg" in client.chart("type")
    assert json.loads(client.chart("type", form="vegalite"))["$schema"]


def test_a_walk_goes_over_a_wire_that_breaks(port: int) -> None:
    with wire(port, 3_000, 20_000) as broken, Client(f"http://127.0.0.1:{broken.port}", patience=20) as client:
        assert {one["id"] for one in client.records(step=50)} == set(kept())
        assert broken.connections >= 3


def test_who_does_not_answer_is_told_after_as_many_attempts() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with Client(f"http://127.0.0.1:{port}", attempts=2) as client, pytest.raises(Unreachable, match=str(port)):
        client.count()


def test_who_says_later_is_asked_as_long_as_patience_lasts(port: int) -> None:
    with wire(port, away=9) as broken, Client(f"http://127.0.0.1:{broken.port}") as client:
        assert client.count() == len(kept())
        assert broken.connections == 10
    with wire(port, away=99) as broken:
        for bounds in ({"attempts": 3}, {"patience": 0.5}):
            with Client(f"http://127.0.0.1:{broken.port}", **bounds) as client, pytest.raises(NotReady):
                client.count()
        assert broken.connections == 3 + 3


def test_what_is_no_node_is_told(tmp_path: Path) -> None:
    (tmp_path / "v1").mkdir()
    (tmp_path / "v1" / "records").write_text("Sign in to go on.")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever).start()
        with Client(f"http://127.0.0.1:{server.server_port}") as client, pytest.raises(Unreachable, match="no node"):
            client.count()
        server.shutdown()


def test_a_wrong_key_is_refused_at_once(address: str) -> None:
    begun = time.monotonic()
    with Client(address, "wenmai_sk_x") as client, pytest.raises(NotAllowed):
        client.count()
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize("engine_settings", ["tantivy"], indirect=True)
def test_it_keeps_to_the_limits(filled_folder: tuple[Path, dict[str, str]]) -> None:
    """Twenty questions of one unit, five in two seconds: none is refused for good, and it takes its time."""
    folder, engine = filled_folder
    limits = {"WENMAI_LIMIT_ANONYMOUS": "5/2 seconds, 1000/minute, 2000/day"}
    with served(folder, 1, **limits, **engine) as port:
        with Client(f"http://127.0.0.1:{port}") as client:
            begun = time.monotonic()
            assert sum(1 for _ in client.records(type="site", step=10)) > 100
            assert time.monotonic() - begun > 4
        with Client(f"http://127.0.0.1:{port}", patience=0) as hasty, pytest.raises(TooManyRequests):
            [hasty.count() for _ in range(100)]
