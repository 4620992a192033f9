"""Records to tell in other forms: the sample as served, one of each type with every field, some that mean harm."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from exchange.crosswalks import Described
from records.schema import check
from records.vocabularies import types

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
BASE = "https://node.example"
SERVED = {
    "seq": 7,
    "version": 3,
    "created": "2026-11-01T02:03:04Z",
    "modified": "2026-11-23T05:06:07.890Z",
}
RIGHTS = {"uri": "http://rightsstatements.org/vocab/InC/1.0/", "reuse": "closed", "attribution": "某馆"}

EVERYTHING: dict[str, Any] = {
    "id": "made:all.1~2:3",
    "type": "artifact",
    "dataset": "made",
    "title": {"zh-Hans": "青铜鼎", "zh-Hant": "青銅鼎", "en": "Bronze ding", "und": "X"},
    "alternative_titles": ["鼎", "大鼎"],
    "description": {"zh-Hans": "一件青铜器。\n第二行。", "bo": "ལི"},
    "text": {"zh-Hant": "子子孫孫永寶用"},
    "creators": [
        {"name": "甲", "role": "铸造", "id": "persons:li-bai"},
        {"name": "乙", "id": "https://example.org/people/2"},
        {"name": "丙", "id": "ULAN 500060426"},
        {"name": "丁", "role": "收藏"},
    ],
    "date": {"text": "公元前3世纪", "start": -300, "end": -201},
    "periods": ["qin", "western-han"],
    "region": "110101",
    "place": {"text": "某遗址", "lat": 39.9163, "lon": 116.00001},
    "categories": ["museum/bronze", "venue/museum", "venue/library"],
    "subjects": ["礼器", "祭祀"],
    "materials": ["青铜"],
    "techniques": ["铸造", "错金"],
    "languages": ["zh"],
    "institution": {"id": "i-1", "name": "某馆", "level": "city"},
    "level": "national",
    "designations": [
        {"scheme": "全国重点文物保护单位", "level": "national", "number": "1-1", "batch": "第一批", "year": 1961},
        {"scheme": "某名录"},
    ],
    "event": {
        "start": "2026-05-18T09:00+08:00",
        "end": "2026-08-18",
        "venue": "午门展厅",
        "organiser": "某馆",
        "admission": "免费",
        "opening_hours": "9:00–17:00",
        "url": "https://example.org/event",
    },
    "contact": {
        "name": "前台",
        "address": "某路1号\n2层",
        "postcode": "100000",
        "phone": "010-1",
        "email": "a@example.org",
        "url": "https://example.org/",
        "opening_hours": "周二至周日",
    },
    "media": [
        {
            "url": "https://example.org/1.jpg",
            "thumbnail": "https://example.org/1t.jpg",
            "type": "image/jpeg",
            "rights": RIGHTS,
        },
        {
            "url": "https://example.org/图.png",
            "type": "image",
            "rights": {**RIGHTS, "attribution": "甲"},
            "attribution": "乙",
        },
        {"url": "https://example.org/1.mp3", "type": "audio/mpeg", "rights": RIGHTS},
        {"url": "https://example.org/1.mp4", "type": "video/mp4", "rights": RIGHTS},
        {"url": "https://example.org/1.glb", "type": "model/gltf-binary", "rights": RIGHTS},
        {"url": "https://example.org/1.pdf", "type": "application/pdf", "rights": RIGHTS},
    ],
    "rights": {"uri": "https://creativecommons.org/licenses/by/4.0/", "reuse": "open", "attribution": "某馆"},
    "identifiers": [
        {"scheme": "wikidata", "value": "Q714802"},
        {"scheme": "wikidata", "value": "not a number"},
        {"scheme": "isil", "value": "https://example.org/isil/1"},
    ],
    "relations": [
        {"type": kind, "id": to}
        for kind in ("sameAs", "partOf", "hasPart", "about", "creator", "basedOn", "inheritorOf")
        for to in (f"made:{kind}", f"http://example.org/{kind}")
    ],
    "source": {"name": "某馆", "url": "https://example.org/source", "retrieved": "2026-11-23"},
    "extra": {"入藏日期": "1953"},
}


@cache
def datasets() -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in json.loads((SAMPLE / "datasets.json").read_text(encoding="utf-8"))}


def described(record: dict[str, Any], dataset: dict[str, Any] | None = None) -> Described:
    about = datasets().get(record["id"].partition(":")[0], {}) if dataset is None else dataset
    return Described(record, BASE, about)


def sample() -> Iterator[dict[str, Any]]:
    for path in sorted(SAMPLE.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield {**check(json.loads(line)), **SERVED}


def of_every_type() -> Iterator[dict[str, Any]]:
    for kind in (term.id for term in types()):
        yield {**check({**EVERYTHING, "type": kind, "id": f"made:{kind}"}), **SERVED}


HARM = (
    "</script><script>alert(1)</script><!--",
    '"""\'\'\' \\" \\u003c/script> \\',
    ']]><x xmlns="y"/>&lt;&amp;&#0;<!ENTITY xxe SYSTEM "file:///etc/passwd">',
    '" . <http://evil.example/s> <http://evil.example/p> "o',
    "@id @type _:b0 {{constructor}} %s %(x)s",
    "}\n@misc{x, title = {y}} \\input{/etc/passwd} $x^2_~#&%",
    "\u2028\u2029\u202e\u2066 བོད་ཡིག ئۇيغۇرچە 👨‍👩‍👧 \ue000 \U00020000",
)


def harmful() -> Iterator[dict[str, Any]]:
    """Records in which every text that is free is one of these."""
    for number, harm in enumerate(HARM):
        yield {**check(_spoilt(number, " ".join(harm.split()))), **SERVED}


def _spoilt(number: int, harm: str) -> dict[str, Any]:
    return {
        **EVERYTHING,
        "id": f"made:harm-{number}",
        "type": ("artwork", "site", "event")[number % 3],
        "title": {"zh-Hans": harm, "en": harm},
        "description": {"zh-Hans": harm},
        "text": {"und": harm},
        "alternative_titles": [harm],
        "creators": [{"name": harm, "role": harm, "id": harm.replace(":", "")}],
        "date": {"text": harm, "start": -1, "end": 12},
        "place": {"text": harm, "lat": 0.0000001, "lon": -1e-9},
        **{name: [harm] for name in ("subjects", "materials", "techniques", "languages")},
        "institution": {"name": harm, "id": harm},
        "designations": [{"scheme": harm, "batch": harm}],
        "event": {"venue": harm, "organiser": harm, "admission": harm, "opening_hours": harm},
        "contact": {"name": harm, "address": harm, "phone": harm, "opening_hours": harm},
        "identifiers": [{"scheme": harm, "value": harm}],
        "rights": {**RIGHTS, "attribution": harm},
        "source": {"name": harm},
        "region": "650000",
    }
