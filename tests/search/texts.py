"""Texts to try things on: real words of many scripts, and any that hypothesis can think of."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = (
    "春眠不覺曉，處處聞啼鳥。",
    "故宫博物院",
    "明清皇宫：北京故宫和沈阳故宫",
    "乾隆御製詩",
    "长安李白行",
    "Xi'an City's walls",
    "L’Estaque, Cézanne",
    "Łódź ﬁn de siècle ½ ㎡ ①",
    "ＷＩＤＥ　ｔｅｘｔ１２３",
    "བོད་ཡིག་གི་དཔེ་ཆ།",
    "ئۇيغۇر مۇقامى",
    "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ",
    "かな漢字カタカナ 한글",
    "𠮷野家 𪚥𡚴",
    "e\u0301tude nai\u0308ve",
    "private \ue000\ue001 use",
    "10:30 http://example.org/a-b?c=d",
    '"( ) OR AND -x y* title: 题名：',
)

any_text = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
    st.text(alphabet=st.sampled_from("故宫李白春曉a bé'’\"()*:：－-ORAND“”　\u0301\u200dﬁ㎡𠮷"), max_size=40),
)

printable = any_text.map(lambda text: text.encode("utf-8", "ignore").decode())
"""Without lone surrogates, which no record holds."""
