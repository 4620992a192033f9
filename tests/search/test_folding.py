"""Folding: what counts as the same, and the way back to the original."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings

from search.text.folding import fold, fold_mapped, simplified
from tests.search.texts import any_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("Café CAFE\u0301", "cafe cafe"),
        ("Łódź Ærø Þór straße", "lodz aero thor strasse"),
        ("ﬁn ㎡", "fin m2"),
        ("İstanbul ΣΊΣΥΦΟΣ", "istanbul σισυφοσ"),
        ("故宮博物院", "故宫博物院"),
        ("裏裡里 後后 髮發发", "里里里 后后 发发发"),
        ("乾隆 乾燥 干燥", "干隆 干燥 干燥"),
        ("於是于是 著名 看着", "于是于是 著名 看著"),
        ("反覆反复 彷彿仿佛 馀餘余", "反复反复 仿佛仿佛 余余余"),
        ("ｶﾞ か\u3099が", "カ かか"),
        ("한글", "한글"),
        ("བོད་ཡིག", "བོད ཡིག"),
        ("ئۇيغۇر", "ئۇيغۇر"),
        ("《春晓》，·—…", "春晓"),
        ("Xi’an l‘Est", "xi'an l'est"),
        ("a\u200db\ufeffc\u00add\u0640", "abcd"),
        ("葛\U000e0100飾", "葛饰"),
        ("a\x00b\tc\u3000d", "a b c d"),
        ("𠮷野 \ue123", "𠮷野 \ue123"),
        ("\U000323b0", "\U000323b0"),
    ],
)
def test_what_folds_to_what(text: str, folded: str) -> None:
    assert " ".join(fold(text).split()) == folded


def test_script_is_chosen_by_word_only_for_reading() -> None:
    assert simplified("乾隆年間的乾燥") == "乾隆年间的干燥"


@given(any_text)
@settings(max_examples=100)
def test_a_part_folds_as_it_does_in_the_whole(text: str) -> None:
    middle = len(text) // 2
    assert fold(text[:middle]) + fold(text[middle:]) == fold(text)


@given(any_text)
@settings(max_examples=100)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(any_text)
@settings(max_examples=100)
def test_folded_text_holds_letters_numbers_marks_and_spaces(text: str) -> None:
    for character in fold(text):
        category = unicodedata.category(character)
        assert character in " '" or category[0] in "LNM" or category in ("Co", "Cn", "So"), (character, category)


@given(any_text)
@settings(max_examples=100)
def test_places_map_back(text: str) -> None:
    folded = fold_mapped(text)
    assert folded.text == fold(text)
    behind = 0
    for place in range(len(folded.text)):
        start, end = folded.span(place, place + 1)
        assert 0 <= behind <= start < end <= len(text)
        assert folded.text[place] in fold(text[start:end])
        behind = start


def test_a_span_takes_the_accents_with_it() -> None:
    folded = fold_mapped("e\u0301tude ㎡x")
    assert folded.span(0, 1) == (0, 2)
    assert folded.span(6, 7) == (7, 8)
    assert folded.span(6, 9) == (7, 9)
