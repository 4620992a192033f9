"""The questions that are asked, by kind, drawn from the records of a node with a fixed seed."""

from __future__ import annotations

import http.client
import json
import random
import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from bench.common import SEED
from bench.load import ask
from search.text.pinyin import pieces

ASKED = 200
MANY = 8_000
"""So many for many clients: a whole answer is remembered by its address, and must not be asked for twice."""

PAGES = 500
FACET_SIZE = 10
FACETS = "facets=type,dataset,creator,region,subject"
_SHOWN = "id,title,text,creators"

TWO_WORDS = "two words + five facets"
EITHER = "either of two words + five facets"
ALL = "match-all + five facets"
AGAIN = "match-all + five facets, again"
PINYIN = "pinyin"
MIXED = "Han + pinyin"
SUGGEST = "suggest"
DETAIL = "detail"

Record = Mapping[str, Any]
Questions = dict[str, list[str]]


def draw(port: int) -> Questions:
    """The paths of each kind. One kind, asked again and again at the same position, may be answered from memory."""
    drawn = random.Random(SEED)
    records = _draw(port, drawn, 20)[:ASKED]
    pages = [f"/v1/records?page={number}&{FACETS}" for number in range(1, 51)]
    return _of_records(records, drawn) | {ALL: pages, AGAIN: pages[:1] * ASKED}


def draw_many(port: int) -> Questions:
    """For many clients: up to `MANY` of each kind, none of them among those of `draw`, and all different."""
    drawn = random.Random(SEED + 1)
    records = _draw(port, drawn, 200)
    paths = [path for _ in range(-(-MANY // len(records))) for path in [_of_records(records, drawn)]]
    kinds = {kind: list(dict.fromkeys(one for found in paths for one in found[kind]))[:MANY] for kind in paths[0]}
    sizes = range(FACET_SIZE, FACET_SIZE + MANY // PAGES)
    pages = [f"/v1/records?page={page}&{FACETS}&facet_size={size}" for page in range(1, PAGES) for size in sizes]
    drawn.shuffle(pages)
    return kinds | {ALL: pages, AGAIN: [f"/v1/records?page=1&{FACETS}"]}


def _of_records(records: Sequence[Record], drawn: random.Random) -> Questions:
    pairs = [_two_words(record, drawn) for record in records]
    titles = [next(iter(record["title"].values())) for record in records]
    spoken = _spoken(records, drawn)
    return {
        TWO_WORDS: [f"/v1/records?q={quote(f'{a} {b}')}&{FACETS}" for a, b in pairs],
        EITHER: [f"/v1/records?q={quote(f'{a} OR {b}')}&{FACETS}" for a, b in pairs],
        **{kind: [f"/v1/records?q={quote(q)}" for q in asked] for kind, asked in spoken.items()},
        SUGGEST: [f"/v1/suggest?q={quote(title[: drawn.randint(1, 6)].strip() or title)}" for title in titles],
        DETAIL: [f"/v1/records/{quote(record['id'])}" for record in records],
    }


def words(path: str) -> str:
    """The `q` of a path."""
    return parse_qs(urlsplit(path).query)["q"][0]


def _draw(port: int, drawn: random.Random, size: int) -> list[Record]:
    """Records from all over, shuffled: three pages of the window of each data set."""
    found: list[Record] = []
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        for dataset in json.loads(ask(connection, "/v1/facets/dataset"))["values"]:
            number = drawn.randrange(1, max(2, min(10_000, dataset["count"]) // size))
            for page in sorted({number, max(1, number // 2), max(1, number // 3)}):
                path = f"/v1/records?dataset={dataset['value']}&page={page}&page_size={size}&fields={_SHOWN}"
                found.extend(json.loads(ask(connection, path))["records"])
    drawn.shuffle(found)
    return found


def _two_words(record: Record, drawn: random.Random) -> tuple[str, str]:
    text = " ".join([*record["title"].values(), *record.get("text", {}).values()])[:2_000]
    latin = [word for word in re.findall(r"[A-Za-z]{3,}", text) if word.lower() not in ("the", "and")]
    if len(latin) >= 2:
        first, second = drawn.sample(latin, 2)
        return first, second
    runs = _runs([text]) or ["明月"]
    return _pair(drawn.choice(runs), drawn), _pair(drawn.choice(runs), drawn)


def _runs(texts: Sequence[str]) -> list[str]:
    return [run for text in texts for run in re.findall(r"[\u4e00-\u9fff]{2,}", text)]


def _pair(run: str, drawn: random.Random) -> str:
    start = drawn.randrange(len(run) - 1)
    return run[start : start + 2]


def _spoken(records: Sequence[Record], drawn: random.Random) -> dict[str, list[str]]:
    """Names and titles as people type them who do not write Han: syllables, joined or apart; or the end of them so."""
    named = [_runs([*record["title"].values(), *_names(record)]) for record in records]
    found = [drawn.choice(runs) for runs in named if runs] or ["明月"]
    runs = [found[number % len(found)] for number in range(len(records))]
    pinyin = [pinyin_of(run[: drawn.randint(2, 4)], drawn.choice(("", " "))) for run in runs]
    mixed = [_half_spoken(run, drawn) for run in runs]
    return {PINYIN: pinyin, MIXED: mixed}


def _names(record: Record) -> list[str]:
    return [creator["name"] for creator in record.get("creators", ())]


def _half_spoken(run: str, drawn: random.Random) -> str:
    """The beginning in Han, the rest in pinyin, at most four characters in all."""
    cut = drawn.randint(1, min(2, len(run) - 1))
    return f"{run[:cut]} {pinyin_of(run[cut : cut + 2], '')}"


def pinyin_of(run: str, between: str) -> str:
    return between.join(piece.readings[0] for piece in pieces(run))
