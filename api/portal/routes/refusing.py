"""Refusals of pages with a form: people read them beside the fields they are about, programs get problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Response

from api.errors import BadParameters, Fault
from api.portal.troubles import for_people
from api.problems import fault_of
from search.errors import QueryError, QueryRefused

View = TypeVar("View", bound=Callable[..., Response])


def told_in_place(refused: Callable[[Sequence[Fault]], Response]) -> Callable[[View], View]:
    """`refused` makes the page again, with what is wrong."""

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(*args: Any, **kwargs: Any) -> Response:
            try:
                return view(*args, **kwargs)
            except (BadParameters, QueryError) as error:
                if not for_people():
                    raise
                return _never_kept(refused(_faults(error)))

        return cast(View, shown)

    return decorate


def _faults(error: BadParameters | QueryError) -> Sequence[Fault]:
    if isinstance(error, BadParameters):
        return error.faults
    return [fault_of(one) for one in (error.problems if isinstance(error, QueryRefused) else (error,))]


def _never_kept(response: Response) -> Response:
    response.status_code = 400
    response.headers["Cache-Control"] = "no-store"
    return response
