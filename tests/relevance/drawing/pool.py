"""The entries to draw from, with counts of who else bears a title, holds a piece of it, sounds like it or begins so."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from tests.relevance.drawing import sounds
from tests.relevance.drawing.catalogue import Entry
from tests.relevance.plain import converter, is_han, plain, plain_all, words
from tests.relevance.queries import order

MOST_RIGHT = 10
_UNTYPABLE = frozenset('□■○●◎?*":“”[]{}|<>')

_FAMILIAR = 20
"""How often titles use a character that a person may type for another."""

_PROSE = ("key-sites", "lawrefbook", "scenic-areas-5a", "early-poems")


class Pool:
    """All entries; `plain_titles` are theirs, in the same order."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.all = list(entries)
        self.plain_titles = plain_all(entry.title for entry in self.all)
        self.open = [(entry, plain) for entry, plain in zip(self.all, self.plain_titles, strict=True) if entry.dataset]
        self.borne = Counter(self.plain_titles)
        self.english = Counter(plain(entry.english) for entry in self.all if entry.english)
        self._spelt: dict[Callable[[str], str], list[str]] = {}

    def drawn(self, group: str, dataset: str, fit: Callable[[Entry, str], bool]) -> list[tuple[Entry, str]]:
        """Fitting entries of a data set (`*`: of all) with their plain titles, in random order."""
        fitting = [pair for pair in self._of.get(dataset, self.open) if fit(*pair)]
        return sorted(fitting, key=lambda pair: order(group, pair[0].key))

    @cached_property
    def _of(self) -> Mapping[str, list[tuple[Entry, str]]]:
        found: dict[str, list[tuple[Entry, str]]] = defaultdict(list)
        for pair in self.open:
            found[pair[0].dataset].append(pair)
        return found

    def ids(self, plain_title: str) -> tuple[str, ...]:
        """Who else bears a title, as far as ids are known."""
        return tuple(sorted(f"{one.dataset}:{one.id}" for one in self._bearers.get(plain_title, ()) if one.id))

    @cached_property
    def _bearers(self) -> Mapping[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry, title in self.open:
            found[title].append(entry)
        return found

    @cached_property
    def together(self) -> str:
        return "\n" + "\n".join(self.plain_titles) + "\n"

    @cached_property
    def sound(self) -> Counter[str]:
        """How many different titles of Han sound so."""
        return Counter(sounds.rough(title) for title in self._han)

    @cached_property
    def initials(self) -> Counter[str]:
        return Counter(sounds.rough_initials(title) for title in self._han)

    @cached_property
    def _han(self) -> list[str]:
        return [title for title in self.borne if is_han(title)]

    @cached_property
    def _names(self) -> list[str]:
        """All that may be suggested: titles and names of creators, each once."""
        return sorted({*self.borne, *map(plain, {entry.creator for entry in self.all})})

    def beginning(self, text: str, spelt: Callable[[str], str] = str) -> int:
        """How many different titles and names begin with a text, spelt some way."""
        if spelt not in self._spelt:
            self._spelt[spelt] = sorted(map(spelt, self._names if spelt is str else filter(is_han, self._names)))
        ordered = self._spelt[spelt]
        return bisect_left(ordered, f"{text}\U0010ffff") - bisect_left(ordered, text)

    @cached_property
    def homophones(self) -> Mapping[str, tuple[str, ...]]:
        """The characters of each syllable that titles use most, and that are read no other way."""
        counted = Counter(c for entry, title in self.open if entry.dataset in _PROSE for c in title if is_han(c))
        found: dict[str, list[str]] = defaultdict(list)
        for character, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])):
            if counted[character] >= _FAMILIAR and len(sounds.readings(character)) == 1:
                found[sounds.syllable(character)].append(character)
        return {said: tuple(characters) for said, characters in found.items()}

    @cached_property
    def holding_word(self) -> Mapping[str, frozenset[int]]:
        """Which entries have a Latin word in their title, by their place."""
        found: dict[str, set[int]] = defaultdict(set)
        for number, entry in enumerate(self.all):
            for word in words(entry.title):
                found[word].add(number)
        return {word: frozenset(places) for word, places in found.items()}

    @cached_property
    def forms(self) -> Counter[str]:
        """How many titles use a Latin word in just this form."""
        return Counter(form for entry in self.all for form in set(entry.title.casefold().split()))

    def with_words(self, text: str) -> int:
        return len(frozenset.intersection(*(self.holding_word[word] for word in words(text))))

    @cached_property
    def _lines(self) -> str:
        return "\n".join(line for entry in self.all for line in entry.lines)

    def holding_line(self, line: str) -> int:
        """How often a half line stands in a poem, in the script it is in or simplified."""
        other = converter("t2s").convert(line)
        return self._lines.count(line) + (self._lines.count(other) if other != line else 0)

    @cached_property
    def _of_length(self) -> Mapping[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for title in self.borne:
            found[len(title)].append(title)
        return found

    def but_for(self, title: str, place: int) -> list[str]:
        """Titles that differ from a title at most in the character at a place, itself among them."""
        before, after = title[:place], title[place + 1 :]
        return [one for one in self._of_length[len(title)] if one.startswith(before) and one[place + 1 :] == after]


_NUMBERED = re.compile("首|其[一二三四五六七八九十]|[ （][一二三四五六七八九十]+）?$|十[一二三四五六七八九]$")


def numbered(entry: Entry) -> bool:
    """Whether the title is that of one poem of several, told by its number, which few would type."""
    return bool(_NUMBERED.search(entry.title))


def typable(entry: Entry) -> bool:
    """Whether a title is what a person would type: no missing characters, no signs that mean something in a query."""
    return not set(entry.title) & _UNTYPABLE and " -" not in entry.title and all(map(_common, entry.title))


def _common(character: str) -> bool:
    """Neither of private use nor so rare that keyboards do not have it."""
    return character < "\u3400" or "\u4e00" <= character < "\ua000" or "\uff00" <= character < "\uffff"
