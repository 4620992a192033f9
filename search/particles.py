"""Particles: words that only hold a question together, which a record need not hold."""

from __future__ import annotations

_CHINESE = """
的 了 吗 呢 吧 啊 是 在 有 和 与 及 或 以及 关于 有关 我 我们 想 我想 请问 查找 查询 搜索 一下 有没有 没有 可以
哪 哪些 哪里 哪儿 哪个 哪年 哪一年 哪位 什么 什么样 怎么 怎样 怎么样 如何 为什么 多少 几个 何时 时候 地方 位于 属于
介绍 资料 信息 内容 写过 值得 参观 一看 推荐 告诉 知道 找到 帮我 全国 著名
"""
_SOFT = "请 能 都 还 谁 写 找 帮 看 讲 过"
_ENGLISH = "the of and in on at by to for from with about"
"""None is a syllable of pinyin, as `a`, `an` and `he` are."""

PARTICLES = frozenset((_CHINESE + _ENGLISH).split())
"""Folded."""

SOFT_PARTICLES = frozenset(_SOFT.split())
"""Of Chinese, only beside one of the others: in names and verses they say something (都江堰, 看花)."""
