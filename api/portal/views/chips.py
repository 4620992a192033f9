"""What narrows the records found, each with the link that takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.portal.addresses import asked, without
from api.portal.views import near
from api.portal.words import Words
from api.representations.labels import labelled
from search.fields import FIELDS, Power

RANGES = (
    *("year_from", "year_to", "modified_from", "modified_to", "event_from", "event_to"),
    *("bbox", "ids"),
)


@dataclass(frozen=True, slots=True)
class Chip:
    name: str
    value: str
    href: str
    excluded: bool = False


def chips(t: Words) -> list[Chip]:
    return list(_chips(t))


def _chips(t: Words) -> Iterator[Chip]:
    for name, value in asked():
        field = FIELDS.get(name.removeprefix("-"))
        if field is not None and field.can(Power.FACETED):
            label = labelled(field.name, t.lang)(value)
            yield Chip(field.labels[t.lang], label, without(name, value), name.startswith("-"))
        elif name == "near":
            yield Chip(t("filter.near"), near.told(t), near.elsewhere())
        elif name in RANGES:
            yield Chip(t(f"filter.{name}"), value, without(name))
