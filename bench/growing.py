"""Records for any size: a sample of those there are, or copies of them with other ids and their words in another order.

Pure but for `write`, which puts them on the disk as JSON Lines.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import rjieba

from bench.common import SEED
from indexers.workers import Workers, batched
from records.model import Entry, State
from records.store import Store

CHUNK = 500
SHUFFLED = ("title", "description", "text")
"""Texts by language; those of one field are put in the same order, so that two scripts of a title stay one title."""

_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W\d_]+")
"""Han written together, or one word of letters; what stands between, and numbers, stay in their places."""

Content = dict[str, Any]


def shuffled(text: str, seed: str) -> str:
    """The same words in another order; Han is cut into words first, so that the vocabulary stays what it was."""
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for run in _RUN.finditer(text):
        pieces.append(text[at : run.start()])
        for word in _words(run.group()):
            places.append(len(pieces))
            pieces.append(word)
        at = run.end()
    words = [pieces[place] for place in places]
    random.Random(seed).shuffle(words)
    for place, word in zip(places, words, strict=True):
        pieces[place] = word
    return "".join([*pieces, text[at:]])


def _words(run: str) -> Sequence[str]:
    """Han as a dictionary cuts it; one of letters is a word as it stands."""
    cut: Sequence[str] = rjieba.cut(run) if "\u3400" <= run[0] <= "\u9fff" else (run,)
    return cut


def copy_of(content: Mapping[str, Any], number: int) -> Content:
    """A record like another, under an id of its own; `number` tells the copies of one record apart."""
    made = dict(content)
    for name in SHUFFLED:
        if name in made:
            seed = f"{SEED}/{content['id']}/{number}/{name}"
            made[name] = {lang: shuffled(text, seed) for lang, text in made[name].items()}
    made["id"] = f"{content['id']}.x{number}"
    made.pop("alternative_titles", None)
    made.pop("relations", None)
    return made


def copies_due(place: int, total: int, wanted: int) -> int:
    """How many copies of the record at `place` (of `total`) there are, so that all make `wanted`, evenly spread."""
    return (place + 1) * wanted // total - place * wanted // total


def rank(record_id: str) -> bytes:
    """A fixed random order: a sample of the first N of it is part of every larger one."""
    return blake2b(f"{SEED}/{record_id}".encode(), digest_size=8).digest()


def sample(store: Store, size: int) -> Iterator[bytes]:
    """The records of the `size` lowest ranks, as JSON lines."""
    last = max(islice(sorted(rank(entry.id) for entry in live(store)), size))
    for entry in live(store):
        if rank(entry.id) <= last:
            yield entry.content + b"\n"


def copies(store: Store, wanted: int, workers: Workers) -> Iterator[bytes]:
    """`wanted` copies in all, as blocks of JSON lines; made in several processes."""
    total = sum(1 for _ in live(store))
    due = ((entry.content, copies_due(place, total, wanted)) for place, entry in enumerate(live(store)))
    return workers.map(_copied, batched(due, CHUNK))


def _copied(due: Iterable[tuple[bytes, int]]) -> bytes:
    read = ((orjson.loads(content), count) for content, count in due if count)
    made = (copy_of(record, number) for record, count in read for number in range(1, count + 1))
    return b"".join([orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE) for record in made])


def live(store: Store) -> Iterator[Entry]:
    """Every live record, by the number of its last change."""
    since = 0
    while entries := store.entries_since(since, 2_000):
        yield from (entry for entry in entries if entry.state is State.LIVE)
        since = entries[-1].seq


def write(file: Path, blocks: Iterable[bytes]) -> int:
    """The number of lines written."""
    lines = 0
    with file.open("wb") as out:
        for block in blocks:
            out.write(block)
            lines += block.count(b"\n")
    return lines
