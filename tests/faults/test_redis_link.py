"""The node's Redis: asked while it is there, bypassed quickly while it is not, told of once, back by itself."""

from __future__ import annotations

import socketserver
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import orjson
import pytest

from api import logs
from api.resilience.breaker import PAUSE_S
from api.resilience.redis import Bypassed, Redis
from settings import SettingsError
from tests.redis import Server

Breaks = Callable[[Server], None]


def linked(url: str) -> Redis:
    logs.configure()
    return Redis(url, lambda: "secret")


def put(link: Redis, key: str = "key") -> bool:
    try:
        return bool(link.ask(lambda client: client.set(link.name(key), b"value", ex=60), writes=True))
    except Bypassed:
        return False


def got(link: Redis, key: str = "key") -> object:
    """What is there; False where Redis was bypassed."""
    try:
        return link.ask(lambda client: client.get(link.name(key)))
    except Bypassed:
        return False


def until(found: Callable[[], object], seconds: float = 20 * PAUSE_S) -> None:
    deadline = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < deadline, "it did not come back"
        time.sleep(0.05)


NEWS = {
    "redis is away; going on without it": "away",
    "redis is back": "back",
    "redis takes nothing in": "full",
    "redis takes in again": "room",
}


def told(capfd: pytest.CaptureFixture[str]) -> list[str]:
    """The log lines about Redis, in short."""
    lines = [orjson.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    return [NEWS[line["event"]] for line in lines if line["event"].startswith("redis")]


def test_without_a_url_there_is_nothing_to_ask() -> None:
    link = linked("")
    assert not link.configured
    assert got(link) is False
    assert not link.standing().configured


def test_nodes_with_other_secrets_or_prefixes_do_not_see_each_other(redis_url: str) -> None:
    one, other = Redis(redis_url, lambda: "one"), Redis(redis_url, lambda: "other")
    named, same = Redis(f"{redis_url}&prefix=north", lambda: "a"), Redis(f"{redis_url}&prefix=north", lambda: "b")
    assert put(one)
    assert put(named)
    assert got(other) is None
    assert got(same) == b"value"
    assert named.name("a", "b") == "north:a:b"
    for link in (one, other, named, same):
        link.close()


@pytest.mark.parametrize("url", ["127.0.0.1:6379", "http://u:hush@127.0.0.1/", "redis://:hush@127.0.0.1:port/0"])
def test_a_url_nothing_can_be_done_with_is_told_without_its_password(url: str) -> None:
    with pytest.raises(SettingsError, match="WENMAI_REDIS_URL") as caught:
        Redis(url, lambda: "secret")
    assert "hush" not in str(caught.value)


def test_a_refusal_of_one_thing_is_bypassed_and_breaks_nothing(redis_url: str) -> None:
    link = linked(redis_url)
    link.ask(lambda client: client.rpush(link.name("list"), b"rubbish"))
    assert got(link, "list") is False
    assert put(link)
    assert got(link) == b"value"
    assert link.standing().ok
    link.close()


@pytest.mark.parametrize(
    ("breaks", "mends"),
    [(Server.kill, Server.start), (Server.pause, Server.resume)],
    ids=["killed", "paused"],
)
def test_gone_it_costs_little_is_told_of_once_and_comes_back(
    redis_server: Server, breaks: Breaks, mends: Breaks, capfd: pytest.CaptureFixture[str]
) -> None:
    link = linked(redis_server.url)
    assert put(link)
    breaks(redis_server)
    begun = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        assert not any(pool.map(lambda _: put(link), range(2_000)))
    # Some rounds of waiting: the one that finds out, and a trial now and then; each by itself would wait for 25 s.
    assert time.monotonic() - begun < 5
    standing = link.standing()
    assert (standing.configured, standing.ok, standing.reason) == (True, False, "away")
    assert standing.since is not None
    mends(redis_server)
    until(lambda: put(link))
    assert link.standing().ok
    assert got(link) == b"value"
    assert told(capfd) == ["away", "back"]
    link.close()


def test_full_it_is_still_read(redis_server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    link = linked(redis_server.patient_url)
    assert put(link)
    redis_server.fill()
    assert not any(put(link) for _ in range(100))
    assert got(link) == b"value"
    assert link.standing().reason == "full"
    redis_server.make_room()
    until(lambda: put(link))
    assert link.standing().ok
    assert told(capfd) == ["full", "room"]
    link.close()


def test_restarted_between_two_questions_nothing_is_noticed(
    redis_server: Server, capfd: pytest.CaptureFixture[str]
) -> None:
    link = linked(redis_server.patient_url)
    assert put(link)
    redis_server.kill()
    redis_server.start()
    assert got(link) is None
    assert put(link)
    assert told(capfd) == []
    link.close()


def test_a_wrong_password_is_away_and_never_told(redis_server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    with redis_server.client() as client:
        client.config_set("requirepass", "right")
    link = linked(f"redis://:hush@127.0.0.1:{redis_server.port}/0")
    assert got(link) is False
    assert link.standing().reason == "away"
    out = capfd.readouterr()
    assert "redis is away" in out.err
    assert "hush" not in out.err
    link.close()


class Web(socketserver.BaseRequestHandler):
    """What answers where a web server was taken for Redis."""

    def handle(self) -> None:
        self.request.recv(1_000)
        self.request.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")


def test_what_speaks_no_redis_is_away() -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Web) as server:
        Thread(target=server.serve_forever, args=(0.02,)).start()
        link = linked(f"redis://127.0.0.1:{server.server_address[1]}/0")
        assert got(link) is False
        assert link.standing().reason == "away"
        link.close()
        server.shutdown()
