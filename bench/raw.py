"""What our engine asks the cluster for a question, so that it can be asked straight, and what the cluster says."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import orjson

from bench.serving import Asked
from search.check import check
from search.engines.elasticsearch.asking import body
from search.engines.elasticsearch.facets import Facets
from search.grammar import parse
from search.query import Everything, FacetRequest, Page, Query
from search.relevance import plan


def compiled(path: str) -> bytes:
    """The search that stands for an address of a list: its `q`, `facets`, `facet_size`, `page` and `page_size`."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
    size = int(asked.get("facet_size", 10))
    query = check(
        Query(
            clause=parse(asked["q"]) if "q" in asked else Everything(),
            facets=tuple(FacetRequest(name, size) for name in asked["facets"].split(",")),
            page=Page(int(asked.get("page", 1)), int(asked.get("page_size", 20))),
        )
    )
    return orjson.dumps(body(query, plan(query.clause), Facets(query.facets, query.filters)))


def straight(index: str, search: bytes) -> Asked:
    """The request that has the cluster answer a search."""
    return f"/{index}/_search", search


def total(answer: bytes) -> int:
    found: int = json.loads(answer)["hits"]["total"]["value"]
    return found


def counts(answer: bytes) -> list[list[int]]:
    """The counts of each facet, in the order asked."""
    told = json.loads(answer)["aggregations"]
    places = sum(name.startswith("facet") for name in told)
    return [[bucket["doc_count"] for bucket in told[f"facet{place}"]["buckets"]] for place in range(places)]


def our_counts(answer: bytes) -> list[list[int]]:
    """The same of an answer of ours."""
    told = json.loads(answer)["facets"]
    return [[value["count"] for value in facet["values"]] for facet in told.values()]
