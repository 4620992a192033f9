"""How long `/v1/changes` takes anywhere in the numbers there are, and what many who wait cost the others."""

from __future__ import annotations

import json
import random
from http.client import HTTPConnection

from bench import nodes
from bench.common import SEED, keep, show, verdict
from bench.load import Latency, timed
from bench.serving import get, serving

TARGET_MS = 10.0
ASKED = 200
WAITING = 60
WAIT_S = 30
LISTS = [f"/v1/records?q=%E6%9C%88&page_size={size}" for size in range(1, 201)]
"""Half of them are asked alone and the others beside those who wait: none is asked twice, or it would be remembered."""

ANYWHERE, FULL, RARE, GONE = "100 anywhere", "1,000 anywhere", "of a small data set", "only withdrawals"


def main() -> None:
    """Ask a node of all records; print p50 and p99, and those of lists with and without many who wait."""
    with nodes.whole() as data, serving(data) as (port, _):
        last = json.loads(get(port, "/v1/changes?limit=1")[1])["as_of"]
        found = {kind: timed(port, _paths(port, kind, last), total_of=len) for kind in (ANYWHERE, FULL, RARE, GONE)}
        alone = timed(port, LISTS[::2], total_of=len)
        beside = _beside_waiting(port, last)
    _show(found, alone, beside, last)


def _paths(port: int, kind: str, last: int) -> list[str]:
    drawn = random.Random(SEED)
    more = {ANYWHERE: "limit=100", FULL: "limit=1000", RARE: f"dataset={_smallest(port)}", GONE: "action=withdrawn"}
    return [f"/v1/changes?since={drawn.randrange(last)}&{more[kind]}" for _ in range(ASKED)]


def _smallest(port: int) -> str:
    """The data set with the fewest records."""
    known = json.loads(get(port, "/v1/facets/dataset?page_size=1000")[1])["values"]
    return str(known[-1]["value"])


def _beside_waiting(port: int, last: int) -> Latency:
    """Times of lists while so many clients wait; each asks from another place, for one alone may not wait so often."""
    waiting = [HTTPConnection("127.0.0.1", port, source_address=(f"127.0.1.{1 + at}", 0)) for at in range(WAITING)]
    try:
        for one in waiting:
            one.request("GET", f"/v1/changes?since={last}&wait={WAIT_S}")
        found = timed(port, LISTS[1::2], most_s=WAIT_S / 2, total_of=len)
    finally:
        for one in waiting:
            one.close()
    return found


def _show(found: dict[str, Latency], alone: Latency, beside: Latency, last: int) -> None:
    rows = [(kind, one.p50, TARGET_MS, verdict(one.p50, TARGET_MS), one.p99) for kind, one in found.items()]
    show(f"/v1/changes at {ASKED} places among {last:,} changes, ms", ("", "p50", "aimed at", "", "p99"), rows)
    lists = [("alone", alone.p50, alone.p99), (f"while {WAITING} clients wait", beside.p50, beside.p99)]
    show("lists, ms", ("", "p50", "p99"), lists)
    told = {kind: one.told() for kind, one in found.items()}
    keep("changes", {"changes": told, "alone": alone.told(), "beside": beside.told(), "last": last})


if __name__ == "__main__":
    main()
