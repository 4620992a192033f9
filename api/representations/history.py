"""The past of a record: its versions, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from api.questions.filtering import Asked
from api.representations.paging import part
from api.representations.results import total
from records.model import Version

VERSIONS_ON_A_PAGE = 20


def _version(one: Version, taken_down: bool) -> dict[str, Any]:
    told = {"version": one.version, "seq": one.seq, "at": one.at, "action": one.action.value}
    return {**told, "record": orjson.Fragment(one.content)} if one.content and not taken_down else told


def history(record_id: str, versions: Sequence[Version], asked: Asked, *, taken_down: bool) -> dict[str, Any]:
    """`taken_down`: somebody decided that it be shown no more, which holds for what it was before, too."""
    shown = part(versions, asked, VERSIONS_ON_A_PAGE)
    return {
        "id": record_id,
        "total": total(len(versions)),
        "versions": [_version(one, taken_down) for one in shown.members],
        "page": shown.page,
        "links": shown.links,
    }
