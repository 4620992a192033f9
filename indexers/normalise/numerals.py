"""Numbers as Chinese writes them."""

from __future__ import annotations

_DIGITS = {char: place % 10 for place, char in enumerate("〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖")} | {
    "两": 2,
    "元": 1,
}
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_TWENTIES = (("廿", "二十"), ("卅", "三十"), ("卌", "四十"))


def number(text: str) -> int | None:
    """12, 一十二, 十二, 廿三, 一八四一 (digit by digit), 元 (a reign's first year); None for anything else."""
    if text.isdecimal():
        return int(text)
    for short, whole in _TWENTIES:
        text = text.replace(short, whole)
    if not text or any(char not in _DIGITS and char not in _UNITS for char in text):
        return None
    return _by_units(text) if any(char in _UNITS for char in text) else _by_digits(text)


def _by_digits(text: str) -> int:
    return int("".join(str(_DIGITS[char]) for char in text))


def _by_units(text: str) -> int | None:
    total, digit = 0, 0
    for char in text:
        if char in _UNITS:
            total += max(digit, 1) * _UNITS[char]
            digit = 0
        elif digit:
            return None
        else:
            digit = _DIGITS[char]
    return total + digit
