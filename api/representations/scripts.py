"""What the API says of itself, in the language of a page: Chinese is written once, and read in either script."""

from __future__ import annotations

from functools import cache, lru_cache

from opencc import OpenCC


@cache
def _converter() -> OpenCC:
    """With the words that are said otherwise in Taiwan: 接口 is 介面."""
    return OpenCC("s2twp")


@lru_cache(maxsize=4_096)
def traditional(text: str) -> str:
    converted: str = _converter().convert(text)
    return converted


def in_script(zh: str, lang: str) -> str:
    """Simplified Chinese as `lang` writes Chinese."""
    return traditional(zh) if lang == "zh-Hant" else zh
