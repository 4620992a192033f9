"""The tantivy schema, worked out from the declared fields, and its fingerprint."""

from __future__ import annotations

import json
from functools import cache
from hashlib import blake2b
from importlib.metadata import version

import tantivy

from search.engines.tantivy.stored import STORED
from search.entries import TOKEN_FIELDS
from search.fields import KEYWORDS, Kind

EDITION = 7
"""Raise it when the meaning of an index field changes without its name or kind changing."""

_INTEGERS = {
    "ordinal": {"indexed": True, "fast": True},
    "year_start": {"fast": True},
    "year_end": {"fast": True},
    "year_key": {"fast": True},
    "modified": {"fast": True},
    "missing": {"fast": True},
    "title_head": {"fast": True},
    "event_day": {"fast": True},
    "event_end": {"fast": True},
    "event_key": {"fast": True},
    "tile": {"fast": True},
    "lat_tiny": {"fast": True},
    "lon_tiny": {"fast": True},
    "suggest_rank": {"fast": True},
}
_UNREAD = "unread"
"""What is only stored is text that no term is made of: stored bytes are read one by one."""

_FLOATS = ("lat", "lon")
_SORT_KEYS = ("title_key", "modified_key")
_PHRASED = ("_exact", "_pinyin")
_COUNTED = ("_words",)


@cache
def schema() -> tantivy.Schema:
    """Keywords are kept whole; token fields are split at spaces, with positions only where phrases need them."""
    builder = tantivy.SchemaBuilder()
    for name in ("id", "kind"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("title_whole", *(field.name for field in KEYWORDS), *_SORT_KEYS):
        builder.add_text_field(name, fast=name != "title_whole", tokenizer_name="raw", index_option="basic")
    for name, options in _INTEGERS.items():
        builder.add_integer_field(name, **options)
    for name in _FLOATS:
        builder.add_float_field(name, fast=True)
    for name in TOKEN_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=_option(name))
    builder.add_text_field(STORED, stored=True, tokenizer_name=_UNREAD, index_option="basic")
    return builder.build()


def made_ready(index: tantivy.Index) -> tantivy.Index:
    """The index, told how what is only stored is read: not at all. Who writes to it needs that."""
    nothing = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.remove_long(1)).build()
    index.register_tokenizer(_UNREAD, nothing)
    return index


def _option(name: str) -> str:
    if name.endswith(_PHRASED):
        return "position"
    return "freq" if name.endswith(_COUNTED) else "basic"


@cache
def fingerprint() -> str:
    """What an index must have been made with for this version to read it."""
    made_of = {
        "edition": EDITION,
        "tantivy": ".".join(version("tantivy").split(".")[:2]),
        "keywords": [field.name for field in KEYWORDS],
        "trees": [field.name for field in KEYWORDS if field.kind is Kind.TREE],
        "tokens": [(name, _option(name)) for name in TOKEN_FIELDS],
        "others": [*_INTEGERS, *_FLOATS, *_SORT_KEYS],
    }
    return blake2b(json.dumps(made_of, sort_keys=True).encode(), digest_size=16).hexdigest()
