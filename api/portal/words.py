"""What pages say themselves: one table of words, each in all three languages."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from records.vocabularies import LANGUAGES


@cache
def table() -> Mapping[str, Mapping[str, str]]:
    """Every word by its key, then by language."""
    with files(__package__).joinpath("words.csv").open(encoding="utf-8") as lines:
        return {row["key"]: {lang: row[lang] for lang in LANGUAGES} for row in csv.DictReader(lines)}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language.

    In a word places are marked `{n}`; `one|many` parts what is said of a single one from what is said of others.
    """

    lang: str

    def __call__(self, key: str, **values: object) -> str:
        """KeyError for a key that is not in the table."""
        text = table()[key][self.lang]
        if "|" in text:
            one, many = text.split("|")
            text = one if values.get("n") in (1, "1") else many
        return text.format(**values) if values else text

    def knows(self, key: str) -> bool:
        return key in table()

    @property
    def comma(self) -> str:
        """Between the members of a list."""
        return ", " if self.lang == "en" else "、"

    @property
    def semicolon(self) -> str:
        """Between members that have commas themselves."""
        return "; " if self.lang == "en" else "；"


def number(count: int) -> str:
    """Thousands apart, as all three languages do."""
    return f"{count:,}"
