"""Tokens: the pairs and words that both engines index."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from search.text.folding import fold
from search.text.tokens import FILLER, LONGEST_TOKEN, analyse, tokenise
from tests.search.texts import WORDS, any_text


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("故宮博物院", "故宫 宫博 博物 物院 院"),
        ("春眠不覺曉，處處", "春眠 眠不 不觉 觉晓 晓 处处 处"),
        ("二", "二"),
        ("故宫ABC展", "故宫 宫 abc 展"),
        ("1841年", "1841 年"),
        ("Xi'an City's walls", "xian city walls"),
        ("𠮷野家", "𠮷野 野家 家"),
        ("བོད་ཡིག", "བོད ཡིག"),
        ("ئۇيغۇر مۇقامى", "ئۇيغۇر مۇقامى"),
        ("カナ漢字", "カナ ナ汉 汉字 字"),
        ("!?。", ""),
    ],
)
def test_exact_tokens(text: str, exact: str) -> None:
    assert analyse(text).exact == exact


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("中华人民共和国文物保护法", ["文物", "文物保护法", "保护法", "法", "华"]),
        ("Paintings of studies", ["paint", "of", "studi"]),
        ("L’Estaque", ["lestaqu", "estaqu"]),
        ("第一批ABC", ["第", "批", "abc"]),
    ],
)
def test_words_hold(text: str, holds: list[str]) -> None:
    assert set(holds) <= set(analyse(text).words.split())


@given(any_text)
@settings(max_examples=100)
def test_tokens_are_parted_by_single_spaces_and_never_too_long(text: str) -> None:
    for joined in tokenise(fold(text)):
        assert joined.split() == (joined.split(" ") if joined else [])
        assert all(len(token) <= LONGEST_TOKEN for token in joined.split())
        assert FILLER not in joined


@given(any_text)
@settings(max_examples=100)
def test_every_character_is_found(text: str) -> None:
    """Whatever can be typed is in the exact tokens; every CJK character is a word too."""
    tokens = tokenise(fold(text))
    assert set(fold(text)) - set(" '") <= set(tokens.exact.replace(" ", "")) | set("s")


def test_a_very_long_word_is_cut() -> None:
    assert analyse("x" * 10_000).exact == "x" * LONGEST_TOKEN


@pytest.mark.parametrize("text", WORDS)
def test_both_scripts_and_widths_give_the_same_tokens(text: str) -> None:
    assert analyse(text.upper()) == analyse(text) or "ß" in text
