"""Keys: asked for, replaced, given back; and what whoever asks may do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, request

from api import links
from api.answering import NEVER, json
from api.blueprint import Blueprint
from api.keys.admitting import holder
from api.keys.callers import caller
from api.keys.presenting import presented
from api.limits.limiting import standing
from api.node import here
from api.questions.bodies import KeyBody, RotateBody
from api.questions.filtering import Asked
from api.schemas.answers import IssuedKey, MeAnswer, RevokedKey
from api.schemas.parameters import RevokeParameters
from records.errors import KeyRefused
from records.keys import Issued, Key, Kind, Wish

blp = Blueprint("keys", __name__, url_prefix="/v1", description="Keys, and what you may do.")

DEFAULT_OVERLAP_HOURS = 24
GIVEN_BACK = "given back by its holder"
KEY_EXAMPLE = {
    "name": "Museum walks",
    "contact": "https://example.org/contact",
    "purpose": "An app that shows what stands near.",
    "kind": "publishable",
    "origins": ["https://walks.example.org"],
}


@blp.route("/keys", methods=["POST"])
@blp.takes(KeyBody, KEY_EXAMPLE)
@blp.makes(IssuedKey, "申请密钥，即时签发", problems=(400, 413, 415, 429, 503))
def issue_key(asked: Asked) -> Response:
    """Ask for a key; it is given at once, and shown this once.

    The data is the same with a key as without: a key raises the limits. A `secret` key is kept by a server; a
    `publishable` one may stand in a page, and is taken from the pages of its origins only.
    """
    store = here().store
    if here().settings.limits:
        here().issuing.take(caller().address)
    wish = Wish(**{**asked, "kind": Kind(asked.get("kind", Kind.SECRET)), "origins": tuple(asked.get("origins", ()))})
    return _shown_once(store.keys.issue(wish))


@blp.route("/keys/rotate", methods=["POST"])
@blp.takes(RotateBody, {"overlap_hours": 48})
@blp.makes(IssuedKey, "更换所用的密钥", problems=(400, 413, 415, 503))
@blp.keyed
def rotate_key(asked: Asked) -> Response:
    """Replace the key sent by a new one that may do the same; the old one goes on for the overlap."""
    old = _own()
    overlap = timedelta(hours=asked.get("overlap_hours", DEFAULT_OVERLAP_HOURS))
    issued = here().store.keys.rotate(old.id, overlap)
    here().keys.forget(presented(request))
    until = here().store.keys.get(old.id).valid_until
    return _shown_once(issued, replaces={"id": old.id, "valid_until": until})


@blp.route("/keys/current", methods=["DELETE"])
@blp.asks(RevokeParameters)
@blp.answers(RevokedKey, "撤销所用的密钥", problems=(400, 503), more=())
@blp.keyed
def revoke_key(asked: Asked) -> Response:
    """Give the key sent back, for good; within a minute it opens nothing anywhere."""
    revoked = here().store.keys.revoke(_own().id, asked.get("reason", GIVEN_BACK))
    here().keys.forget(presented(request))
    return json({"id": revoked.id, "revoked": revoked.revoked, "reason": revoked.revoked_why}, cache=NEVER)


@blp.route("/me")
@blp.asks()
@blp.answers(MeAnswer, "本调用者的权限与用量", examples=("/v1/me",), problems=(400,), more=())
def show_me(_: Asked) -> Response:
    """What you may do: with the key you send, or without."""
    asking = caller()
    body = {
        "anonymous": asking.key is None,
        "unverified": asking.unverified,
        "tier": asking.tier,
        "scopes": asking.scopes,
        "limits": standing(),
        **({"key": _held(asking.key), **_usage(asking.key)} if asking.key else {}),
        "links": {"self": links.again()},
    }
    return json(body, cache=NEVER)


def _usage(key: Key) -> dict[str, Any]:
    """Nothing while nobody can tell; without a key there is nothing to tell, for no counts are kept by address."""
    counts = here().own_usage.of(key)
    if counts is None:
        return {}
    days = [{"day": day, "requests": count} for day, count in counts.items()]
    return {"usage": {"days": days, "requests": sum(counts.values())}}


def _own() -> Key:
    """The key sent, if its holder may decide about it: of one that stands in a page, everyone would be the holder."""
    key = holder()
    if key.kind is Kind.PUBLISHABLE:
        raise KeyRefused(
            "A publishable key can be read by all, so it cannot decide about itself: "
            "take a new one with POST /v1/keys, or write to the operator of this node"
        )
    return key


def _shown_once(issued: Issued, **more: Any) -> Response:
    key = issued.key
    told = {**_told(key), "contact": key.contact, "purpose": key.purpose, "key": issued.text, **more}
    response = json({**told, "links": {"self": links.address("/v1/me")}}, cache=NEVER)
    response.status_code = 201
    return response


def _told(key: Key) -> dict[str, Any]:
    names = ("id", "kind", "name", "origins", "scopes", "tier", "created")
    return {name: getattr(key, name) for name in names}


def _held(key: Key) -> dict[str, Any]:
    """As its holder sees it; how to reach that holder is not for who reads a publishable key in a page."""
    private = {"contact": key.contact, "purpose": key.purpose} if key.kind is Kind.SECRET else {}
    rest = {"last_used": key.last_used, "replaced_by": key.replaced_by, "valid_until": key.valid_until}
    return {**_told(key), **private, **{name: value for name, value in rest.items() if value}}
