"""A page of another origin reads its limits, of good answers and of refusals, after a preflight and without."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from tests.browser import chromium
from tests.http import nodes
from tests.served import served

pytestmark = pytest.mark.slow

PATHS = ("/v1/fields", "/v1/records?nosuch=1", "/nope", "/v1/fields")
SCRIPT = """
const told = [];
for (const path of %s) {
  const answer = await fetch(%s + path, {headers: %s, cache: "no-store"});
  const read = name => answer.headers.get(name);
  told.push({
    status: answer.status, limit: read("RateLimit"), policy: read("RateLimit-Policy"), cost: read("X-Request-Cost"),
    remaining: read("X-RateLimit-Remaining"), again: read("Retry-After"), id: read("X-Request-Id"),
    type: (await answer.json()).type || "",
  });
}
return told;
"""


@pytest.fixture(scope="module", autouse=True)
def browser() -> None:
    """Left out only where that is said; a browser that cannot be had fails the test."""
    if not chromium.allowed():
        pytest.skip(f"{chromium.SWITCH}=off")
    try:
        chromium.binary()
    except chromium.ChromiumMissing as missing:
        pytest.fail(str(missing))


@pytest.mark.parametrize("sent", [{}, {"X-Request-Id": "from-a-page-1"}], ids=["plain", "preflighted"])
def test_a_page_of_another_origin_reads_its_limits(tmp_path: Path, sent: dict[str, str]) -> None:
    chosen = nodes.settings(tmp_path / "node")
    nodes.fill(chosen)
    (tmp_path / "browser").mkdir()
    with served(chosen.data, 1, WENMAI_LIMIT_ANONYMOUS="3/5 minutes, 300/hour, 20000/day") as port:
        words = [orjson.dumps(one).decode() for one in (PATHS, f"http://127.0.0.1:{port}", sent)]
        told = chromium.told_by(SCRIPT % tuple(words), tmp_path / "browser")
    assert isinstance(told, list), told
    assert [one["status"] for one in told] == [200, 400, 404, 429]
    assert {one["policy"] for one in told} == {'"burst";q=3;w=300, "sustained";q=300;w=3600, "daily";q=20000;w=86400'}
    assert [one["limit"].partition(";t=")[0] for one in told] == [f'"burst";r={left}' for left in (2, 1, 0, 0)]
    assert [one["remaining"] for one in told] == ["2", "1", "0", "0"]
    assert {one["cost"] for one in told} == {"1"}
    assert [one["again"] is not None for one in told] == [False, False, False, True]
    assert 240 < int(told[3]["again"]) <= 300
    assert told[3]["type"] == "/problems/rate-limited"
    assert all(one["id"] == sent["X-Request-Id"] if sent else one["id"] for one in told)
