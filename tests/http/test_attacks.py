"""What attackers send to a real server: shapes that two servers read differently; too much, too deep, too long."""

from __future__ import annotations

import os
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.http import nodes
from tests.http.raw import LOCAL, Told, answers, exchange, read_all
from tests.http.test_server import ask, served

END = b"Connection: close\r\n\r\n"
GET = b"GET /v1/limits HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST /v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
SECOND = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
"""What must never be answered where it stands inside another request."""

LEAKS = re.compile(rb"gunicorn/|Traceback|werkzeug|\.py\b|<html|sqlite|tantivy", re.IGNORECASE)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    chosen = nodes.settings(tmp_path_factory.mktemp("attacked"))
    nodes.fill(chosen)
    with served(chosen, tmp_path_factory.mktemp("metrics"), workers=1) as found:
        yield found


def sound(told: Told) -> None:
    """An answer keeps its promises whatever was asked."""
    assert told.headers["access-control-allow-origin"] == "*"
    assert "x-request-id" in told.headers["access-control-expose-headers"].lower()
    assert re.fullmatch(r"[A-Za-z0-9._-]{8,64}", told.headers["x-request-id"])
    if told.status >= 400:
        assert told.headers["content-type"] == "application/problem+json"
        assert told.json["status"] == told.status
        assert told.json["request_id"] == told.headers["x-request-id"]
        assert not LEAKS.search(told.body), told.body


