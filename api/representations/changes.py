"""Changes as they are shown."""

from __future__ import annotations

from typing import Any

from api import links
from api.feeds.changes import Asked, Told
from api.schemas.changes import LONGEST_WAIT_S
from records.model import Change

RESTING_S = 5
"""When to come again for who would have waited and could not."""


def changes(asked: Asked, told: Told) -> dict[str, Any]:
    return {
        "changes": [_change(one) for one in told.changes],
        "since": asked.since,
        "upto": told.upto,
        "as_of": told.newest,
        "links": {"self": links.again(), **_on(told)},
    }


def _on(told: Told) -> dict[str, str]:
    if told.is_last:
        return {"follow": links.again(since=told.upto, wait=LONGEST_WAIT_S)}
    return {"next": links.again(since=told.upto)}


def _change(one: Change) -> dict[str, Any]:
    shown: dict[str, Any] = {"seq": one.seq, "id": one.id, "action": one.action.value, "version": one.version}
    shown |= {"at": one.at, "latest": one.latest}
    more = {"reason": one.reason, "merged_into": one.merged_into}
    return shown | {name: value for name, value in more.items() if value}
