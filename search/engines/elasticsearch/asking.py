"""A query as the body of one search."""

from __future__ import annotations

from search.engines.elasticsearch import listing
from search.engines.elasticsearch.compiling import narrowed
from search.engines.elasticsearch.connecting import Body
from search.engines.elasticsearch.facets import Facets
from search.engines.elasticsearch.filters import filter_query
from search.plans import Plan, bare
from search.query import Query


def body(query: Query, found: Plan, facets: Facets) -> Body:
    """`found` is the plan of the query's clause; it scores only where the hits come by relevance."""
    asked = listing.asked(query)
    ranked = listing.order_of(query).by == "relevance" and asked["size"]
    made: Body = {
        "query": narrowed(found if ranked else bare(found), facets.common),
        "track_total_hits": True,
        **asked,
    }
    if own := facets.own:
        made["post_filter"] = {"bool": {"filter": [filter_query(each) for each in dict.fromkeys(own)]}}
    if facets.requests:
        made["aggs"] = facets.asked()
    return made
