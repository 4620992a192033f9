"""Chooses among languages: the tag of a text that comes nearest to the one asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any

from records.vocabularies import LANGUAGES

FALLBACK = ("zh-Hans", "zh-Hant", "en")
MAPS = ("title", "description", "text")
"""The fields of a record that hold text by language."""

_SCRIPTS = {
    "zh": "zh-hans",
    "zh-cn": "zh-hans",
    "zh-sg": "zh-hans",
    "zh-tw": "zh-hant",
    "zh-hk": "zh-hant",
    "zh-mo": "zh-hant",
}


def _wanted(lang: str) -> Iterator[str]:
    """The tag asked for, then shorter and shorter ones."""
    tag = lang.lower()
    while tag:
        yield _SCRIPTS.get(tag, tag)
        tag = tag.rpartition("-")[0]


def best(tags: Collection[str], lang: str) -> str:
    """The tag nearest to `lang`: itself, a shorter form, another form of the same language, then the usual ones."""
    folded = {tag.lower(): tag for tag in tags}
    for wanted in _wanted(lang):
        if wanted in folded:
            return folded[wanted]
    primary = lang.lower().partition("-")[0]
    kin = (tag for low, tag in folded.items() if low.partition("-")[0] == primary)
    usual = (tag for tag in FALLBACK if tag in tags)
    return next(kin, None) or next(usual, None) or next(iter(tags), "")


@lru_cache(maxsize=256)
def label_language(lang: str) -> str:
    """The language of labels: one of the three every vocabulary has; simplified Chinese where nothing is asked."""
    return best(LANGUAGES, lang) if lang else "zh-Hans"


def reduced(record: dict[str, Any], lang: str) -> dict[str, Any]:
    """The record with one language kept of each text."""
    kept = dict(record)
    for name in MAPS:
        if kept.get(name):
            tag = best(kept[name], lang)
            kept[name] = {tag: kept[name][tag]}
    return kept
