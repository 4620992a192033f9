"""Particles: words that only hold a question together, which a record need not hold."""

from __future__ import annotations

_CHINESE = """
的 了 吗 呢 吧 是 在 有 和 与 及 或 以及 关于 有关 我 我们 想 我想 请问 查找 查询 搜索 一下 有没有
哪 哪些 哪里 哪儿 哪个 什么 怎么 怎样 如何 为什么
"""
_ENGLISH = "the of and in on at by to for from with about"
"""None is a syllable of pinyin, as `a`, `an` and `he` are."""

PARTICLES = frozenset((_CHINESE + _ENGLISH).split())
"""Folded."""
