"""What operators' machines ask: alive, ready, measured."""

from __future__ import annotations

from flask import Response

from api.answering import NEVER, json
from api.blueprint import Blueprint
from api.metrics import MEDIA_TYPE
from api.node import here
from api.problems import problem, respond
from api.questions.filtering import Asked
from api.schemas.answers import HealthAnswer
from search.errors import EngineError, NoBuild
from search.results import Health

blp = Blueprint("probes", __name__, description="Alive, ready, measured.")


def _health() -> Health | None:
    try:
        return here().engine.health()
    except EngineError:
        return None


MISSING = {
    "engine": "The engine does not answer; wenmai status tells more",
    "build": "The engine has no build of the index that can be searched yet; wenmai status tells more",
}


def _missing() -> str:
    """What keeps searches from being answered; empty where they are."""
    try:
        if here().engine.health().ok:
            return ""
        here().position(fresh=True)
    except NoBuild:
        return "build"
    except EngineError:
        pass
    return "engine"


@blp.route("/healthz")
@blp.asks()
@blp.answers(HealthAnswer, "进程存活", examples=("/healthz",), problems=(400,), more=())
def show_health(_: Asked) -> Response:
    """Whether the process lives."""
    return json({"status": "ok"}, cache=NEVER)


@blp.route("/readyz")
@blp.asks()
@blp.answers(HealthAnswer, "可否受理请求", examples=("/readyz",), more=())
def show_readiness(_: Asked) -> Response:
    """Whether searches can be answered; where they cannot, `missing` is `engine` or `build`."""
    if missing := _missing():
        return respond(problem("not-ready", MISSING[missing], missing=missing))
    return json({"status": "ok"}, cache=NEVER)


@blp.route("/metrics")
@blp.asks()
@blp.answers({"type": "string"}, "运行指标", examples=("/metrics",), problems=(400,), more=(), media_type="text/plain")
def show_metrics(_: Asked) -> Response:
    """Counts and times, for Prometheus."""
    health = _health()
    if health is not None:
        here().metrics.records.set(health.records)
        here().metrics.seq.set(health.seq)
    response = Response(here().metrics.rendered(), content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = NEVER
    return response
