"""What is told to those who walk the whole site: robots.txt and the sitemaps."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

import orjson
from flask import Response

from api import links
from api.answering import STABLE, timed
from api.caching.remembering import remembered
from api.errors import NotKnown
from api.portal.routes.shared import blp
from api.questions.filtering import Asked
from api.turns.taking import engine
from search.query import MAX_PAGE_SIZE, Place, Query, Sort, Walk
from search.results import Results, Served

PER_FILE = MAX_PAGE_SIZE
"""Places in the order of records that one file holds; some of them may be empty."""

MOST_FILES = 50_000
"""Of one index, by the protocol of sitemaps."""

PAGES = (
    *("/", "/categories", "/datasets", "/charts", "/venues", "/events", "/policies", "/services"),
    *("/developers", "/docs", "/widgets"),
)
XML = "application/xml"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
ROBOTS = """User-agent: *
Disallow: /v1/
Disallow: /search?
Disallow: /values/

Sitemap: {sitemap}
"""


@blp.route("/robots.txt")
@blp.asks()
@blp.answers(
    {"type": "string"}, "爬虫规则", examples=("/robots.txt",), problems=(400,), more=(), media_type="text/plain"
)
def show_robots(_: Asked) -> Response:
    """What crawlers are asked to leave alone: every answer of the API, and searches, of which there is no end."""
    text = ROBOTS.format(sitemap=links.address("/sitemap.xml"))
    response = Response(text, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = STABLE
    return response


@blp.route("/sitemap.xml")
@remembered
@blp.asks()
@blp.answers({"type": "string"}, "站点地图索引", examples=("/sitemap.xml",), media_type=XML)
def show_sitemap(_: Asked) -> Response:
    """The index of all sitemaps."""
    found = engine().search(Query(sort=Sort("ordinal", descending=True), page=Walk(1)))
    newest = found.hits[0].record.ordinal if found.hits else 0
    count = min(newest // PER_FILE + 1, MOST_FILES)
    parts = [links.address(f"/sitemap/{part}.xml") for part in range(count)]
    return _xml("sitemapindex", "sitemap", ((part, "") for part in parts))


BY_PART = [
    {
        "name": "part",
        "in": "path",
        "description": "Which of them, from 0.",
        "x-zh": "序号，自 0 起。",
        "schema": {"type": "integer", "minimum": 0, "maximum": MOST_FILES - 1},
        "example": 0,
    }
]


@blp.route("/sitemap/<int:part>.xml", parameters=BY_PART)
@remembered
@blp.asks()
@blp.answers({"type": "string"}, "站点地图", examples=("/sitemap/0.xml",), problems=(400, 404, 503), media_type=XML)
def show_sitemap_part(_: Asked, part: int) -> Response:
    """The pages of some records, in the order they came; those of the site itself in the first."""
    records = timed("engine", lambda: list(_records(part))) if part < MOST_FILES else []
    if part and not records:
        raise NotKnown(f"There is no sitemap {part}")
    first = [(links.address(path), "") for path in PAGES] if part == 0 else []
    return _xml("urlset", "url", (*first, *((_page(one), _modified(one)) for one in records)))


def _records(part: int) -> Iterator[Served]:
    """Those whose place lies in the part."""
    after = Place(None, part * PER_FILE - 1) if part else None
    found: Results = engine().search(Query(sort=Sort("ordinal"), page=Walk(PER_FILE, after)))
    return (hit.record for hit in found.hits if hit.record.ordinal < (part + 1) * PER_FILE)


def _page(record: Served) -> str:
    return links.address(f"/records/{record.id}")


def _modified(record: Served) -> str:
    found: str = orjson.loads(record.source).get("modified", "")
    return found


def _xml(root: str, name: str, entries: Iterator[tuple[str, str]] | tuple[tuple[str, str], ...]) -> Response:
    """A sitemap file, its addresses each with the moment of the last change, where that is known."""
    lines = [
        f"<{name}><loc>{escape(address)}</loc>{f'<lastmod>{moment}</lastmod>' if moment else ''}</{name}>"
        for address, moment in entries
    ]
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">\n{chr(10).join(lines)}\n</{root}>\n'
    response = Response(body, content_type=f"{XML}; charset=utf-8")
    response.headers["Cache-Control"] = STABLE
    return response
