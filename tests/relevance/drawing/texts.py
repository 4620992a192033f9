"""Lines of poems, exact phrases, Latin titles with other endings and accents, English names, and beginnings."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from tests.relevance.drawing import sounds
from tests.relevance.drawing.catalogue import Entry
from tests.relevance.drawing.pool import MOST_RIGHT, Pool
from tests.relevance.drawing.titles import choice, known, own, word_piece
from tests.relevance.plain import converter, is_han, plain
from tests.relevance.queries import SUGGEST, Judged

_NAMELESS = ("无名氏", "不详", "诗经", "郊庙", "佚名", "乐府")
_MOST_SUGGESTED = 6


def _line(pool: Pool, entry: Entry) -> str:
    """A half line that few poems hold, or nothing."""
    lines = [line for line in entry.lines if 5 <= len(line) <= 7 and is_han(line)]
    if not lines:
        return ""
    line = lines[choice(entry, "line", range(len(lines)))]
    return line if pool.holding_line(line) <= MOST_RIGHT else ""


def author_line(pool: Pool, entry: Entry, title: str) -> Judged | None:
    line, author = _line(pool, entry), entry.creator
    if not line or not 2 <= len(author) <= 4 or plain(author).startswith(_NAMELESS):
        return None
    text = f"{author} {line}"
    if choice(entry, "script", (0, 1)):
        text = converter("t2s").convert(text)
    return Judged("author-line", text, own(entry), {"creator": [author], "holds": [line]})


def phrase(pool: Pool, entry: Entry, title: str) -> Judged | None:
    """A half line, or two or three words of a title, between quotation marks; every hit must hold it."""
    piece = _line(pool, entry) if entry.lines else word_piece(entry)
    if not piece or pool.together.count(plain(piece)) > MOST_RIGHT:
        return None
    return Judged("phrase", f'"{piece}"', own(entry), {"holds": [piece]}, {"holds": [piece]})


def latin(pool: Pool, entry: Entry, title: str) -> Judged | None:
    """A title without its accents, in capitals or small letters, or with one word in the other number."""
    if (unaccented := _unaccented(entry.title)) != entry.title:
        return known(pool, entry, title, "latin", unaccented)
    form = choice(entry, "form", (0, 1, 2, 2, 2))
    if form < 2:
        return known(pool, entry, title, "latin", entry.title.upper() if form else entry.title.lower())
    text = _other_number(pool, entry)
    if not text or pool.with_words(entry.title) > MOST_RIGHT:
        return None
    return Judged("latin", text, pool.ids(title), {"title_words": entry.title})


def _unaccented(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def _other_number(pool: Pool, entry: Entry) -> str:
    """The last word in the plural, or in the singular where it was that, if titles use it both ways."""
    first, _, last = entry.title.rpartition(" ")
    other = last[:-1] if last.endswith("s") else last + "s"
    if (
        entry.dataset == "moma-artists"
        or not first
        or min(pool.forms[last.casefold()], pool.forms[other.casefold()]) < 10
    ):
        return ""
    return f"{first} {other}"


def bilingual(pool: Pool, entry: Entry, title: str) -> Judged | None:
    if not entry.english or pool.english[plain(entry.english)] > 2:
        return None
    return Judged("bilingual", entry.english, own(entry), {"title_is": [entry.english]})


def suggest(pool: Pool, entry: Entry, title: str) -> Judged | None:
    """The shortest beginning, as a person types on, that few titles share; a syllable may be cut."""
    if not is_han(entry.title):
        return _suggest(pool, entry, title, entry.title.lower(), plain, str) if title.isascii() else None
    form = choice(entry, "form", (0, 1, 1, 2))
    if form == 0:
        return _suggest(pool, entry, title, entry.title, plain, str)
    if form == 1:
        return _suggest(pool, entry, title, "".join(sounds.syllables(title)), str, sounds.rough)
    typed = "".join(said[0] for said in sounds.syllables(title))
    return _suggest(pool, entry, title, typed, str, sounds.rough_initials) if len(typed) >= 4 else None


def _suggest(
    pool: Pool, entry: Entry, title: str, typed: str, compared: Callable[[str], str], spelt: Callable[[str], str]
) -> Judged | None:
    for size in range(2, len(typed) + 1):
        beginning = typed[:size]
        if not beginning[-1].isalnum():
            continue
        few = pool.beginning(compared(beginning), spelt) <= _MOST_SUGGESTED
        if few and spelt(title).startswith(compared(beginning)):
            return known(pool, entry, title, SUGGEST, beginning)
    return None
