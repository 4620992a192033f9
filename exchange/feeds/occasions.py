"""When and where a record takes place, read from its event: days stay days, moments keep their offset."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from exchange.crosswalks.described import Described
from exchange.feeds.feed import Occasion
from exchange.tables.words import Language

_MOMENT = "T"
_LINES = {
    "zh-Hans": {"organiser": "主办：{}", "admission": "票务：{}", "opening_hours": "开放时间：{}", "url": "{}"},
    "zh-Hant": {"organiser": "主辦：{}", "admission": "票務：{}", "opening_hours": "開放時間：{}", "url": "{}"},
    "en": {
        "organiser": "Organiser: {}",
        "admission": "Admission: {}",
        "opening_hours": "Open: {}",
        "url": "{}",
    },
}
_MOMENTS = {
    "zh-Hans": {"start": "开始：{}", "end": "结束：{}"},
    "zh-Hant": {"start": "開始：{}", "end": "結束：{}"},
    "en": {"start": "Begins: {}", "end": "Ends: {}"},
}


def occasion(one: Described, language: Language = "zh-Hans") -> Occasion | None:
    """None where the record does not tell when it begins: a calendar has no place for that.

    Where one end is a day and the other a moment both are days, and the moment is told in words.
    """
    event = one.part("event")
    if "start" not in event:
        return None
    told = [event[name] for name in ("start", "end") if name in event]
    days = any(_MOMENT not in each for each in told)
    read = [_day(each) if days else datetime.fromisoformat(each) for each in told]
    return Occasion(
        read[0],
        read[1] if len(read) > 1 else None,
        _place(one),
        ", ".join(_contact(one)),
        tuple(_told(one, language, days)),
    )


def _day(instant: str) -> date:
    """That of a moment is the one where it takes place, by its own offset."""
    return datetime.fromisoformat(instant).date()


def _place(one: Described) -> str:
    parts = (one.part("event").get("venue"), one.part("contact").get("address") or one.part("place").get("text"))
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _contact(one: Described) -> Iterator[str]:
    contact = one.part("contact")
    yield from (contact[name] for name in ("name", "phone", "email") if name in contact)


def _told(one: Described, language: Language, days: bool) -> Iterator[str]:
    event = one.part("event")
    for name, line in _MOMENTS[language].items():
        if days and _MOMENT in event.get(name, ""):
            yield line.format(event[name])
    for name, line in _LINES[language].items():
        if name in event:
            yield line.format(event[name])
