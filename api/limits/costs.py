"""What each request costs: one formula for each class of routes, published as it stands here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Request
from werkzeug.exceptions import HTTPException

from search.breakdown import MOST_DIMENSIONS
from search.query import MAX_PAGE_SIZE

HUNDRED = 100

UNCOUNTED = ("/healthz", "/readyz", "/metrics")
"""What machines of the operator ask, who must have an answer whatever else is going on."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What the requests of some routes cost, in units.

    `per_hundred` names the parameter, or the list in a JSON body, each whole hundred of which costs one more; where it
    is not given it is taken to be `otherwise`. `per_each` names the list each value of which costs as much again as
    `base`.
    """

    name: str
    base: int
    routes: tuple[str, ...] = ()
    per_hundred: str = ""
    otherwise: int = 0
    with_facets: int = 0
    per_each: str = ""
    about: str = ""
    about_zh: str = ""

    def units(self, given: Mapping[str, Any]) -> int:
        """Of a request with these parameters, of which nothing is known yet."""
        hundreds = _number(given.get(self.per_hundred, self.otherwise)) // HUNDRED if self.per_hundred else 0
        each = self.base * _length(given.get(self.per_each)) if self.per_each else 0
        return self.base + hundreds + each + (self.with_facets if given.get("facets") else 0)

    @property
    def paths(self) -> list[str]:
        """Its routes as the spec writes them."""
        return [written(route) for route in self.routes]

    @property
    def formula(self) -> str:
        """As it is published: `/` leaves the remainder out."""
        per = (f"{self.per_hundred}/{HUNDRED}",) if self.per_hundred else ()
        facets = (f"{self.with_facets} (with facets)",) if self.with_facets else ()
        each = (f"{self.base} × values of {self.per_each}",) if self.per_each else ()
        return " + ".join((str(self.base), *per, *each, *facets))


def _number(value: Any) -> int:
    """What can be told of a value before it is looked at closely; 0 of one that will be refused."""
    try:
        number = len(value) if isinstance(value, list) else int(value)
    except (TypeError, ValueError, OverflowError):
        return 0
    return min(max(number, 0), MAX_PAGE_SIZE)


def _length(value: Any) -> int:
    """How many values a list has, parted by commas or in JSON; no more are counted than will be taken."""
    values = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else ()
    return min(len(values), MOST_DIMENSIONS)


_PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


def written(route: str) -> str:
    """The path of a route as the spec has it: `/v1/records/{record_id}`."""
    return _PLACE.sub(r"{\1}", route)


OTHER = Cost("one", 1, about="Everything else, also what is not there.", about_zh="其余一切，不存在的地址也算。")
COSTS = (
    Cost(
        "free",
        0,
        ("/v1/limits", "/v1/me", "/assets/<edition>/<name>", "/embed/theme.css", "/widgets/<version>/wenmai.js"),
        about="How much one may ask; what pages are made of.",
        about_zh="查询额度；页面的样式与脚本。",
    ),
    Cost(
        "page",
        2,
        (
            "/",
            "/search",
            "/records/<record:record_id>",
            "/values/<field>",
            "/categories",
            "/datasets",
            "/venues",
            "/events",
            "/policies",
            "/services",
            "/embed/records",
            "/embed/search",
            "/embed/records/<record:record_id>",
        ),
        about="Pages that count, list or show records.",
        about_zh="计数、列出或显示记录的页面。",
    ),
    Cost("sitemap", 11, ("/sitemap/<int:part>.xml",), about="A thousand addresses.", about_zh="一千个网址。"),
    Cost(
        "list",
        1,
        ("/v1/records", "/v1/search", "/v1/hot"),
        per_hundred="page_size",
        with_facets=1,
        about="Lists and searches.",
        about_zh="列表与检索。",
    ),
    Cost(
        "batch",
        1,
        ("/v1/records/batch",),
        per_hundred="ids",
        about="Many records by id.",
        about_zh="按编号批量取记录。",
    ),
    Cost(
        "versions",
        1,
        ("/v1/records/<record:record_id>/history",),
        per_hundred="page_size",
        about="The versions of a record.",
        about_zh="记录的历次版本。",
    ),
    Cost(
        "values",
        1,
        ("/v1/facets/<field>",),
        per_hundred="page_size",
        otherwise=100,
        about="All values of a field, counted.",
        about_zh="一个字段的全部取值及计数。",
    ),
    Cost(
        "counted",
        2,
        (
            "/v1/records/<record:record_id>/similar",
            *(f"/v1/{tree}" for tree in ("regions", "categories", "periods")),
            *(f"/v1/{tree}/<path:node_id>" for tree in ("regions", "categories", "periods")),
        ),
        about="Trees with their counts, and similar records.",
        about_zh="带计数的浏览树，相似记录。",
    ),
    Cost(
        "table",
        2,
        ("/v1/aggregate", "/charts", "/embed/chart", "/widgets"),
        per_each="by",
        about="Tables, by their dimensions.",
        about_zh="统计表，按维度计。",
    ),
    Cost(
        "export",
        50,
        ("/v1/export", "/v1/exports"),
        about="Exports, however many records.",
        about_zh="批量导出，不论条数。",
    ),
    Cost(
        "network",
        4,
        ("/v1/network",),
        per_hundred="nodes",
        otherwise=50,
        about="Networks, by their nodes.",
        about_zh="共现网络，按节点数计。",
    ),
    Cost(
        "changes",
        1,
        ("/v1/changes",),
        per_hundred="limit",
        otherwise=100,
        about="What changed.",
        about_zh="变更流。",
    ),
    OTHER,
)
_BY_ROUTE = {route: cost for cost in COSTS for route in cost.routes}
_BY_PATH = {written(route): cost for route, cost in _BY_ROUTE.items()}


def cost_of(route: str) -> Cost | None:
    """The cost of a route, written as the application's rules are; None where it is not counted."""
    return None if route in UNCOUNTED else _BY_ROUTE.get(route, OTHER)


def cost_of_path(path: str) -> Cost | None:
    """The cost of a route, written as the spec's paths are."""
    return None if path in UNCOUNTED else _BY_PATH.get(path, OTHER)


def units_of(request: Request) -> int | None:
    """What this request costs, of which nothing is known yet; None where it is not counted."""
    cost = cost_of(request.url_rule.rule if request.url_rule else "")
    if cost is None:
        return None
    if not (cost.per_hundred or cost.with_facets or cost.per_each):
        return cost.base
    return cost.units(_body(request) if request.method == "POST" else request.args)


def _body(request: Request) -> Mapping[str, Any]:
    """The JSON object sent; empty where it will be refused."""
    try:
        found = orjson.loads(request.get_data())
    except (orjson.JSONDecodeError, HTTPException):
        return {}
    return found if isinstance(found, dict) else {}
