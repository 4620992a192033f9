"""What an index knows by its beginning, for suggestions."""

from __future__ import annotations

from collections.abc import Sequence

from search.engines.elasticsearch.connecting import Answer, Body, Connection
from search.engines.elasticsearch.filters import RECORDS, Compiled, filter_query
from search.engines.elasticsearch.results import served
from search.query import Filter
from search.results import Served

MOST_COUNTED = 65_000
"""Names each shard hands over: so that the most frequent are known for sure."""


class ElasticsearchBeginnings:
    """Records and names that pass the filters and have a key that begins with a token."""

    def __init__(self, connection: Connection, filters: Sequence[Filter]) -> None:
        self._connection = connection
        self._passing = [filter_query(each) for each in dict.fromkeys(filters)]

    def titled(self, token: str, limit: int) -> list[Served]:
        body = {"size": limit, "sort": [{"suggest_rank": "desc"}], "query": self._holding("suggest", token)}
        return [served(hit) for hit in self._asked(body)["hits"]["hits"]]

    def creators(self, token: str, limit: int) -> list[str]:
        several = {"shard_size": MOST_COUNTED} if self._connection.address.shards > 1 else {}
        names = {"terms": {"field": "creator", "size": limit, **several}}
        body = {"size": 0, "query": self._holding("suggest_creator", token), "aggs": {"names": names}}
        return [str(bucket["key"]) for bucket in self._asked(body)["aggregations"]["names"]["buckets"]]

    def held(self, terms: Sequence[tuple[str, str]]) -> list[bool]:
        each = {str(place): {"term": {field: value}} for place, (field, value) in enumerate(terms)}
        query = {"bool": {"filter": [RECORDS, *self._passing]}}
        body = {"size": 0, "query": query, "aggs": {"held": {"filters": {"filters": each}}}}
        counted = self._asked(body)["aggregations"]["held"]["buckets"]
        return [counted[str(place)]["doc_count"] > 0 for place in range(len(terms))]

    def _holding(self, field: str, token: str) -> Compiled:
        return {"bool": {"filter": [{"term": {field: token}}, *self._passing]}}

    def _asked(self, body: Body) -> Answer:
        prefix = self._connection.address.prefix
        return self._connection.search("suggesting", [({}, body | {"track_total_hits": False})], prefix)[0]
