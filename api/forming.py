"""The one place where a finished table, network or feed becomes an answer: its form chosen, made, named and told of.

return formed(asked, InForms("aggregate-region", OF_TABLES, lambda: body, lambda: table, body["links"]))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from functools import partial
from typing import Any

from flask import Response, request

from api import links
from api.accepting import chosen
from api.answering import FRESH, json, timed
from api.node import here
from api.representations.languages import label_language
from api.representations.tables.origin import origin
from api.schemas.forms import FORMS, Form, Forms
from api.turns.taking import drawing, engine
from exchange.charts import Chart, Drawing, chart
from exchange.errors import CannotShow
from exchange.feeds import Feed, Suggested, atom_bytes, ical_bytes, jsonfeed_bytes, rss_bytes, suggestions_bytes
from exchange.pictures import png_bytes, svg_bytes
from exchange.tables import About, Network, Table, csv_bytes, geojson_bytes, graphml_bytes, xlsx_bytes
from exchange.tables.table import Labels
from exchange.tables.words import Language, language_of
from search.answer import answer
from search.query import MAX_FACET_VALUES, FacetRequest, Page, Query

Asked = Mapping[str, Any]
Grid = Table | Network
Shown = Grid | Feed | Suggested

LONGEST_TOLD = 1_000
"""Bytes of a question that is told again for each other form; proxies bound what headers may hold."""

PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; sandbox"
"""Of an SVG: it may be put into anyone's page, and runs and loads nothing there nor by itself."""


def _nothing() -> Shown:
    raise CannotShow("There is nothing to make another form of")


@dataclass(frozen=True, slots=True)
class InForms:
    """One answer in all its forms: `body` is its JSON, `shown` what all others are made from.

    `name` begins the name of its file; `steps` are the links that its pages have, by relation.
    """

    name: str
    forms: Forms
    body: Callable[[], Mapping[str, Any]] = dict
    shown: Callable[[], Shown] = _nothing
    steps: Mapping[str, str | None] = field(default_factory=dict)


def formed(asked: Asked, given: InForms) -> Response:
    """The answer in the form that is asked for.

    NotAcceptable where there is none; CannotShow where the form cannot hold it; PictureError where none could be drawn.
    """
    form = chosen(asked, given.forms)
    if form.name == "json":
        response = json(given.body())
    else:
        content = timed("form", lambda: _MAKERS[form.name](given.shown(), asked))
        response = Response(content, content_type=form.content_type)
        response.headers["Cache-Control"] = FRESH
        response.headers["Content-Disposition"] = _disposition(form, given.name)
    if form.name == "svg":
        response.headers["Content-Security-Policy"] = PICTURE_POLICY
    response.headers["Link"] = ", ".join(filter(None, (links.header(given.steps), _alternates(form, given.forms))))
    return response


def others(forms: Forms) -> dict[str, str]:
    """The addresses of an answer in its other forms, by form; none where it was POSTed."""
    if request.method == "POST":
        return {}
    return links.in_forms(name for name in forms if name != "json")


def about(title: Labels, of: Query) -> About:
    """Where an answer about the records of a query comes from; made today, so that any process makes the same of it."""
    where = origin(_datasets(of), links.base())
    today = datetime.combine(datetime.now(UTC), time(), UTC)
    again = links.again(drop=("format", "cursor", "page_size"))
    address = links.address(request.path) if request.method == "POST" else again
    return About(title, today, {}, where.source, where.licence, address)


def _datasets(of: Query) -> set[str]:
    """Those that the records are of."""
    query = replace(of, facets=(FacetRequest("dataset", MAX_FACET_VALUES),), page=Page(size=0))
    return {value.value for value in answer(engine(), query).facets[0].values}


def language(asked: Asked) -> Language:
    return language_of(label_language(asked.get("lang", "")))


def _disposition(form: Form, name: str) -> str:
    return f'{"attachment" if form.kept else "inline"}; filename="wenmai-{name}.{form.ending}"'


def _alternates(chosen_form: Form, forms: Forms) -> str:
    if request.method == "POST" or len(request.query_string) > LONGEST_TOLD:
        return ""
    rest = links.in_forms(name for name in forms if name != chosen_form.name)
    return ", ".join(f'<{at}>; rel="alternate"; type="{FORMS[name].media_type}"' for name, at in rest.items())


def _rows(shown: Grid) -> Table:
    return shown.table() if isinstance(shown, Network) else shown


def _csv(shown: Grid, asked: Asked) -> bytes:
    return csv_bytes(_rows(shown), language(asked), bom=asked.get("bom", False))


def _xlsx(shown: Grid, asked: Asked) -> bytes:
    return xlsx_bytes(_rows(shown), language(asked))


def _geojson(shown: Grid, asked: Asked) -> bytes:
    return geojson_bytes(_rows(shown), language(asked), asked.get("cells", "box"), here().shapes)


def _graphml(shown: Grid, asked: Asked) -> bytes:
    if isinstance(shown, Table):
        raise CannotShow("GraphML holds networks only: take format=csv")
    return graphml_bytes(shown, language(asked))


def _chart(shown: Grid, asked: Asked) -> Chart:
    dark, width = asked.get("theme") == "dark", asked.get("width", Drawing().width)
    return chart(shown, Drawing(asked.get("chart"), "", language(asked), dark, width), here().shapes)


def _vegalite(shown: Grid, asked: Asked) -> bytes:
    return _chart(shown, asked).vegalite()


def svg(shown: Grid, asked: Asked) -> bytes:
    """A chart as a picture; raises what drawing does."""
    return _drawn(partial(svg_bytes, here().renderer, _chart(shown, asked)))


def _png(shown: Grid, asked: Asked) -> bytes:
    return _drawn(partial(png_bytes, here().renderer, _chart(shown, asked), asked.get("scale", 1)))


def _drawn(draw: Callable[[], bytes]) -> bytes:
    """Once there is a turn for it."""
    with drawing():
        return draw()


def _as_it_is(write: Callable[[Any], bytes]) -> Callable[[Any, Asked], bytes]:
    """For forms that nothing asked changes."""
    return lambda shown, _: write(shown)


_MAKERS: Mapping[str, Callable[[Any, Asked], bytes]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "geojson": _geojson,
    "graphml": _graphml,
    "vegalite": _vegalite,
    "svg": svg,
    "png": _png,
    "atom": _as_it_is(atom_bytes),
    "rss": _as_it_is(rss_bytes),
    "jsonfeed": _as_it_is(jsonfeed_bytes),
    "ical": _as_it_is(ical_bytes),
    "suggestions": _as_it_is(suggestions_bytes),
}
