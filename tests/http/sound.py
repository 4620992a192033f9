"""What is wrong with a record's page, whatever the record: its markup, its head, and values that no reader can read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from tests.http import pages
from tests.http.pages import Page, squeezed

SIGNS = re.compile(r"\b(?:None|null|undefined|True|False|nan)\b|[{}]|\[object")
"""What programs write where they have nothing to say; nobody's page holds it unless its record does."""

CODED = ("type", "region", "level", "dataset")
LISTED = ("periods", "categories", "languages")


def unsound(response: Any, record: Mapping[str, Any]) -> list[str]:
    """Each fault in a few words. AssertionError where tags do not close as they opened, or ids stand twice."""
    page = pages.read(response)
    return [*_head(page, record), *_heading(page, record), *_values(page, record)]


def _head(page: Page, record: Mapping[str, Any]) -> Iterator[str]:
    title, described = page.one("title").inside, page.one("meta", name="description").attributes["content"]
    if not title.strip() or not described.strip():
        yield "no title, or no description"
    at = [one.attributes["href"] for one in page.all("link", rel="canonical")]
    if len(at) != 1 or f"/records/{record['id']}" not in at[0]:
        yield f"canonical: {at}"
    if (
        len({one.attributes["hreflang"] for one in page.all("link", rel="alternate") if "hreflang" in one.attributes})
        != 4
    ):
        yield "not its three languages and the one for all"
    told = orjson.loads(page.one("script", type="application/ld+json").inside)
    if "@context" not in told or not set(record["title"].values()) <= set(_texts(told)):
        yield "JSON-LD tells no title"


def _heading(page: Page, record: Mapping[str, Any]) -> Iterator[str]:
    """A title, or how a long one begins where it stands whole below."""
    heading = [squeezed(one.inside) for one in page.all("h1")]
    titles = [squeezed(title) for title in record["title"].values()]
    below = {squeezed(one.inside) for one in page.all("p") if "details" in one.of}
    begun = [one for one in titles if one in below and heading[0].endswith("…") and one.startswith(heading[0][:-1])]
    if len(heading) != 1 or not (heading[0] in titles or begun):
        yield f"headings: {heading}"


def _values(page: Page, record: Mapping[str, Any]) -> Iterator[str]:
    """Of the rows of fields: signs of programs, codes that stand as they are, rows that say nothing."""
    said = "\n".join(_texts(record))
    codes = {record[name] for name in CODED if name in record}.union(*(record.get(name, ()) for name in LISTED))
    codes |= {one["type"] for one in record.get("relations", ())} | {record["rights"]["uri"], record["rights"]["reuse"]}
    free = set(_texts({name: value for name, value in record.items() if name not in (*CODED, *LISTED, "rights")}))
    for one in page.tags:
        if "dl" not in one.of or one.name not in ("dt", "dd", "a", "span"):
            continue
        text = squeezed(one.inside)
        if not text:
            yield f"an empty {one.name}"
        if text in codes - free:
            yield f"a bare code: {text}"
        if signs := {sign for sign in SIGNS.findall(text) if sign not in said}:
            yield f"{signs} in {text[:80]!r}"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value
