"""Known titles as people type them: whole, in part, in the other script, in pinyin, mistaken, turned round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from tests.relevance.drawing import sounds
from tests.relevance.drawing.catalogue import Entry
from tests.relevance.drawing.pool import MOST_RIGHT, Pool
from tests.relevance.plain import converter, is_han, plain
from tests.relevance.queries import FOLDER, Judged, order

TRADITIONAL = frozenset(("tang-poems", "song-poems", "tang-authors", "song-authors"))
_KINDS = (
    "风景名胜区", "旅游景区", "风景区", "旅游区", "古建筑群", "遗址群", "旧址群", "遗址", "旧址", "故居", "墓群",
    "石窟", "民居", "古墓", "窑址", "城址", "祠堂", "景区", "条例", "古镇",
)  # fmt: skip
_WRAPPED = (
    "《{title}》", "「{title}」", "{creator}《{title}》", "{creator}·{title}", "“{title}”", "{title}、{place}",
    "{title}，", "……{title}！", "{title}（{creator}）", "【{title}】",
    "{place}：{title}", "{title}?", "{broken}", "〈{title}〉；",
)  # fmt: skip


def choice(entry: Entry, what: str, options: Sequence[int]) -> int:
    """One of the options, the same each time for the same entry."""
    return options[int.from_bytes(order(what, entry.key)) % len(options)]


def own(entry: Entry) -> tuple[str, ...]:
    return (f"{entry.dataset}:{entry.id}",) if entry.id else ()


def known(pool: Pool, entry: Entry, title: str, group: str, text: str) -> Judged:
    """A query for one title: right is whatever bears it."""
    return Judged(group, text, pool.ids(title), {"title_is": [entry.title]})


def rare(pool: Pool, title: str) -> bool:
    return pool.borne[title] <= MOST_RIGHT


def exact(pool: Pool, entry: Entry, title: str) -> Judged:
    return known(pool, entry, title, "exact", entry.title)


def partial(pool: Pool, entry: Entry, title: str) -> Judged | None:
    """The beginning or the end of a title of Han; two or three words out of another."""
    piece = _han_piece(entry) if is_han(entry.title) else word_piece(entry)
    if not piece or pool.together.count(plain(piece)) > MOST_RIGHT:
        return None
    return Judged("partial", piece, own(entry), {"title_has": [piece]})


def _han_piece(entry: Entry) -> str:
    size = choice(entry, "size", (4, 5, 6, 7, 8))
    piece = entry.title[:size] if choice(entry, "side", (0, 1)) else entry.title[-size:]
    return piece if len(entry.title) >= size + 2 and piece.isalpha() else ""


_SMALL = frozenset(("a", "an", "and", "at", "by", "during", "for", "from", "in", "including", "its", "of", "on", "one",
                    "or", "the", "to", "van", "der", "von", "with"))  # fmt: skip


def word_piece(entry: Entry) -> str:
    """Two or three words side by side out of a longer title, beginning and ending with one that says something."""
    parts, size = entry.title.split(), choice(entry, "words", (2, 3))
    first = choice(entry, "first", range(max(1, len(parts) - size)))
    piece = parts[first : first + size]
    whole = len(parts) >= size + 2 and all(part.isalpha() for part in piece)
    sayable = whole and not {piece[0].lower(), piece[-1].lower()} & _SMALL
    return " ".join(piece) if sayable and len("".join(piece)) >= 8 else ""


def script(pool: Pool, entry: Entry, title: str) -> Judged | None:
    other = converter("t2s" if entry.dataset in TRADITIONAL else "s2tw").convert(entry.title)
    return known(pool, entry, title, "script", other) if other != entry.title else None


def pinyin_joined(pool: Pool, entry: Entry, title: str) -> Judged | None:
    if pool.sound[sounds.rough(title)] > 1:
        return None
    return known(pool, entry, title, "pinyin-joined", "".join(sounds.syllables(title)))


def pinyin_spaced(pool: Pool, entry: Entry, title: str) -> Judged | None:
    if pool.sound[sounds.rough(title)] > 1:
        return None
    return known(pool, entry, title, "pinyin-spaced", " ".join(sounds.syllables(title)))


def initials(pool: Pool, entry: Entry, title: str) -> Judged | None:
    if pool.initials[sounds.rough_initials(title)] > 1:
        return None
    return known(pool, entry, title, "initials", "".join(said[0] for said in sounds.syllables(title)))


def mixed(pool: Pool, entry: Entry, title: str) -> Judged | None:
    """One part of a title in pinyin, the other in Han."""
    if pool.sound[sounds.rough(title)] > 1:
        return None
    said, cut = sounds.syllables(title), choice(entry, "cut", range(1, len(title)))
    if choice(entry, "side", (0, 1)):
        return known(pool, entry, title, "mixed", title[:cut] + "".join(said[cut:]))
    return known(pool, entry, title, "mixed", "".join(said[:cut]) + title[cut:])


@cache
def _lookalikes() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for line in (FOLDER / "lookalikes.txt").read_text("utf-8").split():
        for character in line:
            found[character] = found.get(character, "") + line.replace(character, "")
    return found


def look_alike(pool: Pool, entry: Entry, title: str) -> Judged | None:
    places = [place for place, character in enumerate(title) if character in _lookalikes()]
    if not places:
        return None
    place = choice(entry, "place", places)
    others = sorted(_lookalikes()[title[place]])
    return _mistaken(pool, entry, title, "look-alike", place, others[choice(entry, "other", range(len(others)))])


def homophone(pool: Pool, entry: Entry, title: str) -> Judged | None:
    place = choice(entry, "place", range(len(title)))
    others = pool.homophones.get(sounds.syllable(title[place]), ())
    others = [other for other in others[:6] if other != title[place]]
    if not others or len(sounds.readings(title[place])) > 1:
        return None
    return _mistaken(pool, entry, title, "homophone", place, others[choice(entry, "other", range(len(others)))])


def _mistaken(pool: Pool, entry: Entry, title: str, group: str, place: int, other: str) -> Judged | None:
    """A title with one wrong character, where no other title is as near to what was typed."""
    typed = title[:place] + other + title[place + 1 :]
    if pool.but_for(title, place) != [title] or typed in pool.together:
        return None
    return known(pool, entry, title, group, typed)


def in_order(pool: Pool, entry: Entry, title: str) -> Judged | None:
    """Another order of words: of a Latin title, of a title and its kind, its place or its author."""
    if not is_han(entry.title):
        return _words_turned(pool, entry)
    if not rare(pool, title):
        return None
    kind = next((kind for kind in _KINDS if title.endswith(kind) and len(title) > len(kind) + 1), "")
    if kind and choice(entry, "kind", (0, 1)):
        return known(pool, entry, title, "order", f"{kind} {title.removesuffix(kind)}")
    if entry.creator:
        rule = {"title_is": [entry.title], "creator": [entry.creator]}
        return Judged("order", f"{entry.title} {entry.creator}", own(entry), rule)
    return known(pool, entry, title, "order", f"{entry.title} {entry.place}") if entry.place else None


def _words_turned(pool: Pool, entry: Entry) -> Judged | None:
    """The words that say something, the last of them first."""
    parts = [part.strip(",.;:()’'") for part in entry.title.split()]
    parts = [part for part in parts if part.isalpha() and part.lower() not in _SMALL]
    if not 3 <= len(parts) <= 6:
        return None
    half = (len(parts) + 1) // 2
    text = " ".join((*parts[half:], *parts[:half]))
    return Judged("order", text, own(entry), {"title_words": text}) if pool.with_words(text) <= MOST_RIGHT else None


def punctuation(pool: Pool, entry: Entry, title: str) -> Judged | None:
    form = _WRAPPED[choice(entry, "form", range(len(_WRAPPED)))]
    if ("{creator}" in form and not entry.creator) or ("{place}" in form and not entry.place):
        return None
    middle = len(title) // 2
    broken = f"{entry.title[:middle]}·{entry.title[middle:]}"
    text = form.format(title=entry.title, creator=entry.creator, place=entry.place, broken=broken)
    return known(pool, entry, title, "punctuation", text)
