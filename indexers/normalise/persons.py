"""Persons: life years, names in the order they are said, and the courtesy names told in a biography."""

from __future__ import annotations

import re

from indexers.normalise.dates import ParsedDate, folded, parse
from indexers.normalise.eras import PRESENT

_HAN_DIGITS = "〇○零一二三四五六七八九"
_HAN_END = rf"(?:[{_HAN_DIGITS}]{{3,4}}(?:或[{_HAN_DIGITS}]{{3,4}})?|\d{{3,4}})?[？?\ue000-\uf8ff]?"
"""A year, an unsure year, or a sign that it is unknown (the publisher's font draws one in the private area)."""

_LIFE_IN_BIOGRAPHY = re.compile(
    rf"[^，。、；（()《》]{{1,12}}，?(?:（[^（）～]*）[^，。、；（()《》]{{0,2}})?"
    rf"[（(][约約]?(?P<life>{_HAN_END}[～~—–-]{_HAN_END})(?=[，。；生按《）)])"
)
"""Between name and years another way of writing the name may stand: 韓信（一作性）同（一二五二～一三三二）."""
_EDITORS_NOTE = re.compile("〔[^〔〕]*〕")

_BORN, _DIED = r"born|b\.|baptized|baptised", r"died|d\."
_BEGUN = r"est\.|established|founded|formed|since"
_ACTIVE = r"active(?: from| in)?|flourished|fl\.|worked|working|exhibited|op\."
_FIRST_YEAR = re.compile(
    rf"(?:(?:{_BORN}|{_DIED}|{_BEGUN}|{_ACTIVE}|before|bef\.?|circa|ca?\.|about|\?) ?)*\??\d{{3}}|\?"
)
_VERBS = re.compile(rf"^(?:(?:{_BORN}|{_DIED}|{_BEGUN}|{_ACTIVE}) ?)+")
_BOTH = re.compile(r"(?P<birth>[^-]*)-(?P<death>[^-]*)")
_AT_LEAST_FROM = re.compile(r"^(?:before|bef\.?) ")
_AT_LEAST_TO = re.compile(r"^(?:after|aft\.?) ")
_OR_DIGIT = re.compile(r"(?P<stem>\d{2})(?P<tail>\d{1,2}) ?(?:or|/|或) ?(?P<other>\d{1,2})(?!\d)")
_NO_BIRTH = re.compile("[?\ue000-\uf8ff] ?-")
_UNKNOWN = re.compile(r"[? \ue000-\uf8ff]*|n\.d\.?|unknown|不详|不詳")
_TO_THIS_DAY = frozenset(("present", "today", "now", "今"))


def life_years(text: str) -> ParsedDate:
    """1930–1992, “American, born Germany. 1899–1994”, “born 1936”, “est. 1891”, 九二七～九七六, ？～1024.

    Where only one end is told, that year is both, as in the record form. A birth “before” or a death “after” a year
    gives that year, which the life certainly holds. What is told of other stretches (“; at Bauhaus 1929–31”) is left.
    """
    told = folded(_EDITORS_NOTE.sub("", text)).partition(";")[0].strip(" .,")
    found = _life(told)
    if not found.understood and (first := _FIRST_YEAR.search(told)):
        found = _life(told[first.start() :])
    return ParsedDate(found.start, found.end, (), understood=found.understood)


def _life(told: str) -> ParsedDate:
    told = _VERBS.sub("", told)
    ends = _BOTH.fullmatch(told)
    whole = ParsedDate() if _NO_BIRTH.match(told) else parse(_with_other_digits(told))
    if whole.understood or ends is None:
        return whole
    birth, death = _end(_AT_LEAST_FROM.sub("", ends["birth"])), _end(_AT_LEAST_TO.sub("", ends["death"]))
    if birth is None or death is None or not (known := [*birth, *death]) or known != sorted(known):
        return ParsedDate()
    return ParsedDate(known[0], known[-1], (), understood=True)


def _end(written: str) -> list[int] | None:
    """First and last year of one end of a life, nothing where it is told to be unknown; None if not understood."""
    written = _VERBS.sub("", written.strip())
    if _UNKNOWN.fullmatch(written):
        return []
    if written in _TO_THIS_DAY:
        return [PRESENT]
    found = parse(_with_other_digits(written))
    return None if found.start is None or found.end is None else [found.start, found.end]


def _with_other_digits(written: str) -> str:
    """“1838 or 9” in full: 1838, 1839."""

    def full(found: re.Match[str]) -> str:
        year, other = found["stem"] + found["tail"], found["other"]
        return f"{year} or {year[: -len(other)]}{other}"

    return _OR_DIGIT.sub(full, written)


def life_told_in(biography: str) -> str:
    """The years in brackets after the name a biography opens with (宋太祖趙匡胤（九二七～九七六），…); "" if none are.

    Brackets further on may hold another person's years, or those of an office.
    """
    found = _LIFE_IN_BIOGRAPHY.match(_EDITORS_NOTE.sub("", biography))
    return found["life"] if found else ""


_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_OTHER_NAME = re.compile(
    rf"(?<=[，、；）])(?:"
    rf"(?:一|又|改|更)?字(?P<courtesy>[{_HAN}]{{2,3}})"
    rf"|(?:自|晚|別|别|又|一)?[號号](?P<art>[{_HAN}]{{2,6}})"
    rf"|(?:學者|世|人|時|学者|时)[稱称](?P<called>[{_HAN}]{{1,4}}先生)"
    rf")(?=[，、。；（])"
)
_TITLE_WITHIN = re.compile("(?:居士|先生|老人|道人|山人|散人|處士|翁).|一作|一說|[曰爲為]")
_SENTENCE = re.compile("。")
_IN_BRACKETS = re.compile("[（(〔][^（）()〔〕]*[）)〕]")


def courtesy_names(biography: str) -> tuple[str, ...]:
    """The 字 and 號 told in the first sentence of a biography where a clause holds nothing else: 字信臣，號東坡居士."""
    opening = _SENTENCE.split(_IN_BRACKETS.sub("，", biography), 1)[0] + "。"
    names = ((found["courtesy"] or found["art"] or found["called"]) for found in _OTHER_NAME.finditer(opening))
    return tuple(dict.fromkeys(name for name in names if not _TITLE_WITHIN.search(name)))


_GENERATION = re.compile(r"(?:Jr|Sr)\.?|[IVX]+|\([IVX]+\)", re.IGNORECASE)
_COMPANY = re.compile(r"&|\b(?:and|Co|Company|Inc|Ltd|Limited|Corp|Corporation|Studio|Brothers|Bros|GmbH|Sons)\b")


def in_order(cited: str) -> str:
    """Harris, Charles "Teenie" → Charles "Teenie" Harris; a name that is not turned round comes back as it is."""
    parts = [part.strip() for part in cited.split(",")]
    generation = parts.pop() if len(parts) > 1 and _GENERATION.fullmatch(parts[-1]) else ""
    if len(parts) != 2 or not all(parts) or _COMPANY.search(cited):
        return cited.strip()
    *given, last = parts[1].split()
    if given and not generation and _GENERATION.fullmatch(last):
        generation = last
    else:
        given.append(last)
    return " ".join(filter(None, (*given, parts[0], generation)))
