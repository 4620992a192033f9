"""What oEmbed tells of an address of this site: which page for frames shows it, and the line of HTML that holds it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from urllib.parse import SplitResult, unquote, urlsplit

from flask import Request, request
from markupsafe import Markup
from marshmallow import Schema

from api import links
from api.errors import BadParameters, Fault, NotKnown
from api.portal.embedding.parameters import MOST_RECORDS, EmbedChartParameters, EmbedListParameters
from api.portal.embedding.parameters import EmbedRecordParameters as RecordLook
from api.questions.filtering import Asked
from api.questions.parsing import Parser

FORMS: Mapping[str, str] = {"json": "application/json+oembed", "xml": "text/xml+oembed"}
ELSEWHERE = "is not the address of a record, a search or a table of this site"
_HELD = Markup(
    '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" '
    'sandbox="allow-popups allow-popups-to-escape-sandbox{}"></iframe>'
)
_ODD = re.compile(r"[\x00-\x20\\\x7f]")
_LEFT_OUT = ("show", "facets", "facet_size", "page", "highlight", "view", "fields", "format", "layout", "cursor", "bom")
"""What a frame has no use for."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A kind of page for frames: where it is, what it takes, and how large it is."""

    path: str
    schema: type[Schema]
    width: int
    height: int


RECORD = Frame("/embed/records/", RecordLook, 480, 340)
LIST = Frame("/embed/records", EmbedListParameters, 600, 830)
SEARCH = Frame("/embed/search", EmbedListParameters, 600, 880)
CHART = Frame("/embed/chart", EmbedChartParameters, 720, 700)
MAP = replace(CHART, height=800)
"""The tiles of provinces are eight rows whatever the question."""

_EXACT: Mapping[str, Frame] = {
    "/search": LIST,
    "/v1/records": LIST,
    "/embed/records": LIST,
    "/embed/search": SEARCH,
    "/charts": CHART,
    "/v1/aggregate": CHART,
    "/embed/chart": CHART,
}
_RECORDS = re.compile(r"(?:/v1|/embed)?/records/([^/]*:[^/]*)")


@dataclass(frozen=True, slots=True)
class Target:
    """What an address means: the frame, the question it asks, and the record, where it is one."""

    frame: Frame
    pairs: links.Pairs
    asked: Asked
    record: str = ""

    @property
    def src(self) -> str:
        return links.address(f"{self.frame.path}{self.record}", self.pairs)


def held(src: str, title: str, width: int, height: int, forms: bool = False) -> str:
    """The line of HTML that holds a page for frames; `forms` where the page has one."""
    return str(_HELD.format(src, title, width, height, " allow-forms" if forms else ""))


def forms() -> list[tuple[str, str]]:
    """What a page says of where it can be asked about: a media type, and the address."""
    page = links.address(request.path, links.asked())
    return [(media, links.address("/oembed", [("format", form), ("url", page)])) for form, media in FORMS.items()]


def target(url: str, beside: links.Pairs) -> Target:
    """`beside` goes over what the address asks. Only read: nothing is asked of the address.

    NotKnown for one that is not ours; BadParameters for one of ours that asks what cannot be.
    """
    split = _ours(url)
    path = split.path.removeprefix(urlsplit(links.base()).path)
    found = _RECORDS.fullmatch(path)
    frame = RECORD if found else _EXACT.get(path)
    if frame is None:
        raise NotKnown(f"url {ELSEWHERE}")
    pairs = _kept(split.query, frame, beside)
    frame = sized(frame, dict(pairs).get("by", ""))
    return Target(frame, pairs, _asked(pairs, frame), unquote(found[1]) if found else "")


def sized(frame: Frame, by: str) -> Frame:
    """The frame as large as what is usually drawn of these dimensions."""
    return MAP if frame is CHART and by == "region" else frame


def _ours(url: str) -> SplitResult:
    if _ODD.search(url):
        raise BadParameters([Fault("url", "holds a space, a backslash or a control character; encode it")])
    try:
        split = urlsplit(url)
    except ValueError as error:
        raise BadParameters([Fault("url", "is not an address")]) from error
    whole = urlsplit(links.base())
    here = split.scheme in ("http", "https") and split.netloc == whole.netloc
    inside = not (split.scheme or split.netloc) and url[:1] == "/"
    if not (here or inside) or not split.path.startswith(f"{whole.path if here else ''}/"):
        raise NotKnown(f"url {ELSEWHERE}")
    return split


def _kept(query: str, frame: Frame, beside: links.Pairs) -> links.Pairs:
    """A list is cut where it would be too long for a frame."""
    named = {name for name, _ in beside}
    given = [(name, text) for name, text in _request(query).args.items(multi=True) if text.strip()]
    left_out = (*_LEFT_OUT, "q", "sort") if frame is RECORD else _LEFT_OUT
    pairs = [pair for pair in given if pair[0] not in left_out and pair[0] not in named]
    return sorted([*(_cut(pair) for pair in pairs), *beside])


def _cut(pair: tuple[str, str]) -> tuple[str, str]:
    name, text = pair
    if name == "page_size" and re.fullmatch("[0-9]{1,6}", text):
        return name, str(min(max(int(text), 1), MOST_RECORDS))
    return pair


def _asked(pairs: links.Pairs, frame: Frame) -> Asked:
    """The faults of the address are faults of `url`."""
    try:
        found: Asked = Parser().parse(frame.schema(), _request(links.target("", pairs)[1:]), location="query")
    except BadParameters as error:
        told = [Fault("url", f"{one.parameter}: {one.reason}", "") for one in error.faults]
        raise BadParameters(told) from error
    return found


def _request(query: str) -> Request:
    text = query.encode(errors="replace").decode("latin1")  # as WSGI has it
    return Request({"REQUEST_METHOD": "GET", "QUERY_STRING": text, "wsgi.input": BytesIO()})
