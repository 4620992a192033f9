"""The parameters and the answer of the change feed, and how many may wait for it."""

from __future__ import annotations

from marshmallow import fields

from api.schemas import parameters
from api.schemas.parameters import about, made
from api.schemas.values import Many, OneOf, Text, Whole
from records.model import Action

DEFAULT_CHANGES, MOST_CHANGES = 100, 1_000
LONGEST_WAIT_S = 30
MOST_WAITING, EACH_WAITING = 64, 8
"""Requests that wait for changes at once, in one process and of one caller; each holds a thread that no other needs."""

LARGEST_SEQ = (1 << 53) - 1
"""JSON's whole numbers are exact up to here."""

ACTIONS = tuple(action.value for action in Action)

_SINCE = about(
    "The change to go on after: `upto` of the answer before, `page.since` of a walk, `seq` of a record; 0 for all.",
    "从此变更号之后开始：上一次回答的 upto、遍历的 page.since 或记录的 seq；0 为全部。",
    0,
)
_LIMIT = about("Changes at once.", "一次条数。", 50)
_WAIT = about(
    "Where there is nothing new, wait up to so many seconds for it. Where too many wait already the answer comes at "
    "once, with `Retry-After`.",
    "没有新变更时最多等待的秒数；等候者过多时立即回答并带 Retry-After。",
    0,
)
_ACTION = about("Only changes of these kinds. Repeat it for more.", "只要这些类别的变更，可重复。", ["withdrawn"])

ChangesParameters = made(
    "ChangesParameters",
    {
        "since": Whole(0, LARGEST_SEQ, metadata={**_SINCE, "default": 0}),
        "limit": Whole(1, MOST_CHANGES, metadata={**_LIMIT, "default": DEFAULT_CHANGES}),
        "wait": Whole(0, LONGEST_WAIT_S, metadata={**_WAIT, "default": 0}),
        "dataset": parameters.filters()["dataset"],
        "action": Many(Text(validate=OneOf(ACTIONS)), metadata=_ACTION),
    },
)


def _text(text: str, *, required: bool = False) -> fields.String:
    return fields.String(required=required, metadata={"description": text})


def _count(text: str) -> fields.Integer:
    return fields.Integer(required=True, metadata={"description": text})


ChangeInfo = made(
    "Change",
    {
        "seq": _count("Its number; whoever has read up to it has missed none before."),
        "id": _text("Of the record.", required=True),
        "action": fields.Raw(required=True, metadata={"type": "string", "enum": list(ACTIONS)}),
        "version": _count("The record's version by it."),
        "at": _text("ISO 8601, UTC.", required=True),
        "latest": fields.Boolean(
            required=True, metadata={"description": "Whether nothing happened to the record since."}
        ),
        "reason": _text("Why it was withdrawn, while it is."),
        "merged_into": _text("The id it lives on under, while it does."),
    },
)
ChangesAnswer = made(
    "Changes",
    {
        "changes": fields.List(
            fields.Nested(ChangeInfo), required=True, metadata={"description": "In the order of their numbers."}
        ),
        "since": _count("As asked."),
        "upto": _count("None that was asked for is missing up to here: the `since` to go on with."),
        "as_of": _count("The last change there is; what it made of a record can be read."),
        "links": fields.Nested(
            made(
                "LinksOfChanges",
                {
                    "self": _text("This answer.", required=True),
                    "next": _text("The changes after these; absent where there are none yet."),
                    "follow": _text("Waits for what comes after; on the last page."),
                },
            ),
            required=True,
        ),
    },
)
