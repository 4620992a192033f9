"""Keys that are guessed at by the thousand: nothing fills up, nobody else is kept out."""

from __future__ import annotations

import random
import resource
import string
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from records.keys import Issued, Kind, Wish, make
from records.store import Store
from tests.http import nodes
from tests.http.asking import problem
from tests.http.clocks import stand_still

TRIES = 10_000
WISH = Wish("Museum walks", "dev@example.org", "An app that shows what stands near.")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    found = nodes.following(tmp_path / "node", WENMAI_LIMITS="off")
    yield found.app
    found.app.extensions["wenmai"].close()


@pytest.fixture
def good(app: Flask) -> Issued:
    store: Store = app.extensions["wenmai"].store
    return store.keys.issue(WISH)


def guesses(count: int) -> Iterator[str]:
    """Half of them whole, with check digits that fit, the others not even that."""
    chance = random.Random(11)
    for number in range(count // 2):
        yield make(Kind.SECRET, b"guess %d" % number)
        yield "wenmai_sk_" + "".join(chance.choices(string.ascii_letters + string.digits, k=40))


def resident() -> int:
    """Bytes of memory this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


@pytest.mark.slow
def test_ten_thousand_tried_keys_are_refused_without_the_database(app: Flask, good: Issued) -> None:
    client, keys = app.test_client(), app.extensions["wenmai"].keys
    stand_still(keys)
    own = {"X-Api-Key": good.text}
    assert client.get("/v1/fields", headers=own).status_code == 200
    asked: list[str] = []
    engine = app.extensions["wenmai"].store._database._engine
    keys.close()  # the day of use is noted beside the answer
    event.listen(engine, "before_cursor_execute", lambda _c, _u, statement, *_: asked.append(statement))
    before = resident()
    for number, guess in enumerate(guesses(TRIES)):
        response = client.get("/v1/fields", headers={"X-Api-Key": guess})
        assert response.status_code == 401
        if number % 1_000 == 0:
            assert client.get("/v1/fields", headers=own).status_code == 200
    assert [statement for statement in asked if "keys" in statement] == []
    assert resident() - before < 8 * 1024 * 1024


@pytest.mark.slow
def test_a_good_key_from_an_address_that_guesses_is_served_at_once(app: Flask, good: Issued) -> None:
    over = False

    def guess(seed: int) -> int:
        client, tried = app.test_client(), 0
        for text in guesses(TRIES):
            if over:
                break
            assert client.get("/v1/fields", headers={"X-Api-Key": text}).status_code == 401
            tried += 1
        return tried

    with ThreadPoolExecutor(4) as pool:
        guessing = [pool.submit(guess, seed) for seed in range(4)]
        fresh = app.extensions["wenmai"].store.keys.issue(WISH)
        for _ in range(30):
            for issued in (good, fresh):
                answer = app.test_client().get("/v1/me", headers={"X-Api-Key": issued.text})
                assert answer.get_json()["key"]["id"] == issued.key.id
        over = True
        assert sum(one.result() for one in guessing) > 100


HOSTILE = {
    "a line break": "wenmai_sk_a\\r\\nX-Admin: 1",
    "a quotation mark": '"wenmai_sk_"',
    "markup": "<script>alert(1)</script>",
    "SQL": "' OR 1=1 --",
    "a pattern": "%",
    "two at once": "a, b",
    "bytes": "\xff\xfe\x00"[:2],
    "overlong": "wenmai_sk_" + "a" * 60_000,
    "digits of another script": "wenmai_sk_" + "１" * 5,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("header", ["X-Api-Key", "Authorization"])
def test_hostile_headers_are_plain_refusals(app: Flask, name: str, header: str) -> None:
    sent = HOSTILE[name].encode("utf-8").decode("latin-1")
    value = sent if header == "X-Api-Key" else f"Bearer {sent}"
    response = app.test_client().get("/v1/fields", headers={header: value})
    body = problem(response, 401, "key-not-valid")
    assert body["reason"] == "mistyped"
    assert "script" not in str(body)
    assert "X-Admin" not in str(response.headers)


def test_a_hostile_origin_goes_nowhere(app: Flask) -> None:
    store: Store = app.extensions["wenmai"].store
    wish = Wish("Page", "dev@example.org", "A page.", Kind.PUBLISHABLE, ("https://example.org",))
    key = store.keys.issue(wish).text
    for origin in ("https://example.org, https://evil.org", "https://example.org ", "HTTPS://EXAMPLE.ORG", "x" * 9_000):
        response = app.test_client().get("/v1/me", headers={"X-Api-Key": key, "Origin": origin})
        if response.status_code == 200:
            assert origin.strip() == "https://example.org"
            continue
        assert len(problem(response, 403, "origin-not-allowed")["detail"]) < 500
        assert response.headers["Access-Control-Allow-Origin"] == "*"