REFUSED = {
    "a length and chunks": (POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SECOND, 400),
    "chunks and a length": (POST + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + SECOND, 400),
    "two lengths": (POST + b"Content-Length: 2\r\nContent-Length: 60\r\n\r\n{}" + SECOND, 400),
    "two equal lengths": (POST + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}" + SECOND, 400),
    "a list of lengths": (POST + b"Content-Length: 2, 2\r\n\r\n{}" + SECOND, 400),
    "a signed length": (POST + b"Content-Length: +2\r\n\r\n{}" + SECOND, 400),
    "a negative length": (POST + b"Content-Length: -2\r\n\r\n{}" + SECOND, 400),
    "a length in hex": (POST + b"Content-Length: 0x2\r\n\r\n{}" + SECOND, 400),
    "an unknown coding": (POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SECOND, 501),
    "chunked twice": (POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" + SECOND, 400),
    "identity after chunked": (POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + SECOND, 400),
    "a coding after a vertical tab": (POST + b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n" + SECOND, 400),
    "a chunk that is no number": (POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n" + SECOND, 400),
    "a chunk longer than told": (POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}xx\r\n0\r\n\r\n" + SECOND, 400),
    "a chunk with a sign": (POST + b"Transfer-Encoding: chunked\r\n\r\n+2\r\n{}\r\n0\r\n\r\n" + SECOND, 400),
    "a chunk with 0x": (POST + b"Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n" + SECOND, 400),
    "chunks with bare line feeds": (POST + b"Transfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n" + SECOND, 400),
    "chunks in HTTP/1.0": (
        POST.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n" + SECOND,
        400,
    ),
    "a folded header": (GET + b"X-One: a\r\n b\r\n" + END, 400),
    "a folded coding": (POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + SECOND, 400),
    "bare line feeds": (GET.replace(b"\r\n", b"\n") + b"\n", 400),
    "one bare line feed": (GET + b"X-One: a\nX-Two: b\r\n" + END, 400),
    "a bare carriage return": (GET + b"X-One: a\rX-Two: b\r\n" + END, 400),
    "a space before the colon": (POST + b"Content-Length : 2\r\n\r\n{}" + SECOND, 400),
    "a tab before the colon": (POST + b"Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n" + SECOND, 400),
    "a header without a name": (GET + b": a\r\n" + END, 400),
    "a header without a colon": (GET + b"nonsense\r\n" + END, 400),
    "a zero byte in a header": (GET + b"X-One: a\x00b\r\n" + END, 400),
    "a zero byte in the address": (b"GET /v1/limits\x00 HTTP/1.1\r\nHost: localhost\r\n" + END, 400),
    "two hosts": (GET + b"Host: other.example\r\n" + END, 400),
    "HTTP/0.9": (b"GET /v1/limits\r\n", 400),
    "HTTP/0.9 by name": (b"GET /v1/limits HTTP/0.9\r\n\r\n", 400),
    "HTTP/3.0": (b"GET /v1/limits HTTP/3.0\r\nHost: localhost\r\n" + END, 400),
    "the preface of HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "a TLS greeting": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00\n" * 20, 400),
    "a small letter method": (b"get /v1/limits HTTP/1.1\r\nHost: localhost\r\n" + END, 400),
    "ten thousand headers": (GET + b"".join(b"X-%d: a\r\n" % number for number in range(10_000)) + END, 431),
    "more headers than are taken": (GET + b"".join(b"X-%d: a\r\n" % number for number in range(200)) + END, 431),
    "a header of 100 kB": (GET + b"X-One: " + b"a" * 100_000 + b"\r\n" + END, 431),
    "a header that never ends": (GET + b"X-One: " + b"a" * 2_000_000, 431),
    "an address of 100 kB": (b"GET /v1/records?q=" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n" + END, 414),
    "an address that never ends": (b"GET /v1/records?q=" + b"a" * 2_000_000, 414),
    "a connection to elsewhere": (b"CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n", 404),
}


@pytest.mark.parametrize("shape", REFUSED)
def test_what_could_be_read_in_two_ways_is_refused_and_the_connection_closed(port: int, shape: str) -> None:
    sent, status = REFUSED[shape]
    told = exchange(port, sent)
    assert [one.status for one in told] == [status] or (
        status == 400 and [one.status for one in told] in ([404], [405])
    )
    sound(told[0])
    assert told[0].headers["connection"] == "close"
    assert ask(port, "/healthz")[0] == 200


TAKEN = {
    "a whole address": (b"GET http://localhost/v1/limits HTTP/1.1\r\nHost: localhost\r\n" + END, 200),
    "HTTP/1.0 that does not stay": (b"GET /v1/limits HTTP/1.0\r\n\r\n", 200),
    "an empty line before": (b"\r\n" + GET + END, 200),
    "a body in chunks": (POST + END[:-2] + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 200),
    "a body in chunks with a trailer": (
        POST + END[:-2] + b"Transfer-Encoding: chunked\r\n\r\n1;a=b\r\n{\r\n1\r\n}\r\n0\r\nX-Sum: 1\r\n\r\n",
        200,
    ),
    "a body nobody asked for": (GET + b"Content-Length: 5\r\n" + END + b"hello", 200),
    "a path upwards": (b"GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n" + END, 404),
    "a path upwards, escaped": (b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n" + END, 404),
    "an unknown method": (b"BREW /v1/limits HTTP/1.1\r\nHost: localhost\r\n" + END, 405),
}


@pytest.mark.parametrize("shape", TAKEN)
def test_what_is_unusual_and_clear_is_answered(port: int, shape: str) -> None:
    sent, status = TAKEN[shape]
    told = exchange(port, sent)
    assert [one.status for one in told] == [status]
    sound(told[0])


def test_requests_in_a_row_are_answered_in_their_order(port: int) -> None:
    body = b'{"page_size": 1}'
    posted = POST + b"Content-Length: %d\r\n\r\n" % len(body) + body
    chunked = POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
    told = exchange(port, GET + b"\r\n" + posted + chunked + posted + SECOND)
    assert [one.status for one in told] == [200] * 5
    assert [len(told[number].json["records"]) for number in (1, 2, 3)] == [1, 20, 1]
    assert told[4].json == {"status": "ok"}


@pytest.mark.parametrize("name", ["SCRIPT_NAME", "PATH_INFO", "X_Forwarded_For", "Remote_Addr"])
def test_a_header_cannot_pass_for_the_servers_own_word(port: int, name: str) -> None:
    told = exchange(port, GET + f"{name}: /elsewhere\r\n".encode() + END)
    sound(told[0])
    assert b"elsewhere" not in told[0].body


INJECTED = "%0d%0aSet-Cookie:%20a=b%0d%0a"


@pytest.mark.parametrize(
    "path",
    [
        f"/v1/records?q={INJECTED}&page_size=1",
        f"/v1/records?cursor=*&page_size=1&q={INJECTED}",
        f"/v1/records/made:5?lang={INJECTED}",
        f"/v1/records/made:{INJECTED}",
        f"/{INJECTED}",
        f"/docs?lang={INJECTED}",
    ],
)
def test_no_header_can_be_written_through_an_address(port: int, path: str) -> None:
    (told,) = exchange(port, f"GET {path} HTTP/1.1\r\nHost: localhost\r\n".encode() + END)
    assert "set-cookie" not in told.headers
    assert told.status < 500
    sound(told)


@pytest.mark.parametrize("sent", [b"a\r\n b", b"abcdefgh\x0bSet-Cookie: a", b"\xe2\x80\xa8abcdefgh", b"a" * 5_000])
def test_a_request_id_cannot_carry_anything(port: int, sent: bytes) -> None:
    (told,) = exchange(port, GET + b"X-Request-Id: " + sent + b"\r\n" + END)
    sound(told)
    assert "set-cookie" not in told.headers
    assert sent.decode("latin-1") not in told.headers["x-request-id"]


@pytest.mark.parametrize("host", ["", "a b", 'evil"><script>', "user@evil.example", "[::1", "a/../b", "a" * 5_000])
def test_a_host_that_is_none_is_not_written_into_links(port: int, host: str) -> None:
    (told,) = exchange(port, f"GET /v1/records?page_size=1 HTTP/1.1\r\nHost: {host}\r\n".encode() + END)
    assert told.status in (200, 400)
    sound(told)
    if host:
        assert host.encode() not in told.body
        assert host not in told.headers.get("link", "")


def resident(port: int) -> int:
    """Bytes of memory the server's processes hold, in all."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"127.0.0.1:{port}".encode() in (folder / "cmdline").read_bytes():
                total += int((folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            pass
    return total


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_of_100_megabytes_is_refused_early(port: int, chunked: bool) -> None:
    size, piece = 100 * 1024 * 1024, b" " * 65_536
    told = b"Transfer-Encoding: chunked\r\n\r\n" if chunked else b"Content-Length: %d\r\n\r\n" % size
    before = resident(port)
    assert before
    with socket.create_connection((LOCAL, port), timeout=30) as one:
        one.sendall(POST + told)
        one.setblocking(False)
        sent, found, until = 0, b"", time.monotonic() + 20
        while sent < size and b"\r\n\r\n" not in found and time.monotonic() < until:
            try:
                one.sendall(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
                sent += len(piece)
            except OSError:
                time.sleep(0.001)
            try:
                found += one.recv(65_536)
            except BlockingIOError:
                pass
        one.settimeout(20)
        found += read_all(one)
    (answer,) = answers(found)
    assert answer.status == 413
    sound(answer)
    assert answer.headers["connection"] == "close"
    assert sent < 16 * 1024 * 1024
    assert resident(port) - before < 16 * 1024 * 1024


@pytest.mark.parametrize("opening", ["[", '{"and":[', '{"filter":{"and":['])
def test_json_of_a_depth_of_100_000_is_refused(port: int, opening: str) -> None:
    body = opening.encode() * (100_000 if len(opening) < 9 else 50_000)
    (told,) = exchange(port, POST + b"Content-Length: %d\r\n" % len(body) + END + body)
    assert told.status == 400
    sound(told)
    assert ask(port, "/readyz")[0] == 200


def test_a_client_that_waits_to_be_told_is_told(port: int) -> None:
    with socket.create_connection((LOCAL, port), timeout=10) as one:
        one.sendall(POST + b"Content-Length: 2\r\nExpect: 100-continue\r\n" + END)
        assert one.recv(1_000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        one.sendall(b"{}")
        (told,) = answers(read_all(one))
    assert told.status == 200


def test_a_client_that_ends_within_its_request_is_not_taken_at_half_its_word(port: int) -> None:
    (told,) = exchange(port, POST + b'Content-Length: 40\r\n\r\n{"page_size": 1}', ends=True)
    assert told.status == 400
    sound(told)
