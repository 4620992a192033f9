"""The groups: how each is drawn, from which titles, and how many queries every data set gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.relevance.drawing import texts, titles
from tests.relevance.drawing.catalogue import Entry
from tests.relevance.drawing.pool import MOST_RIGHT, Pool, numbered, typable
from tests.relevance.plain import has_han, is_han
from tests.relevance.queries import Judged

Make = Callable[[Pool, Entry, str], Judged | None]


@dataclass(frozen=True, slots=True)
class Group:
    """`quotas` are of the larger files by data set; `sample` is how many the project's own records give. Titles drawn
    have `least` to `most` letters; `han` is whether all of them are Han (None: it does not matter)."""

    name: str
    make: Make
    quotas: Mapping[str, int]
    sample: int = 4
    least: int = 2
    most: int = 40
    han: bool | None = None
    rare: bool = True
    numbered: bool = False

    def fits(self, pool: Pool) -> Callable[[Entry, str], bool]:
        def fit(entry: Entry, title: str) -> bool:
            if not self.least <= len(title) <= self.most or (self.rare and pool.borne[title] > MOST_RIGHT):
                return False
            return self._alphabet(entry.title) and typable(entry) and (self.numbered or not numbered(entry))

        return fit

    def _alphabet(self, title: str) -> bool:
        if self.han is None:
            return True
        return is_han(title) if self.han else not has_han(title)


_CHINESE = {
    "key-sites": 12,
    "scenic-areas-5a": 6,
    "tang-poems": 5,
    "song-poems": 4,
    "song-authors": 2,
    "tang-authors": 1,
}
_MISTAKEN = {"key-sites": 12, "scenic-areas-5a": 6, "tang-poems": 4, "lawrefbook": 3, "song-poems": 2}

GROUPS: tuple[Group, ...] = (
    Group("exact", titles.exact, {
        "key-sites": 8, "song-poems": 6, "tang-poems": 6, "early-poems": 2, "lawrefbook": 3, "scenic-areas-5a": 3,
        "song-authors": 2, "tang-authors": 2, "moma-artists": 3, "tate-artworks": 4, "ima-objects": 4,
        "cmoa-teenie-harris": 3, "world-heritage": 3, "england-libraries": 2, "wcma-events": 2, "wcma-exhibitions": 2,
    }, most=70, numbered=True),
    Group("partial", titles.partial, {
        "key-sites": 9, "song-poems": 7, "tang-poems": 7, "early-poems": 2, "lawrefbook": 3, "scenic-areas-5a": 2,
        "tate-artworks": 4, "ima-objects": 4, "cmoa-teenie-harris": 2, "world-heritage": 3, "wcma-exhibitions": 2,
    }, least=6, most=80),
    Group("script", titles.script, {
        "key-sites": 8, "song-poems": 7, "tang-poems": 7, "early-poems": 2, "lawrefbook": 3, "scenic-areas-5a": 3,
        "song-authors": 2, "tang-authors": 2,
    }, numbered=True),
    Group("pinyin-joined", titles.pinyin_joined, _CHINESE, least=3, most=8, han=True),
    Group("pinyin-spaced", titles.pinyin_spaced, _CHINESE, least=3, most=8, han=True),
    Group("initials", titles.initials, {
        "key-sites": 12, "scenic-areas-5a": 6, "tang-poems": 5, "song-poems": 4, "lawrefbook": 3},
          least=5, most=9, han=True),
    Group("mixed", titles.mixed, _CHINESE, least=3, most=8, han=True),
    Group("homophone", titles.homophone, _MISTAKEN, least=3, most=14, han=True),
    Group("look-alike", titles.look_alike, _MISTAKEN, least=3, most=14, han=True),
    Group("order", titles.in_order, {
        "key-sites": 8, "scenic-areas-5a": 3, "tang-poems": 5, "song-poems": 5, "tate-artworks": 4, "ima-objects": 3,
        "wcma-exhibitions": 2, "world-heritage": 2,
    }, least=3, most=60),
    Group("author-line", texts.author_line, {"tang-poems": 8, "song-poems": 8, "early-poems": 4},
          rare=False, numbered=True),
    Group("punctuation", titles.punctuation, {
        "key-sites": 8, "tang-poems": 7, "song-poems": 6, "scenic-areas-5a": 3, "lawrefbook": 2,
    }, han=True, numbered=True),
    Group("phrase", texts.phrase, {
        "tang-poems": 5, "song-poems": 5, "early-poems": 2, "tate-artworks": 3, "ima-objects": 3, "wcma-exhibitions": 2,
    }, most=80, rare=False, numbered=True),
    Group("latin", texts.latin, {
        "world-heritage": 9, "moma-artists": 7, "tate-artworks": 9, "ima-objects": 9,
    }, least=5, han=False),
    Group("bilingual", texts.bilingual, {"key-sites": 24}),
    Group("suggest", texts.suggest, {
        "key-sites": 12, "scenic-areas-5a": 6, "tang-poems": 6, "song-poems": 6, "song-authors": 4, "tang-authors": 2,
        "lawrefbook": 3, "moma-artists": 4, "tate-artworks": 3, "world-heritage": 4,
    }, sample=8),
)  # fmt: skip
