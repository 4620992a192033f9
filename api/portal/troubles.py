"""Problems as pages, for people who opened a page and were refused it; the API's own answers stay as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Flask, Response, g, request

from api.errors import Fault
from api.node import here
from api.portal.addresses import changed, inside, to
from api.portal.language import page_language
from api.portal.page import EMBEDDED, dressed, render
from api.portal.words import Words
from api.problems import MEDIA_TYPE
from api.questions.parsing import UNKNOWN
from api.reasons import ENGLISH, in_words
from api.representations.labels import labelled
from search.fields import FIELDS
from search.reasons import Reason

MACHINES = ("/v1/", "/openapi", "/healthz", "/readyz", "/metrics", "/assets/", "/oembed", "/widgets/")
"""What no page is at: it answers with problems whoever asks."""


_WORD = re.compile(r"\w+")
_OTHER_ENDS = {"year_from": "year_to", "modified_from": "modified_to", "event_from": "event_to"}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A parameter that cannot be used.

    `said` is why, in the reader's language, empty where only `detail` is known, the API's own English sentence. `value`
    is parted where it is wrong: before, there, after. `mended` leads to what was meant, where that is known.
    """

    name: str
    value: tuple[str, str, str]
    said: str
    detail: str
    suggestion: str
    mended: str


def register(app: Flask) -> None:
    """Before compression is: what is registered later is done earlier."""
    app.after_request(_for_people)


def _for_people(response: Response) -> Response:
    if response.mimetype != MEDIA_TYPE or not for_people():
        return response
    wrong = orjson.loads(response.get_data())
    template = "embed-problem.html" if request.path.startswith(EMBEDDED) else "problem.html"
    response.set_data(render(template, **shown(wrong, Words(page_language()))))
    response.content_type = "text/html; charset=utf-8"
    response.vary.add("Accept")
    return dressed(response)


def for_people() -> bool:
    """Whether a browser asks, and for a page."""
    accepted = request.accept_mimetypes
    named = "text/html" in accepted.values() and accepted.quality("text/html") >= accepted.quality(MEDIA_TYPE)
    return named and not request.path.startswith(MACHINES)


def shown(wrong: Mapping[str, Any], t: Words) -> dict[str, Any]:
    """A slip of who typed or chose something is told without a number."""
    kind = wrong["type"].rpartition("/")[2]
    faults: Sequence[Fault] = g.get("faults", ())
    misspelt = bool(faults) and {one.parameter for one in faults} == {"q"}
    told = "misspelt" if misspelt else kind
    return {
        "status": wrong["status"],
        "numbered": not faults,
        "typed": request.args.get("q", "").strip(),
        "hidden": _kept(faults),
        "heading": t(f"problem.{told}"),
        "advice": t(f"advice.{told}") if t.knows(f"advice.{told}") else "",
        "faults": [fault(one, t) for one in faults],
        "reason": wrong.get("reason", "") if kind == "withdrawn" else "",
        "withdrawn": wrong.get("withdrawn", "")[:10],
        "record": wrong.get("id", ""),
        "cursor": wrong.get("cursor", ""),
        "wait": wrong.get("retry_after", ""),
        "detail": "; ".join(f"{one.parameter}: {one.reason}" for one in faults) or wrong["detail"],
        "request_id": wrong["request_id"],
        "again": changed(request.args.items(multi=True)),
        "start": to("/"),
        "meanwhile": _meanwhile(t) if kind in ("engine-unavailable", "not-ready") else [],
    }


def _kept(faults: Sequence[Fault]) -> list[tuple[str, str]]:
    """What the box of words sends along on the page where words are sought: all that is not wrong."""
    if request.path != "/search":
        return [("lang", request.args["lang"])] if request.args.get("lang") else []
    wrong = {"q", "page", *(one.parameter for one in faults)}
    return [pair for pair in request.args.items(multi=True) if pair[0] not in wrong]


def _meanwhile(t: Words) -> list[tuple[str, str]]:
    """What needs no engine, and where it is."""
    files = [(t("chapter.dumps"), inside("/dumps/"))] if here().settings.dumps.is_dir() else []
    pages = (("datasets", "/datasets"), ("developers", "/developers"), ("api", "/docs"))
    return [*((t(f"nav.{name}"), to(path)) for name, path in pages), *files]


def fault(one: Fault, t: Words) -> Wrong:
    """A question whose grammar is wrong somewhere leads to its words alone."""
    name, value = one.parameter, ", ".join(request.args.getlist(one.parameter))
    suggestion = one.suggestion or (_words_alone(value) if one.position is not None else "")
    said = in_words(one.reason, t.lang) or (one.reason if t.lang == ENGLISH else "")
    if _turned(one):
        suggestion, leads = _the_right_way_round(name)
    else:
        leads = mended(name, suggestion, one.reason)
    return Wrong(_label(name, t), _parted(value, one.position), said, one.reason, _meant(name, suggestion, t), leads)


def _parted(value: str, position: int | None) -> tuple[str, str, str]:
    if position is None or position >= len(value):
        return value, "", ""
    return value[:position], value[position], value[position + 1 :]


def _turned(one: Fault) -> bool:
    return isinstance(one.reason, Reason) and one.reason.code == "upside-down" and one.parameter in _OTHER_ENDS


def _the_right_way_round(name: str) -> tuple[str, str]:
    """The two ends changed round, and where that leads."""
    other = _OTHER_ENDS[name]
    ends = {name: request.args.get(other, ""), other: request.args.get(name, "")}
    rest = [pair for pair in request.args.items(multi=True) if pair[0] not in ends]
    return " – ".join(ends.values()), changed([*rest, *ends.items()])


def _words_alone(q: str) -> str:
    """Without signs: who types a bracket into a box of words has no grammar in mind."""
    return " ".join(_WORD.findall(q))


def _label(name: str, t: Words) -> str:
    field = FIELDS.get(name.removeprefix("-"))
    if field is not None:
        return field.labels[t.lang]
    if name in ("year_from", "year_to"):
        return t("problem.years", end=t(f"filter.{name}"))
    return t(f"filter.{name}") if t.knows(f"filter.{name}") else name


def _meant(name: str, suggestion: str, t: Words) -> str:
    field = FIELDS.get(name.removeprefix("-"))
    return labelled(field.name, t.lang)(suggestion) if field is not None and suggestion else suggestion


def mended(name: str, suggestion: str, reason: str) -> str:
    """The page with the parameter as it was meant; without it where nothing is known to have been meant.

    Of an unknown parameter the suggestion is another name for it, of any other another value.
    """
    rest = [pair for pair in request.args.items(multi=True) if pair[0] != name]
    if suggestion and reason == UNKNOWN:
        return changed([*rest, *((suggestion, value) for value in request.args.getlist(name))])
    return changed([*rest, (name, suggestion)] if suggestion else rest)
