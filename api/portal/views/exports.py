"""The page of an export job: what was asked, where it stands, what came of it, how it is cited and asked anew."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from api import links
from api.links import Pairs
from api.portal.addresses import changed, inside, to
from api.portal.filters import web_address
from api.portal.views.rows import Row, Value
from api.portal.words import Words, number
from api.representations.citing import OF_FILE, in_address
from api.representations.labels import labelled
from api.representations.languages import best
from exchange.citations import CHINA
from records.vocabularies import rights
from search.fields import FIELDS, Power

ASIDE = (*OF_FILE, "lang", "relax")
"""Parameters that choose no records."""

YEARS = ("year_from", "year_to")
UNITS = ("B", "kB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class File:
    """The file while it is there; `until` when."""

    href: str
    name: str
    media_type: str
    size: str
    until: str


@dataclass(frozen=True, slots=True)
class Share:
    """So many of the records; `name` says of what, `href` may be empty."""

    name: str
    href: str
    count: str


def shown(told: Mapping[str, Any], t: Words) -> dict[str, Any]:
    """`told` is what the API tells of the job."""
    asked = told["query"]
    pairs = in_address(asked)
    chosen = list(_chosen(asked, pairs, t))
    names = [f"{row.label}{t('colon')}{t.comma.join(value.text for value in row.values)}" for row in chosen]
    return {
        "told": told,
        "state": told["state"],
        "name": t("export.and").join(names) or t("nav.all"),
        "rows": [*(chosen or [Row(t("export.records"), (Value(t("nav.all")),))]), *_of_file(asked, t)],
        "json": orjson.dumps(asked, option=orjson.OPT_INDENT_2).decode(),
        "facts": list(_facts(told, t)),
        "licences": [_licence(one, t) for one in told.get("licences", ())],
        "datasets": [_dataset(one, t) for one in told.get("datasets", ())],
        "file": _file(told),
        "api": inside(f"/v1/exports/{told['id']}"),
        "again": inside("/v1/export", pairs) if pairs is not None else "",
        "records": inside("/search", _searched(pairs, t)) if pairs is not None else "",
        "command": _command(told["again"]),
        "look": changed(links.asked()),
    }


def _chosen(asked: Mapping[str, Any], pairs: Pairs | None, t: Words) -> Iterator[Row]:
    """Which records, in words; filters that nest are in the JSON alone."""
    if pairs is None:
        if asked.get("q"):
            yield Row(t("filter.q"), (Value(asked["q"]),))
        yield Row(t("export.filters"), (Value(t("export.nested")),))
        return
    kept = [(name, value) for name, value in pairs if name not in ASIDE]
    for name in sorted({name for name, _ in kept}, key=lambda name: (name != "q", name)):
        label, read = _words_of(name, t)
        yield Row(label, tuple(Value(read(value)) for one, value in kept if one == name))


def _words_of(name: str, t: Words) -> tuple[str, Any]:
    """What a parameter is called, and how its values are read."""
    if name in YEARS:
        return f"{t('filter.years')} · {t(f'filter.{name}')}", str
    field = FIELDS.get(name.removeprefix("-"))
    if field is None or not field.can(Power.FACETED):
        return (t(f"filter.{name}") if t.knows(f"filter.{name}") else name), str
    without = f"{t('search.not')} " if name.startswith("-") else ""
    return f"{without}{field.labels[t.lang]}", labelled(field.name, t.lang)


def _of_file(asked: Mapping[str, Any], t: Words) -> Iterator[Row]:
    packed = asked.get("compression", "none")
    name = t(f"file.{asked.get('format', 'ndjson')}")
    yield Row(t("export.form"), (Value(name, "", packed if packed != "none" else ""),))
    if asked.get("fields"):
        yield Row(t("export.fields"), tuple(Value(field) for field in asked["fields"]))
    if asked.get("lang"):
        yield Row(t("filter.lang"), (Value(asked["lang"]),))
    if asked.get("after"):
        yield Row(t("export.after"), (Value(asked["after"], to(f"/records/{asked['after']}")),))


def _facts(told: Mapping[str, Any], t: Words) -> Iterator[Row]:
    if "count" in told:
        note = t("export.relaxed") if told.get("relaxed") else ""
        yield Row(t("export.records"), (Value(number(told["count"]), "", note),))
    since = Value(t("export.since"), inside("/v1/changes", [("since", str(told["as_of"]))]))
    yield Row(t("export.as-of"), (Value(t("export.change", n=number(told["as_of"]))), since))
    for name in ("made", "finished"):
        if name in told:
            yield Row(t(f"export.{name}"), (Value(moment(told[name])),))
    if "sha256" in told:
        yield Row(t("export.checksum"), (Value(told["sha256"]),))
    yield Row(t("export.id"), (Value(told["id"], inside(f"/v1/exports/{told['id']}")),))


def _file(told: Mapping[str, Any]) -> File | None:
    if "file" not in told:
        return None
    file, until = told["file"], moment(told["expires"])
    href = inside(f"/v1/exports/{told['id']}/file")
    return File(href, file["name"], file["media_type"], size(file["bytes"]), until)


def _licence(one: Mapping[str, Any], t: Words) -> Share:
    return Share(rights().label(one["uri"], t.lang), web_address(one["uri"]), number(one["count"]))


def _dataset(one: Mapping[str, Any], t: Words) -> Share:
    titles = one.get("title") or {}
    name = titles[best(titles, t.lang)] if titles else one["id"]
    return Share(name, to("/search", dataset=one["id"]), number(one["count"]))


def _searched(pairs: Pairs, t: Words) -> Sequence[tuple[str, str]]:
    """The same question at the page of searches, in the language of this page."""
    return sorted([*((name, value) for name, value in pairs if name not in ASIDE), ("lang", t.lang)])


def _command(again: Mapping[str, Any]) -> str:
    """The request that asks the same anew, as one types it."""
    body = shlex.quote(orjson.dumps(again["body"]).decode())
    parts = (f"curl -X {again['method']} {again['href']}", "-H 'Content-Type: application/json'", f"-d {body}")
    return " \\\n  ".join(parts)


def moment(at: datetime) -> str:
    """To the minute, as clocks in China tell it."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M} UTC+8"


def size(count: int) -> str:
    """Bytes, in the unit that people count them by."""
    power = min((len(str(count)) - 1) // 3, len(UNITS) - 1)
    return f"{count / 1_000**power:.1f} {UNITS[power]}" if power else f"{count} B"
