"""An OpenSearch 1.1 description: by which addresses a browser or a reader searches here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import orjson

from exchange.feeds.xml import put, written

SPACE = "http://a9.com/-/spec/opensearch/1.1/"


@dataclass(frozen=True, slots=True)
class Template:
    """An address with `{searchTerms}` in it, and the form of its answers; `relation` is what they are to the words."""

    media_type: str
    address: str
    relation: str = "results"


@dataclass(frozen=True, slots=True)
class Suggested:
    """What may be meant by the words `typed`."""

    typed: str
    texts: tuple[str, ...]


def suggestions_bytes(found: Suggested) -> bytes:
    """As browsers read them (OpenSearch Suggestions 1.1)."""
    return orjson.dumps([found.typed, found.texts])


def opensearch_bytes(here: str, templates: Iterable[Template]) -> bytes:
    root = Element("OpenSearchDescription", {"xmlns": SPACE})
    put(root, "ShortName", "文脉 Wenmai")
    put(root, "LongName", "文脉 文化资源开放数据 Wenmai")
    put(root, "Description", "检索文化资源：文物、遗产、文学、人物、场馆、活动、政策与服务")
    put(root, "Tags", "文化 文物 遗产 culture heritage")
    for one in templates:
        put(root, "Url", type=one.media_type, rel=one.relation, template=one.address)
    put(root, "Url", type="application/opensearchdescription+xml", rel="self", template=here)
    put(root, "Query", role="example", searchTerms="明月")
    for language in ("zh-Hans", "zh-Hant", "en", "*"):
        put(root, "Language", language)
    put(root, "InputEncoding", "UTF-8")
    put(root, "OutputEncoding", "UTF-8")
    return written(root)
