"""A page: its template filled, its headers, and the address it is read at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

from flask import Response, redirect, render_template, request

from api.answering import FRESH
from api.node import here
from api.portal import addresses, filters
from api.portal.assets import asset
from api.portal.embedding import oembed
from api.portal.language import page_language
from api.portal.views.options import Option
from api.portal.words import Words
from api.questions.cursors import digest
from records.vocabularies import types

View = TypeVar("View", bound=Callable[..., Response])

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src {pictures}; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors {frames}"
)
"""Nothing inline: a record's JSON-LD is a block of data, which no policy forbids and no browser runs."""

_OVERVIEWS = ("map", "timeline")
_WAYS: Mapping[str, tuple[str, str]] = {
    "all": ("/search", ""),
    "places": ("/search", "map"),
    "times": ("/search", "timeline"),
    "themes": ("/categories", ""),
    "datasets": ("/datasets", ""),
    "developers": ("/developers", ""),
}
"""Where the navigation leads: a page, and how it shows what it finds."""

EMBEDDED = "/embed/"
SHOWING = "/widgets"


def paged(view: View) -> View:
    """A view of a page: named parameters without a value, as forms send them, are left out of its address first."""

    @wraps(view)
    def shown(*args: Any, **kwargs: Any) -> Response:
        given = list(request.args.items(multi=True))
        kept = [pair for pair in given if pair[1].strip()]
        if len(kept) < len(given):
            return cast(Response, redirect(addresses.changed(kept), 303, Response))
        return dressed(view(*args, **kwargs))

    return cast(View, shown)


def told_apart(beside: Callable[[], str] = page_language) -> Callable[[View], View]:
    """What is kept of a page is kept by its language too, and by whatever else `beside` tells."""

    def decorate(view: View) -> View:
        view.beside = beside  # type: ignore[attr-defined]
        return view

    return decorate


def with_sets() -> str:
    """What a page with the titles of data sets is kept by."""
    return f"{page_language()} {digest([(one.id, one.modified) for one in here().known_datasets()])}"


def dressed(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = policy()
    response.headers["Content-Language"] = page_language()
    response.vary.add("Accept-Language")
    return response


def policy() -> str:
    """Pages for other sites' frames may stand in any; no other page in any. One page shows them."""
    frames = "*" if request.path.startswith(EMBEDDED) else "'none'"
    told = POLICY.format(pictures=" ".join(("'self'", *pictures())), frames=frames)
    return f"{told}; frame-src 'self'" if request.path == SHOWING else told


def pictures() -> tuple[str, ...]:
    """The origins whose pictures pages may show."""
    return here().settings.pictures


def render(template: str, **values: Any) -> str:
    """The HTML of a page; `values` beside what every page knows."""
    lang = page_language()
    return render_template(
        f"portal/{template}",
        lang=lang,
        t=Words(lang),
        to=addresses.to,
        inside=addresses.inside,
        asset=asset,
        ways=ways(Words(lang)),
        languages=addresses.in_languages(),
        canonical=addresses.canonical,
        kinds_of_suggestions=lambda: kinds_of_suggestions(lang),
        asked_language=lambda: bool(request.args.get("lang")),
        oembed_forms=oembed.forms,
        **filters.OF_TEMPLATES,
        **values,
    )


def ways(t: Words) -> list[Option]:
    """The navigation of every page; marked is the one that the page belongs to."""
    show = request.args.get("show", "")
    here_ = (request.path, show if show in _OVERVIEWS else "")
    return [
        Option(t(f"nav.{name}"), addresses.to(path, **({"show": shown} if shown else {})), (path, shown) == here_)
        for name, (path, shown) in _WAYS.items()
    ]


@lru_cache(maxsize=3)
def kinds_of_suggestions(lang: str) -> Mapping[str, str]:
    """What a suggestion is called, by its type."""
    words = Words(lang)
    own = {kind: words(f"find.{kind}") for kind in ("creator", "region", "category", "period")}
    return {**{one.id: types().label(one.id, lang) for one in types()}, **own}


def page(template: str, **values: Any) -> Response:
    response = Response(render(template, **values), content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = FRESH
    return response
