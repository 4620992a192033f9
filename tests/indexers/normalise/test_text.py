"""White space and markup."""

from __future__ import annotations

import pytest

from indexers.normalise.text import line, lines, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("大工山－凤凰山铜矿遗址 ", "大工山－凤凰山铜矿遗址"),
        ("高昌故城\u3000", "高昌故城"),
        ("犭央\xa0犭茶\xa0湖避塘", "犭央 犭茶 湖避塘"),
        ("郊廟歌辭  懿宗室舞", "郊廟歌辭 懿宗室舞"),
        ("a\r\n\tb", "a b"),
        ("\ufeff题名\u200b", "题名"),
        ("\ue000私用", "\ue000私用"),
        ("", ""),
    ],
)
def test_line(text: str, expected: str) -> None:
    assert line(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一条\u3000总则  \r\n\r\n\r\n\r\n第二条", "第一条 总则\n\n第二条"),
        ("\n\n a \r b ", "a\nb"),
        ("Class visit.\r\n\r\nObjects were shown.\r\n", "Class visit.\n\nObjects were shown."),
        ("", ""),
    ],
)
def test_lines(text: str, expected: str) -> None:
    assert lines(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>第一段</p><p>第二段<br/>换行</p>", "第一段\n\n第二段\n换行"),
        ("A &amp; B &lt;C&gt; &#20013;&#x6587;", "A & B <C> 中文"),
        ("<script>alert(1)</script>看<style>p{}</style>见", "看见"),
        ("a < b and c > d", "a < b and c > d"),
        ("R&D 与 <> >", "R&D 与 <> >"),
        ("<b>未闭合", "未闭合"),
        ("<!-- 注 -->正文", "正文"),
        ("纯文本", "纯文本"),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected
