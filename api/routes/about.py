"""What this node can be asked, how much, and how it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response

from api import links
from api.answering import FRESH, NEVER, STABLE, json, unless_known
from api.blueprint import Blueprint
from api.limits.costs import COSTS
from api.limits.published import LIMITS, of_turns
from api.node import here
from api.questions.filtering import Asked
from api.representations.languages import label_language
from api.schemas.answers import FieldsAnswer, LimitsAnswer, StatusAnswer
from api.schemas.parameters import FACETS, SORT_NAMES, LanguageParameters
from api.version import release
from records.errors import StoreUnavailable
from records.model import Run
from search.errors import EngineError
from search.fields import FIELDS, Field, Kind, Power

blp = Blueprint("about", __name__, url_prefix="/v1", description="Fields, limits, and how the node is.")

_PARAMETERS = {
    Kind.YEARS: ("year_from", "year_to"),
    Kind.DAY: ("event_from", "event_to"),
    Kind.TIME: ("modified_from", "modified_to"),
    Kind.POINT: ("bbox", "near", "radius"),
}


def _filters(field: Field) -> list[str]:
    if not field.can(Power.FILTERED):
        return []
    return list(_PARAMETERS.get(field.kind, (field.name, f"-{field.name}")))


def _field(field: Field, lang: str) -> dict[str, Any]:
    told = {
        "name": field.name,
        "label": field.labels[lang],
        "labels": dict(field.labels),
        "kind": field.kind.value,
        "path": field.path,
        "powers": [power.value for power in Power if field.can(power)],
        "parameters": _filters(field),
    }
    return {**told, "vocabulary": field.vocabulary} if field.vocabulary else told


@blp.route("/fields")
@blp.asks(LanguageParameters)
@blp.answers(FieldsAnswer, "字段及其用途", examples=("/v1/fields?lang=en",), problems=(400,))
def list_fields(asked: Asked) -> Response:
    """The declared fields, and what can be done with each."""
    lang = label_language(asked.get("lang", ""))
    shown = [_field(field, lang) for field in FIELDS.values()]
    body = {"fields": shown, "sorts": list(SORT_NAMES), "facets": list(FACETS), "links": {"self": links.again()}}
    return unless_known(json(body, cache=STABLE), lang)


@blp.route("/limits")
@blp.asks(LanguageParameters)
@blp.answers(LimitsAnswer, "各项限制", examples=("/v1/limits",), problems=(400,))
def list_limits(asked: Asked) -> Response:
    """How much of each thing is taken, how much may be asked, and what it costs.

    From the constants and settings that enforce it. Asking this costs nothing. What a request costs is told with every
    answer by `X-Request-Cost`, and before it by the answer to `OPTIONS` of the same address.
    """
    english = label_language(asked.get("lang", "")) == "en"
    shown = [
        {
            "name": limit.name,
            "value": limit.value,
            "unit": limit.unit,
            "description": limit.description if english else limit.description_zh,
        }
        for limit in (*LIMITS, *of_turns(here().settings.turns))
    ]
    use = {"tiers": _tiers(), "costs": _costs(english)}
    body = {"limits": shown, **use, "links": {"self": links.again()}}
    return unless_known(json(body, cache=FRESH), english, use["tiers"], here().settings.turns)


def _tiers() -> list[dict[str, Any]]:
    settings = here().settings
    return [
        {"name": tier, "quotas": [{"name": one.name, "quota": one.units, "window": one.seconds} for one in quotas]}
        for tier, quotas in settings.tiers.items()
        if settings.limits
    ]


def _costs(english: bool) -> list[dict[str, Any]]:
    return [
        {
            "name": cost.name,
            "formula": cost.formula,
            "routes": cost.paths,
            "description": cost.about if english else cost.about_zh,
        }
        for cost in COSTS
        if here().settings.limits
    ]


def _engine() -> dict[str, Any]:
    health = here().engine.health()
    return {"ok": health.ok, "name": health.engine, "build": health.build, "records": health.records, "seq": health.seq}


def _store() -> dict[str, Any]:
    return {"ok": True, "seq": here().store.last_seq()}


def _redis() -> dict[str, Any]:
    """Without where it is, which is the operator's."""
    standing = here().redis.standing()
    if not standing.configured:
        return {"configured": False}
    told = {"configured": True, "ok": standing.ok}
    return told if standing.ok else {**told, "reason": standing.reason, "since": standing.since}


def _datasets() -> dict[str, dict[str, int]]:
    return here().store.counts()


def _runs() -> list[dict[str, Any]]:
    return [_run(run) for run in here().store.last_runs()]


def _run(run: Run) -> dict[str, Any]:
    """Without the path of the rejects file, which is the operator's."""
    names = ("dataset", "started", "finished", "created", "updated", "unchanged", "withdrawn", "rejected")
    return {**{name: getattr(run, name) for name in names}, "reasons": dict(run.reasons)}


def _or(read: Callable[[], Any], otherwise: Any) -> Any:
    try:
        return read()
    except (EngineError, StoreUnavailable):
        return otherwise


@blp.route("/status")
@blp.asks()
@blp.answers(StatusAnswer, "节点状态", examples=("/v1/status",), problems=(400,), more=())
def show_status(_: Asked) -> Response:
    """How the node is: what answers, what it holds, and the newest ingest of each data set."""
    body = {
        "name": "wenmai",
        "version": release(),
        "engine": _or(_engine, {"ok": False}),
        "store": _or(_store, {"ok": False}),
        "redis": _redis(),
        "datasets": _or(_datasets, {}),
        "runs": _or(_runs, []),
        "links": {"self": links.again()},
    }
    return json(body, cache=NEVER)
