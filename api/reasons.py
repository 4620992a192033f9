"""Why something is refused, in the reader's language: one table of sentences by the code of the reason."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from flask import request

from exchange.tables.words import language_of
from records.vocabularies import LANGUAGES
from search.fields import FIELDS
from search.reasons import Reason

ENGLISH = "en"


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Every sentence by its code, then by language."""
    with files(__package__).joinpath("reasons.csv").open(encoding="utf-8") as lines:
        return {row["code"]: {lang: row[lang] for lang in LANGUAGES} for row in csv.DictReader(lines)}


def in_words(reason: str, lang: str) -> str:
    """The sentence of a reason in one of the three languages; empty where there is none."""
    if not isinstance(reason, Reason):
        return ""
    values = {name: _named(name, value, lang) for name, value in reason.values.items()}
    return sentences()[reason.code][lang].format(**values)


def _named(name: str, value: str, lang: str) -> str:
    """A field goes by its name in that language."""
    return FIELDS[value].labels[lang] if name == "field" and value in FIELDS else value


def asked_language() -> str:
    """In which the address asks for an answer of the API; English where it does not."""
    return language_of(request.args.get("lang", "") or ENGLISH)


def told(reason: str) -> str:
    """As the API tells it: in Chinese where that is asked for and known, else in English."""
    lang = asked_language()
    return str(reason) if lang == ENGLISH else in_words(reason, lang) or str(reason)
