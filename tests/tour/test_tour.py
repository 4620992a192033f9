"""What the README promises a newcomer: one command, and every line of the tour answers as shown."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from bench.common import ROOT, WENMAI, environment
from bench.serving import get, serving
from tests.http.pages import BROWSER, Page
from tests.tour.readme import PORT, READMES, Step, addresses, agrees, pictures, run, steps

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tour") / "node"


@pytest.fixture(scope="module")
def port(data: Path) -> Iterator[int]:
    with serving(data, "demo") as (number, _):
        yield number


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_there_are_ten_lines(readme: Path) -> None:
    assert len(steps(readme)) == 10
    assert [step.command for step in steps(readme)] == [step.command for step in steps(READMES[0])]


@pytest.mark.parametrize("step", steps(READMES[0]), ids=lambda step: step.command[:60])
def test_each_line_answers_as_shown(port: int, step: Step) -> None:
    answered = run(step.command, port)
    assert len(step.answer) > 40
    assert agrees(step.answer, answered), answered


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_tour_of_the_site_has_its_pages_and_pictures(readme: Path) -> None:
    assert len(addresses(readme)) > 12
    assert addresses(readme) == addresses(READMES[0])
    assert len(pictures(readme)) > 5
    for picture in pictures(readme):
        assert picture.read_bytes()[8:12] == b"WEBP"
        assert picture.stat().st_size < 60_000


@pytest.mark.parametrize("address", addresses(READMES[0]))
def test_each_page_of_the_tour_shows_something(port: int, address: str) -> None:
    asked = Request(f"http://127.0.0.1:{port}{quote(address, safe='/?=&,:')}", headers=BROWSER)
    with urlopen(asked, timeout=30) as answer:
        page = Page()
        page.feed(answer.read().decode())
    assert page.one("h1").inside.strip()
    assert len([one for one in page.all("a") if "main" in one.of]) > 5


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_lines_that_get_and_use_a_key_do(port: int, readme: Path) -> None:
    lines = next(block for block in readme.read_text().split("```") if "/v1/keys" in block)
    typed = lines.replace("curl ", "curl -sS -w '\\n' ").replace(f":{PORT}/", f":{port}/")
    done = subprocess.run(["bash", "-ec", typed], capture_output=True, check=True, timeout=30)
    found, me = map(json.loads, done.stdout.decode().strip().splitlines())
    assert found["total"]["value"] > 0
    assert (me["anonymous"], me["tier"], me["key"]["contact"]) == (False, "standard", "me@example.org")


def test_a_facets_number_is_the_number_one_gets(port: int) -> None:
    facets = json.loads(get(port, "/v1/records?region=510000&facets=type&page_size=0")[1])["facets"]
    for value in facets["type"]["values"]:
        clicked = json.loads(get(port, f"/v1/records?region=510000&type={value['value']}&page_size=0")[1])
        assert clicked["total"]["value"] == value["count"]


def _raw(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        answer = b""
        while part := connection.recv(65_536):
            answer += part
        return answer


@pytest.mark.parametrize("query", ["故宫", "春眠不觉晓", "北京", "靜夜思"])
def test_an_address_typed_in_raw_utf8_is_understood(port: int, query: str) -> None:
    line = f"GET /v1/records?q={query}&page_size=0 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert _raw(port, line.encode()).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"G E T / HTTP/1.1\r\n\r\n", 400),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", 400),
    ],
    ids=["method", "address", "headers", "version"],
)
def test_what_is_not_http_is_answered_with_a_problem(port: int, request_: bytes, status: int) -> None:
    head, _, body = _raw(port, request_).partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"application/problem+json" in head
    assert b"Access-Control-Allow-Origin: *" in head
    problem = json.loads(body)
    assert problem["status"] == status
    assert b"aaaa" not in body


@pytest.fixture
def another(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """The port and the folder of a node that may be changed: what the tour shows is of the first."""
    with serving(tmp_path / "node", "demo") as (number, _):
        yield number, tmp_path / "node"


def test_what_is_taken_in_while_serving_is_found_at_once(another: tuple[int, Path]) -> None:
    port, data = another
    file = data / "towers.jsonl"
    record = {
        "id": "towers:1",
        "dataset": "towers",
        "type": "site",
        "title": {"zh-Hans": "镇龙砖塔"},
        "region": "110108",
        "categories": ["heritage/ancient-building/pagoda"],
        "rights": {"uri": "https://creativecommons.org/publicdomain/zero/1.0/", "reuse": "open"},
    }
    file.write_text(json.dumps(record, ensure_ascii=False) + "\n")
    before = json.loads(get(port, "/v1/regions/110108")[1])["count"]
    subprocess.run([WENMAI, "ingest", str(file)], env=environment(data), cwd=ROOT, check=True, capture_output=True)
    for query in ("镇龙砖塔", "鎮龍磚塔", "zhenlongzhuanta", "zlzt"):
        path = f"/v1/records?q={quote(query)}&fields=id&page_size=1"
        assert json.loads(get(port, path)[1])["records"][0]["id"] == "towers:1", query
    suggested = json.loads(get(port, "/v1/suggest?q=zhenlongz")[1])["suggestions"]
    assert suggested[0]["id"] == "towers:1"
    assert json.loads(get(port, "/v1/regions/110108")[1])["count"] == before + 1
