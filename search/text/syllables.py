"""Syllables of pinyin as people type them: without tones, ü as u, and several in one word."""

from __future__ import annotations

import re
from functools import lru_cache

MOST_READINGS = 8
_LONGEST_SYLLABLE = 6
_LONGEST_WORD = 48

# Finals by initial, after the table of syllables of Standard Chinese.
_TABLE = """
- a ai an ang ao e ei en eng er o ou
b a ai an ang ao ei en eng i ian iao ie in ing o u
p a ai an ang ao ei en eng i ian iao ie in ing o ou u
m a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u
f a an ang ei en eng o ou u
d a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo
t a ai an ang ao e ei eng i ian iao ie ing ong ou u uan ui un uo
n a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan ue un uo
l a ai an ang ao e ei en eng i ia ian iang iao ie in ing iu o ong ou u uan ue un uo
g a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
k a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
h a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
j i ia ian iang iao ie in ing iong iu u uan ue un
q i ia ian iang iao ie in ing iong iu u uan ue un
x i ia ian iang iao ie in ing iong iu u uan ue un
zh a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo
ch a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo
sh a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo
r an ang ao e en eng i ong ou u ua uan ui un uo
z a ai an ang ao e ei en eng i ong ou u uan ui un uo
c a ai an ang ao e en eng i ong ou u uan ui un uo
s a ai an ang ao e en eng i ong ou u uan ui un uo
y a an ang ao e i in ing o ong ou u uan ue un
w a ai an ang ei en eng o u
"""


def _syllables() -> frozenset[str]:
    lines = (line.split() for line in _TABLE.split("\n") if line)
    return frozenset(initial.strip("-") + final for initial, *finals in lines for final in finals)


SYLLABLES = _syllables()
_UMLAUT = re.compile(r"(?<=[ln])(?:v|yu)")


def plain(reading: str) -> str:
    """One spelling of ü after l and n, as u: lv, lyu and lü (already folded to lu) are all lu."""
    return _UMLAUT.sub("u", reading)


@lru_cache(maxsize=4_000)
def segmentations(word: str) -> tuple[tuple[str, ...], ...]:
    """The ways a folded word is wholly syllables, those of fewer syllables first, at most eight; xian: xian, xi an."""
    if not word.isascii() or not word.isalpha() or len(word) > _LONGEST_WORD:
        return ()
    return tuple(_ways(plain(word)))


def _ways(word: str) -> list[tuple[str, ...]]:
    """From the end back, so that each rest is cut once."""
    ways: list[list[tuple[str, ...]]] = [[] for _ in word] + [[()]]
    for start in range(len(word) - 1, -1, -1):
        for end in range(min(start + _LONGEST_SYLLABLE, len(word)), start, -1):
            if ways[end] and word[start:end] in SYLLABLES:
                ways[start] += ((word[start:end], *rest) for rest in ways[end])
        ways[start] = sorted(ways[start], key=len)[:MOST_READINGS]
    return ways[0]
