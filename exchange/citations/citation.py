"""What a citation of a record tells, whatever style it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from exchange.crosswalks.described import Described
from exchange.tables.table import in_language
from exchange.tables.words import language_of

CHINA = timezone(timedelta(hours=8))
"""Whose days a citation tells: both when it was changed and when it was read."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A record cited as part of its data set, as it stood on the day `modified` and was read on the day `cited`.

    `address` is that of a page, since people follow it. `years` are the signed first and last year of what the record
    describes, where they are known; texts that are not known are empty.
    """

    id: str
    type: str
    title: str
    language: str
    creators: tuple[str, ...]
    dataset: str
    publisher: str
    address: str
    cited: date
    modified: date | None = None
    years: tuple[int, int] | None = None

    @property
    def chinese(self) -> bool:
        return self.language.partition("-")[0] == "zh"


def day_of(moment: datetime) -> date:
    """The day in China that a moment falls on."""
    return moment.astimezone(CHINA).date()


def citation(one: Described, cited: date, language: str = "zh-Hans") -> Citation:
    """Its title in `language` if it has one, else in Chinese, else in any."""
    titles = one.part("title")
    tag = next((tag for tag in (language, "zh-Hans", "zh-Hant", *titles) if tag in titles), "")
    dates = one.part("date")
    return Citation(
        one.record["id"],
        one.type,
        titles.get(tag, one.record["id"]),
        tag,
        tuple(creator["name"] for creator in one.listed("creators")),
        in_language(one.dataset.get("title") or {}, language_of(tag)) or one.dataset_id,
        (one.dataset.get("publisher") or {}).get("name", ""),
        one.page,
        cited,
        day_of(datetime.fromisoformat(one.record["modified"])) if one.record.get("modified") else None,
        (dates["start"], dates["end"]) if "start" in dates else None,
    )
