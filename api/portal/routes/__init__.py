"""The pages, a module for each kind."""

from api.portal.routes import (
    assets,
    browse,
    charts,
    crawlers,
    docs,
    embed,
    exports,
    kinds,
    oembed,
    record,
    search,
    start,
    values,
    widgets,
)
from api.portal.routes.shared import blp

__all__ = [
    "assets",
    "blp",
    "browse",
    "charts",
    "crawlers",
    "docs",
    "embed",
    "exports",
    "kinds",
    "oembed",
    "record",
    "search",
    "start",
    "values",
    "widgets",
]
