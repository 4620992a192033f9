"""Networks: which values of a field stand together in records, in forms for other programs and for readers."""

from __future__ import annotations

from flask import Response

from api import links
from api.answering import timed
from api.blueprint import Blueprint
from api.caching.remembering import remembered
from api.forming import InForms, about, formed, language, others
from api.questions.asking import chosen
from api.questions.bodies import NetworkBody
from api.questions.filtering import Asked
from api.representations.networks import body, finished, title
from api.schemas.forms import OF_NETWORKS
from api.schemas.networks import NetworkAnswer, NetworkParameters
from api.turns.taking import engine
from api.usage.noting import note_counted
from search.breakdown import Links
from search.results import Network
from search.tables.answering import linked

blp = Blueprint("networks", __name__, url_prefix="/v1", description="Networks: what occurs together.")

EXAMPLES = (
    "/v1/network?field=subject&nodes=30&support=3",
    "/v1/network?field=creator&q=月&lang=en",
    "/v1/network?field=subject&type=literary-work&format=graphml",
    "/v1/network?field=subject&nodes=25&support=4&format=svg&theme=dark",
)
BODY_EXAMPLE = {"field": "subject", "nodes": 30, "support": 2, "filter": {"not": {"type": ["site"]}}}


@blp.route("/network")
@remembered
@blp.asks(NetworkParameters)
@blp.in_forms(OF_NETWORKS)
@blp.answers(NetworkAnswer, "共现网络：一个字段的哪些取值常在同一记录中出现", examples=EXAMPLES)
def link_values(asked: Asked) -> Response:
    """Which values of a field stand together.

    The most frequent values of a field, and which two of them records share. `q` and the filters are those of
    `/v1/records`. `lift` compares with chance among the records that have the field: 3 is three times as often. The
    same as a table, for network programs (GraphML), as a chart or as a picture, by `format` or `Accept`.
    """
    return _answered(asked)


@blp.route("/network", methods=["POST"])
@remembered
@blp.takes(NetworkBody, BODY_EXAMPLE)
@blp.in_forms(OF_NETWORKS)
@blp.answers(NetworkAnswer, "以 JSON 查询共现网络，条件可嵌套", problems=(400, 413, 415, 503), more=())
def link_values_asked(asked: Asked) -> Response:
    """Which values of a field stand together, by a JSON question.

    The same as `GET /v1/network`, with the `filter` of `POST /v1/search`.
    """
    return _answered(asked)


def _answered(asked: Asked) -> Response:
    query = chosen(asked)
    wanted = Links(asked["field"], **{name: asked[name] for name in ("nodes", "support") if name in asked})
    found: Network = timed("engine", lambda: linked(engine(), query, wanted))
    note_counted(query, found.total + found.missing_count)
    addresses = {"self": links.again(), **others(OF_NETWORKS)}
    return formed(
        asked,
        InForms(
            f"network-{wanted.field}",
            OF_NETWORKS,
            lambda: body(found, title(wanted.field, query), language(asked), addresses),
            lambda: finished(found, about(title(wanted.field, query), query)),
        ),
    )
