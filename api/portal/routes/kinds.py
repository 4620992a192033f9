"""Ways in for who comes with a purpose: venues, events, policies and services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Response

from api.asking import found_by, meant
from api.portal.language import page_language
from api.portal.page import page, pictures
from api.portal.parameters import StartPageParameters
from api.portal.routes.shared import shows, tells
from api.portal.views import kinds as view
from api.portal.words import Words
from api.questions.filtering import Asked
from api.representations import crosswalks
from api.security import HEADERS
from search.query import FacetRequest
from search.results import Results

View = TypeVar("View", bound=Callable[..., Response])
MANY = 1_000


def _found(kind: str, sort: str, size: int, *counted: str) -> Results:
    wanted = meant({"type": [kind], "sort": sort, "page_size": size})
    facets = tuple(FacetRequest(name, MANY, every_level=name == "category") for name in counted)
    return found_by(replace(wanted, query=replace(wanted.query, facets=facets)))


def _page(kind: str) -> Response:
    words, way = Words(page_language()), view.WAYS[kind]
    found = _found(kind, way.sort, way.size, *way.counted)
    told = view.shown(way, found, words, pictures())
    return page("kind.html", **told, **(_dated(words) if way.dated else {}))


def _dated(words: Words) -> dict[str, Any]:
    today = crosswalks.today()
    told = view.dated(found_by(meant(view.coming(today))), today, words)
    return told if told["coming"] else {**told, **view.over(found_by(meant(view.before(today))), today, words)}


def placed(view: View) -> View:
    """A view whose page may ask the browser where it is."""

    @wraps(view)
    def shown(*args: Any, **kwargs: Any) -> Response:
        response = view(*args, **kwargs)
        response.headers["Permissions-Policy"] = HEADERS["Permissions-Policy"].replace(
            "geolocation=()", "geolocation=(self)"
        )
        return response

    return cast(View, shown)


def _day() -> str:
    """What is yet to come depends on the day."""
    return f"{page_language()} {crosswalks.today()}"


@shows("/venues", StartPageParameters, around=(placed,))
@tells("文化场馆（页面）", examples=("/venues?lang=en",))
def show_venues(_: Asked) -> Response:
    """Venues, for people: near them, by region and theme."""
    return _page("venue")


@shows("/events", StartPageParameters, beside=_day, around=(placed,))
@tells("文化活动（页面）", examples=("/events?lang=en",))
def show_events(_: Asked) -> Response:
    """Events, for people: those to come by their dates, near them, by region and theme."""
    return _page("event")


@shows("/policies", StartPageParameters)
@tells("政策法规（页面）", examples=("/policies?lang=en",))
def show_policies(_: Asked) -> Response:
    """Policies, for people: by their words, who issued them, and theme."""
    return _page("policy")


@shows("/services", StartPageParameters)
@tells("办事服务（页面）", examples=("/services?lang=en",))
def show_services(_: Asked) -> Response:
    """Services, for people: by their words, who gives them, and theme."""
    return _page("service")
