"""Limits around every request: taken from before it is answered, told with every answer, whatever its status.

The fields are those of draft-ietf-httpapi-ratelimit-headers-11, mirrored as `X-RateLimit-*`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from time import perf_counter
from typing import cast

from flask import Flask, Request, Response, g, request

from api.cors import FIELDS
from api.errors import ApiError
from api.keys.callers import Caller, asking_from, caller
from api.limits.costs import units_of
from api.limits.counting import Left, Taken
from api.node import Node, here
from api.problems import problem, respond
from records.keys import STANDARD
from settings import Quota

COST = "X-Request-Cost"
LITTLE = 1
"""The most that is charged for an error, or for saying that nothing changed."""


@dataclass(frozen=True, slots=True)
class _Charged:
    """What was taken from whom, and when."""

    caller: Caller
    units: int
    taken: Taken
    at: float


def quotas_of(tiers: Mapping[str, tuple[Quota, ...]], asker: Caller) -> tuple[Quota, ...]:
    """The limits of a caller: the tier's, or the standard ones where that is gone, and over them the key's own."""
    quotas = tiers.get(asker.tier) or tiers[STANDARD]
    own = asker.overrides
    if not own:
        return quotas
    return tuple(replace(quota, units=own.get(quota.name, quota.units)) for quota in quotas)


def _charge() -> Response | None:
    """Takes what the request costs; where that cannot be, the answer is 429."""
    units = units_of(cast(Request, request._get_current_object()))  # type: ignore[attr-defined]
    if units is None:
        return None
    try:
        asker = caller()
    except ApiError:
        # Trying keys is paid for by the address they come from.
        if refused := _take_from(Caller(asking_from()), max(units, LITTLE)):
            return refused
        raise
    return _take_from(asker, units)


def _take_from(asker: Caller, units: int) -> Response | None:
    """Notes in `g` what was taken; the answer where it could not be. To ask by OPTIONS what it would be is free."""
    taken = _take(here(), asker, 0 if request.method == "OPTIONS" else units)
    g.charged = _Charged(asker, units, taken, perf_counter())
    return None if taken.granted else _refused(g.charged)


def _take(node: Node, asker: Caller, units: int) -> Taken:
    return node.counts.take(asker.bucket, quotas_of(node.settings.tiers, asker), units)


def _refused(charged: _Charged) -> Response:
    """Which limits it is, how much there is and was, and when to come again."""
    short = [left for left in charged.taken.left if left.units < min(charged.units, left.quota.units)]
    longest = max(short, key=lambda left: left.seconds)
    seconds = _seconds(longest)
    wrong = problem(
        "rate-limited",
        "; ".join(_sentence(left, charged.units) for left in short) + f". Ask again in {seconds} s",
        **{"violated-policies": [left.quota.name for left in short]},
        limits=list(map(told, short)),
        cost=charged.units,
        tier=charged.caller.tier,
        retry_after=seconds,
    )
    return respond(replace(wrong, headers={"Retry-After": str(seconds)}))


def _sentence(left: Left, units: int) -> str:
    quota = left.quota
    return (
        f"The {quota.name} limit is {quota.units} units in {quota.seconds} s: "
        f"{left.units} are left, and this request costs {units}"
    )


def told(left: Left) -> dict[str, object]:
    """A limit and what is left of it, as answers tell it."""
    quota = left.quota
    names = {"name": quota.name, "quota": quota.units, "window": quota.seconds}
    return {**names, "remaining": left.units, "reset": _seconds(left)}


def _seconds(left: Left) -> int:
    """Whole seconds, after which it surely is so."""
    return max(1, math.ceil(left.seconds))


def _tell(response: Response) -> Response:
    charged: _Charged | None = g.get("charged")
    if charged is not None:
        taken, units = _settled(charged, response.status_code)
        request.environ[FIELDS] = [(COST, str(units)), *headers(taken.left)]
    return response


def _settled(charged: _Charged, status: int) -> tuple[Taken, int]:
    """What is left and what it cost in the end: of a large request little is kept where it gave little."""
    little = status == 304 or status >= 400
    spent = perf_counter() - charged.at
    running = tuple(left.quota for left in charged.taken.left if left.seconds > spent)
    kept = charged.units <= LITTLE or not charged.taken.granted or request.method == "OPTIONS"
    if not little or kept or not running:
        return charged.taken, charged.units
    node, asker = here(), charged.caller
    back = {one.quota.name: one for one in node.counts.take(asker.bucket, running, LITTLE - charged.units).left}
    return Taken(True, tuple(back.get(left.quota.name, left) for left in charged.taken.left)), LITTLE


def headers(lefts: Sequence[Left]) -> list[tuple[str, str]]:
    """The rate limit fields of an answer; those of old are of the limit of which least is left."""
    tightest = min(lefts, key=lambda left: (left.units, -left.seconds))
    return [
        ("RateLimit-Policy", _policy(tuple(left.quota for left in lefts))),
        ("RateLimit", _current(lefts)),
        ("X-RateLimit-Limit", str(tightest.quota.units)),
        ("X-RateLimit-Remaining", str(tightest.units)),
        ("X-RateLimit-Reset", str(_seconds(tightest))),
    ]


@lru_cache(maxsize=256)
def _policy(quotas: tuple[Quota, ...]) -> str:
    return ", ".join(f'"{quota.name}";q={quota.units};w={quota.seconds}' for quota in quotas)


def _current(lefts: Iterable[Left]) -> str:
    return ", ".join(f'"{left.quota.name}";r={left.units};t={_seconds(left)}' for left in lefts)


def headers_for(node: Node, bucket: str) -> dict[str, str]:
    """Of an answer to a request that could not be read: it costs nothing."""
    if not node.settings.limits:
        return {}
    return {COST: "0", **dict(headers(_take(node, Caller(bucket), 0).left))}


def standing() -> list[dict[str, object]]:
    """What is left to whoever asks; empty where use is not limited."""
    charged: _Charged | None = g.get("charged")
    return [] if charged is None else list(map(told, charged.taken.left))


def register(app: Flask) -> None:
    node: Node = app.extensions["wenmai"]
    if node.settings.limits:
        app.before_request(_charge)
        app.after_request(_tell)
