"""Settings and mapping of an index, worked out from the declared fields, and its fingerprint."""

from __future__ import annotations

import json
from functools import cache
from hashlib import blake2b
from typing import Any

from search.entries import SUGGESTED, TOKEN_FIELDS
from search.fields import KEYWORDS, Power
from search.query import WINDOW

EDITION = 1
"""Raise it when the meaning of an index field changes without its name or kind changing."""

KEPT = ("kind", "ordinal", "seq", "sums", "source", "text", "lat", "lon")
"""What is handed back of an entry; all else is only indexed."""

MARGIN = 16
"""Hits read on either side of a page by distance: the cluster keeps points to about a centimetre, records do not."""

_PHRASED = ("_exact", "_pinyin")
_COUNTED = ("_words",)
_UNSHOWN: dict[str, Any] = {"index": False, "doc_values": False}


@cache
def mapping() -> dict[str, Any]:
    """Strict: a field nobody declared is an error. Only what a field's powers ask for is indexed or kept by column."""
    return {
        "dynamic": "strict",
        "_source": {"includes": list(KEPT)},
        "properties": {
            "kind": {"type": "keyword", "doc_values": False},
            "ordinal": {"type": "long"},
            "seq": {"type": "long", **_UNSHOWN},
            "sums": {"type": "long", **_UNSHOWN},
            "source": {"type": "keyword", **_UNSHOWN},
            "text": {"type": "keyword", **_UNSHOWN},
            **{field.name: _keyword(field.can(Power.FACETED)) for field in KEYWORDS},
            "lacks": {"type": "keyword", "index": False, "eager_global_ordinals": True},
            "title_whole": {"type": "keyword", "doc_values": False},
            "title_key": {"type": "keyword", "index": False},
            "year_start": {"type": "integer"},
            "year_end": {"type": "integer"},
            "modified": {"type": "long"},
            "suggest_rank": {"type": "long", "index": False},
            "event_day": {"type": "integer"},
            "event_end": {"type": "integer"},
            "tile": {"type": "long"},
            "lat_tiny": {"type": "long", "index": False},
            "lon_tiny": {"type": "long", "index": False},
            "lat": {"type": "double"},
            "lon": {"type": "double"},
            "location": {"type": "geo_point"},
            "pointless": {"type": "byte", "index": False},
            **{name: _tokens(name) for name in TOKEN_FIELDS},
        },
    }


def settings(shards: int) -> dict[str, Any]:
    """Of a build that is being made: no copies, nothing shown, until it is whole."""
    return {
        "number_of_shards": shards,
        "number_of_replicas": 0,
        "refresh_interval": "-1",
        "translog.durability": "async",
        "max_result_window": WINDOW + 2 * MARGIN,
        # Neighbours by ordinal lie side by side, so that a walk unpacks each block of stored records once.
        "sort.field": "ordinal",
        "sort.order": "asc",
    }


def _keyword(faceted: bool) -> dict[str, Any]:
    """Ordinals are made when a change is shown, not when the first reader asks for a facet."""
    return {"type": "keyword", "eager_global_ordinals": True} if faceted else {"type": "keyword", "doc_values": False}


def _tokens(name: str) -> dict[str, Any]:
    """The analyzer splits at spaces and, past 255 characters, within a word; `search.text` cuts words long before."""
    option = _option(name)
    text = {"type": "text", "analyzer": "whitespace", "index_options": option, "norms": name not in SUGGESTED}
    return text | {"position_increment_gap": 1} if option == "positions" else text


def _option(name: str) -> str:
    if name.endswith(_PHRASED):
        return "positions"
    return "freqs" if name.endswith(_COUNTED) else "docs"


@cache
def fingerprint() -> str:
    """What an index must have been made with for this version to read it."""
    made_of = {"edition": EDITION, "mapping": mapping()}
    return blake2b(json.dumps(made_of, sort_keys=True).encode(), digest_size=16).hexdigest()
