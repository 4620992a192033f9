"""What changed: every change of the store by its number, for who keeps a copy, an index or a feed of their own."""

from __future__ import annotations

from flask import Response, request

from api.answering import NEVER, json, timed
from api.blueprint import Blueprint
from api.feeds import changes as feeds
from api.feeds.late import may_wait
from api.keys.callers import caller
from api.node import here
from api.questions.filtering import Asked
from api.representations.changes import RESTING_S, changes
from api.schemas.changes import DEFAULT_CHANGES, ChangesAnswer, ChangesParameters
from records.model import Action, Wanted

blp = Blueprint("changes", __name__, url_prefix="/v1", description="What changed, in the order it did.")


@blp.route("/changes")
@blp.asks(ChangesParameters)
@blp.answers(
    ChangesAnswer,
    "变更流：新增、更新、撤回、合并，按变更号",
    examples=("/v1/changes?limit=3", "/v1/changes?dataset=classical-poems&action=created&limit=3"),
    more=(),
)
def list_changes(asked: Asked) -> Response:
    """What was created, updated, restored, withdrawn and merged, after a change one has seen.

    From the record store (503 while it does not answer), and as far as the index has come: a record that is told of can
    be read as the change left it, or newer. Withdrawals stay for ever. Numbers have no gaps but those of a filter; a
    page may be empty and have a `next`.
    """
    meant = _meant(asked)
    seconds, may = asked.get("wait", 0), may_wait(request.environ)
    told = timed("store", lambda: here().feed.awaited(meant, seconds if may else 0, caller().bucket))
    body = changes(meant, told)
    response = json(body, cache=NEVER, link={"next": body["links"].get("next")})
    if told.sent_away or (seconds and not may and told.is_nothing_new):
        response.headers["Retry-After"] = str(RESTING_S)
    return response


def _meant(asked: Asked) -> feeds.Asked:
    actions = tuple(Action(name) for name in asked.get("action", ()))
    wanted = Wanted(tuple(asked.get("dataset", ())), actions)
    return feeds.Asked(asked.get("since", 0), asked.get("limit", DEFAULT_CHANGES), wanted)
