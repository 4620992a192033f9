"""What the page of widgets shows: its choices, the code for a page of anyone's, and the same code alive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from markupsafe import Markup

from api import links
from api.errors import Fault
from api.portal.addresses import changed, inside
from api.portal.embedding import editions
from api.portal.embedding.oembed import CHART, LIST, MAP, RECORD, SEARCH, Frame, held, sized
from api.portal.embedding.parameters import FONTS, SCHEMES, WIDGETS, EmbedChartParameters, EmbedListParameters, look
from api.portal.troubles import fault
from api.portal.views.chart_form import Choice, choices, dimension, kinds_of_records
from api.portal.views.facets import hidden
from api.portal.views.options import Option
from api.portal.words import Words
from api.schemas.breaking import DIMENSIONS

FORM = ("widget", "record", "q", "type", "by", "page_size", "theme", "font", "accent")
"""The parameters that the form has fields for; all others are sent along as they are."""

LOOKS = ("theme", "accent", "font")
_ASIDE = (*look(), "lang", "page_size")
_TO_LIST = frozenset(EmbedListParameters._declared_fields).difference(_ASIDE)
_TO_COUNT = frozenset(EmbedChartParameters._declared_fields).difference(_ASIDE)
_TO_DRAW = ("chart", "width")
_OF_REGIONS = (("by", "region"), ("region_level", "province"))
_SCRIPT = Markup('<script src="{}/widgets/{}/wenmai.js" integrity="{}" crossorigin="anonymous" defer></script>')
_ELEMENT = Markup('<wenmai-{0}{1}><a href="{2}">{3}</a></wenmai-{0}>')
_ATTRIBUTE = Markup(' {}="{}"')
_FRAMES: Mapping[str, Frame] = {"list": LIST, "search": SEARCH, "card": RECORD, "chart": CHART, "map": MAP}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be embedded; `whole` is the page of this site that shows it."""

    kind: str
    title: str
    whole: str
    record: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """`text` is for other pages, `live` for this one; `sources` is what a policy must allow."""

    name: str
    text: str
    live: Markup
    sources: str


def kind() -> str:
    asked = request.args.get("widget", "")
    return asked if asked in WIDGETS else WIDGETS[0]


def blank(t: Words, faults: Sequence[Fault] = ()) -> dict[str, Any]:
    """The form by itself, each fault at the field it is about."""
    wrong = {one.parameter: fault(one, t) for one in faults}
    elsewhere = [one for name, one in wrong.items() if name not in _fields(kind())]
    return {**_form(t), "wrong": wrong, "elsewhere": elsewhere, "codes": []}


def shown(chosen: Chosen, t: Words) -> dict[str, Any]:
    base = links.base().rstrip("/")
    codes = [_component(chosen, base, t), _frame(chosen, base, t)]
    return {**_form(t), "wrong": {}, "elsewhere": [], "codes": codes, "named": chosen.title}


def script() -> Markup:
    """The line that the live ones need in this page."""
    return _script(inside(""))


def _script(base: str) -> Markup:
    number = editions.newest("v1")
    return _SCRIPT.format(base, number, editions.integrity(number))


def _component(chosen: Chosen, base: str, t: Words) -> Code:
    element = _ELEMENT.format(chosen.kind, _attributes(chosen, t), f"{base}{chosen.whole}", chosen.title)
    live = _ELEMENT.format(chosen.kind, _attributes(chosen, t), inside(chosen.whole), chosen.title)
    return Code("component", f"{_script(base)}\n{element}", live, f"script-src {base}; connect-src {base}")


def _attributes(chosen: Chosen, t: Words) -> Markup:
    about = [("record", chosen.record)] if chosen.record else [("query", links.target("", _question(chosen.kind))[1:])]
    size = [("size", request.args.get("page_size", ""))] if chosen.kind in ("list", "search") else []
    given = [*about, *size, ("lang", t.lang), *_looks()]
    return Markup().join(_ATTRIBUTE.format(name, value) for name, value in given if value)


def _frame(chosen: Chosen, base: str, t: Words) -> Code:
    frame = sized(_FRAMES[chosen.kind], request.args.get("by", ""))
    path = f"{frame.path}{chosen.record}"
    pairs = sorted([*_asked_of_frame(chosen.kind), ("lang", t.lang), *_looks()])
    size, forms = (frame.width, frame.height), frame is SEARCH
    text = held(links.address(path, pairs), chosen.title, *size, forms)
    live = Markup(held(inside(path, pairs), chosen.title, *size, forms))  # noqa: S704 - made by us, with every value escaped
    return Code("frame", text, live, f"frame-src {base}")


def _asked_of_frame(of: str) -> list[tuple[str, str]]:
    if of == "card":
        return []
    if of in ("list", "search"):
        return [*_question(of), *_given("page_size")]
    return [*_question(of), *(_given(*_TO_DRAW) if of == "chart" else [*_OF_REGIONS, ("chart", "tilemap")])]


def _question(of: str) -> list[tuple[str, str]]:
    """What the widget asks, out of all that the page was asked."""
    names = _TO_COUNT.difference(_TO_DRAW) if of == "chart" else _TO_LIST
    found = _given(*(names.difference(("sort",)) if of == "map" else names))
    return [*found, ("by", "type")] if of == "chart" and "by" not in request.args else found


def _given(*names: str) -> list[tuple[str, str]]:
    return sorted(pair for pair in request.args.items(multi=True) if pair[0] in names)


def _looks() -> list[tuple[str, str]]:
    return [(name, request.args[name]) for name in LOOKS if request.args.get(name)]


def whole(of: str) -> str:
    """The page of this site that shows the same."""
    path = "/charts" if of == "chart" else "/search"
    more = [("show", "map")] if of == "map" else []
    return links.target(path, sorted([*_question(of), *more, *_given("lang")]))


def _fields(of: str) -> tuple[str, ...]:
    """Those of the form."""
    asked = {"card": ("record",), "chart": ("by", "q", "type"), "map": ("q", "type")}
    return (*asked.get(of, ("q", "type", "page_size")), *LOOKS)


def _form(t: Words) -> dict[str, Any]:
    now = kind()
    rest = [pair for pair in request.args.items(multi=True) if pair[0] != "widget"]
    return {
        "kind": now,
        "kinds": [Option(t(f"widget.{one}"), changed([*rest, ("widget", one)]), one == now) for one in WIDGETS],
        "fields": _fields(now),
        "given": {name: request.args.get(name, "") for name in FORM},
        "dimensions": choices(DIMENSIONS, request.args.get("by", "type"), t, dimension),
        "types": kinds_of_records(t),
        "themes": [Choice(one, t(f"theme.{one}"), one == request.args.get("theme")) for one in SCHEMES],
        "fonts": [Choice(one, t(f"font.{one}"), one == request.args.get("font")) for one in FONTS],
        "hidden_rest": list(_along(_fields(now))),
        "script": script(),
    }


def _along(fields: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What the form has no field for; of several types it has one for the first."""
    yield from hidden(("widget", *fields))
    if "type" in fields:
        yield from (("type", one) for one in request.args.getlist("type")[1:])
