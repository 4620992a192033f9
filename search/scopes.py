"""The text of a record by scope: which values each scope is made of, and their tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import islice, product

from records import vocabularies
from search.text.folding import fold
from search.text.keys import Spelling, beginnings, name_orders, sort_key, spell
from search.text.tokens import FILLER, Tokens, analyse
from search.values import Content, found_at, main_title, tree_path

_GAP = f" {FILLER} "
_MOST_COMPOUNDS = 16


def _in_languages(content: Content, name: str) -> list[str]:
    texts: Mapping[str, str] = content.get(name) or {}
    return list(texts.values())


def titles(content: Content) -> list[str]:
    return [*_in_languages(content, "title"), *content.get("alternative_titles", ())]


def creators(content: Content) -> list[str]:
    return found_at(content.get("creators", []), ("name",))


def _place(content: Content) -> list[str]:
    place, keeper = content.get("place") or {}, content.get("institution") or {}
    return [text for text in (place.get("text"), keeper.get("name")) if text]


def _subject(content: Content) -> list[str]:
    lists = found_at(content.get("designations", []), ("scheme",))
    return [*(value for name in ("subjects", "materials", "techniques") for value in content.get(name, ())), *lists]


_TEXTS: Mapping[str, Callable[[Content], list[str]]] = {
    "title": titles,
    "creator": creators,
    "subject": _subject,
    "place": _place,
    "description": lambda content: _in_languages(content, "description"),
    "text": lambda content: _in_languages(content, "text"),
}

# The fields whose values count by the labels of their nodes, by scope.
_LABELLED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "subject": (("categories", "categories"), ("periods", "periods"), ("type", "types")),
    "place": (("region", "regions"),),
}


@cache
def _label_tokens(vocabulary: str, value: str) -> Tokens:
    """The labels and other names of a value and of all above it."""
    terms = map(vocabularies.vocabulary(vocabulary).get, tree_path(vocabulary, value))
    names = [name for term in terms if term for name in (*term.labels.values(), *getattr(term, "aliases", ()))]
    return _together(_distinct(names))


def _together(tokens: Iterable[Tokens]) -> Tokens:
    found = [one for one in tokens if one.exact]
    return Tokens(_GAP.join([one.exact for one in found]), " ".join([one.words for one in found]))


def _distinct(texts: list[str]) -> Iterator[Tokens]:
    """The tokens of each text, but of one alone where several fold to the same (the two scripts of one title)."""
    if len(texts) == 1:
        yield analyse(texts[0])
        return
    seen: set[str] = set()
    for text in texts:
        folded = fold(text)
        if folded not in seen:
            seen.add(folded)
            yield analyse(text)


@cache
def _compound(period: str, category: str) -> Tokens:
    """What people call a category of a period by, in one word: 唐诗, 宋词, 元曲."""
    kind = vocabularies.categories().label(category, "zh-Hans")
    return _together(
        [analyse(vocabularies.periods().label(node, "zh-Hans") + kind) for node in tree_path("periods", period)]
    )


def _compounds(content: Content) -> Iterator[Tokens]:
    pairs = product(content.get("periods", ()), content.get("categories", ()))
    return (_compound(period, category) for period, category in islice(pairs, _MOST_COMPOUNDS))


def _labels(scope: str, content: Content) -> Iterator[Tokens]:
    for name, vocabulary in _LABELLED.get(scope, ()):
        value = content.get(name)
        for one in (value,) if isinstance(value, str) else value or ():
            yield _label_tokens(vocabulary, one)
    if scope == "subject":
        yield from _compounds(content)


def tokens(content: Content) -> dict[str, str]:
    """Every token field of a record that is not empty."""
    kept: dict[str, str] = {}
    for scope, texts in _TEXTS.items():
        found = _together([*_distinct(texts(content)), *_labels(scope, content)])
        kept[f"{scope}_exact"], kept[f"{scope}_words"] = found
    kept["title_pinyin"], kept["title_initials"], kept["suggest"] = _spelt(map(spell, dict.fromkeys(titles(content))))
    names = _spelt_names(tuple(creators(content)))
    kept["creator_pinyin"], kept["creator_initials"], kept["suggest_creator"] = names
    return {name: text for name, text in kept.items() if text}


def _spelt(spellings: Iterable[Spelling]) -> tuple[str, str, str]:
    """The tokens for pinyin, for joined pinyin and initials, and for suggestions."""
    found = list(spellings)
    return (
        _GAP.join([pinyin for pinyin in dict.fromkeys(spelling.pinyin for spelling in found) if pinyin]),
        " ".join(dict.fromkeys([name for spelling in found for name in spelling.initials])),
        " ".join(sorted(beginnings([key for spelling in found for key in spelling.keys]))),
    )


@lru_cache(maxsize=20_000)
def _spelt_names(names: tuple[str, ...]) -> tuple[str, str, str]:
    return _spelt([spell(name) for given in names for name in name_orders(given)])


def title_key(content: Content) -> str:
    return sort_key(main_title(content))
