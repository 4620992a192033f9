"""Export jobs by the Python client: asked for, waited for, fetched over wires that break, held against checksums."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from wenmai_client import Client, Incomplete, InvalidRequest, JobEnded, NotAllowed, Unreachable

from tests.clients.cutting import Wire, wire
from tests.clients.holding import kept

CUT = 50_000

pytestmark = pytest.mark.usefixtures("working")


def at(broken: Wire, attempts: int = 3) -> Client:
    return Client(f"http://127.0.0.1:{broken.port}", attempts=attempts, patience=20)


def records(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_bytes().splitlines()[:-1]]


def test_a_job_is_asked_for_waited_for_and_fetched(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "sites.ndjson"
    job = client.export_job(type=["site"], without={"region": "110000"})
    assert job.open
    assert job.secret
    done = client.wait(job)
    assert done.state == "done"
    fetched = client.fetch(done, path)
    wanted = {id_ for id_, one in kept().items() if one["type"] == "site" and not in_beijing(one)}
    assert {one["id"] for one in records(path)} == wanted
    assert (fetched.path, fetched.count, fetched.bytes) == (path, len(wanted), path.stat().st_size)
    assert fetched.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert done.told["citation"]["gbt7714"]
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    again = client.job(job.id)
    assert (again.state, again.secret, again.address) == ("done", "", job.address)


def in_beijing(one: Any) -> bool:
    return str(one.get("region", "")).startswith("11")


def test_filters_and_forms_are_those_of_the_api(client: Client, tmp_path: Path) -> None:
    asked: dict[str, Any] = {"year_from": 618, "year_to": 907, "type": "literary-work"}
    path = tmp_path / "poems.csv"
    found = client.fetch(client.export_job("月", form="csv", fields=["title"], **asked), path)
    assert found.count == client.count("月", **asked) > 0
    assert path.read_text(encoding="utf-8").startswith("id,title,")
    with pytest.raises(InvalidRequest):
        client.export_job(typ="site")
    with pytest.raises(ValueError, match="ids"):
        client.export_job(ids=[])


def test_a_file_goes_on_where_it_broke_off(port: int, client: Client, tmp_path: Path) -> None:
    """Each connection is cut before the whole file is through: only who goes on comes to the end."""
    path = tmp_path / "all.ndjson"
    job = client.wait(client.export_job(relax=False))
    assert job.told["file"]["bytes"] > 5 * CUT
    with wire(port, *[CUT] * 4) as broken:
        with at(broken) as cut:
            cut.fetch(job, path)
        assert broken.connections == 5
    assert {one["id"] for one in records(path)} == set(kept())
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_later_call_goes_on_too(port: int, client: Client, tmp_path: Path) -> None:
    path = tmp_path / "all.ndjson"
    job = client.wait(client.export_job(relax=False))
    with wire(port, CUT, *[0] * 9) as broken, at(broken, 1) as cut, pytest.raises((Incomplete, Unreachable)):
        cut.fetch(job, path)
    assert not path.exists()
    (part,) = tmp_path.iterdir()
    assert 0 < part.stat().st_size < CUT
    with wire(port) as whole, at(whole) as later:
        later.fetch(client.job(job.id), path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == job.told["sha256"]


def test_what_is_not_as_it_was_told_is_never_kept(port: int, client: Client, tmp_path: Path) -> None:
    job = client.wait(client.export_job(relax=False))
    with wire(port, altered=True) as lying, at(lying) as misled, pytest.raises(Incomplete):
        misled.fetch(job, tmp_path / "all.ndjson")
    assert list(tmp_path.iterdir()) == []


def test_only_who_made_it_cancels_it(client: Client, tmp_path: Path) -> None:
    job = client.export_job("山", form="geojson")
    with pytest.raises(NotAllowed):
        client.cancel(client.job(job.id))
    assert client.cancel(job).state == "cancelled"
    with pytest.raises(JobEnded) as ended:
        client.fetch(client.job(job.id), tmp_path / "none")
    assert ended.value.told["state"] == "cancelled"
    assert list(tmp_path.iterdir()) == []


def test_the_key_it_was_asked_for_with_cancels_it(address: str) -> None:
    about = {"name": "Walks", "contact": "a@example.org", "purpose": "A test."}
    key = httpx.post(f"{address}/v1/keys", json=about, timeout=60).json()["key"]
    with Client(address, key=key) as keyed, Client(address) as other:
        job = keyed.export_job("江", form="geojson")
        with pytest.raises(NotAllowed):
            other.cancel(other.job(job.id))
        assert keyed.cancel(keyed.job(job.id)).state == "cancelled"


def test_a_wait_may_have_an_end(client: Client) -> None:
    job = client.export_job("水")
    assert client.wait(job, 0).id == job.id
    assert client.wait(job).state == "done"
