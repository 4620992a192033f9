"""How this node is found by programs that search: an OpenSearch description."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response

from api import links
from api.answering import STABLE, unless_known
from api.blueprint import Blueprint
from api.questions.filtering import Asked
from api.schemas.forms import FORMS, OF_LISTS
from exchange.feeds import Template, opensearch_bytes

blp = Blueprint("discovery", __name__, description="How programs find what is here.")

MEDIA_TYPE = "application/opensearchdescription+xml"
WORDS = "{searchTerms}"


@blp.route("/opensearch.xml")
@blp.asks()
@blp.answers(
    {"type": "string"},
    "OpenSearch 描述：供浏览器与阅读器检索",
    examples=("/opensearch.xml",),
    problems=(400,),
    media_type=MEDIA_TYPE,
)
def show_opensearch(_: Asked) -> Response:
    """An OpenSearch description.

    By which addresses a browser or a reader searches here: the page for people, feeds, and suggestions.
    """
    body = opensearch_bytes(links.address("/opensearch.xml"), _templates())
    response = Response(body, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response.headers["Cache-Control"] = STABLE
    return unless_known(response, body)


def _templates() -> Iterator[Template]:
    base = links.base()
    yield Template("text/html", f"{base}/search?q={WORDS}")
    for form in (FORMS[name] for name in OF_LISTS if name != "ical"):
        yield Template(form.media_type, f"{base}/v1/records?q={WORDS}&format={form.name}")
    suggestions = FORMS["suggestions"]
    address = f"{base}/v1/suggest?q={WORDS}&format={suggestions.name}"
    yield Template(suggestions.media_type, address, "suggestions")
