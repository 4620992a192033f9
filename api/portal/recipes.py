"""How each thing is asked for in each language: code to copy, with the addresses of this node."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES: Mapping[str, str] = {"curl": "curl", "python": "Python", "javascript": "JavaScript", "r": "R"}
"""Of the code, by the names they go by everywhere."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """`call` is the address that is asked, inside the node; `code` is by language."""

    name: str
    call: str
    code: Mapping[str, str]


@cache
def _written() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = tomllib.loads(
        files(__package__).joinpath("recipes.toml").read_text(encoding="utf-8")
    )
    return found


def recipes(base: str, lang: str, day: str) -> list[Recipe]:
    """With the node's own address in them, the language of who reads, and the day on which it is read."""

    def here(text: str) -> str:
        return text.strip().replace("LANG", lang).replace("TODAY", day).replace("BASE", base)

    return [
        Recipe(name, here(one["call"]), {language: here(one[language]) for language in LANGUAGES})
        for name, one in _written().items()
    ]
