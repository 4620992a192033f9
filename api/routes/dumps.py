"""Dumps: every data set as files made beforehand, which go out as they are, whole or in ranges."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import orjson
from flask import Response
from werkzeug.exceptions import NotFound

from api import links
from api.answering import FRESH, NEVER, conditional, json
from api.blueprint import Blueprint
from api.errors import NotKnown
from api.node import here
from api.questions.filtering import Asked
from api.schemas.forms import FORMS
from api.sending import sent_file
from api.turns.taking import in_turn
from exchange.dumps import MANIFEST, is_of_some, named

blp = Blueprint("dumps", __name__, description="Dumps: whole data sets as files, made beforehand.")

LATEST = "latest"
KEPT_S = 86_400
_ENDINGS = {f".{FORMS[name].ending}": FORMS[name].media_type for name in ("parquet", "gzip", "zstd")}

BY_NAME = [
    {
        "name": "dump",
        "in": "path",
        "description": "The dump's id, or `latest`.",
        "schema": {"type": "string", "minLength": 1},
        "example": LATEST,
    },
    {
        "name": "name",
        "in": "path",
        "description": "A file's name in its manifest, or `manifest.json`.",
        "schema": {"type": "string", "minLength": 1},
        "example": MANIFEST,
    },
]


def _names() -> list[str]:
    """The dumps there are, newest first; one that is being made is none."""
    root = here().settings.dumps
    return named(path.name for path in root.iterdir())[::-1] if root.is_dir() else []


def _told(name: str) -> bytes:
    """Its manifest; NotKnown where it went away meanwhile."""
    try:
        return (here().settings.dumps / name / MANIFEST).read_bytes()
    except FileNotFoundError as error:
        raise NotKnown(f"There is no dump {name[:40]!r}; /dumps/ lists those there are") from error


def _shown(name: str) -> dict[str, Any]:
    manifest = orjson.loads(_told(name))
    shown = ("id", "made", "datasets_asked", "rows", "bytes", "as_of", "schema")
    told = {key: manifest[key] for key in shown if key in manifest}
    return {**told, "links": {"manifest": links.address(f"/dumps/{name}/manifest.json")}}


@blp.route("/dumps/", strict_slashes=False)
@blp.asks()
@blp.answers({"type": "object"}, "整库导出文件一览", examples=("/dumps/",), problems=(400,), more=())
def list_dumps(_: Asked) -> Response:
    """The dumps there are, newest first.

    The manifest of each tells its files with rows, bytes and SHA-256, and every data set's licence. One with
    `datasets_asked` is of these data sets alone.
    """
    shown = []
    for name in _names():
        with suppress(NotKnown):
            shown.append(_shown(name))
    return json({"dumps": shown, "links": {"self": links.again()}}, cache=NEVER)


@blp.route("/dumps/<dump>/<name>", parameters=BY_NAME)
@blp.in_forms(("json", "parquet", "gzip", "zstd"))
@blp.asks()
@blp.answers(
    {"type": "object"},
    "下载一个导出文件，支持断点续传（Range）",
    examples=("/dumps/latest/manifest.json",),
    problems=(400, 404, 412, 416, 503),
    more=(206, 304),
    media_type="application/json",
)
def fetch_dump(_: Asked, dump: str, name: str) -> Response:
    """A file of a dump.

    `latest` stands for the newest of every data set. Files never change: `Range` with `If-Range: <ETag>` goes on
    where a download broke off.
    """
    names = _names()
    whole = (name for name in names if not is_of_some(name))
    place = next(whole, dump) if dump == LATEST else dump
    if place not in names:
        raise NotKnown(f"There is no dump {dump[:40]!r}; /dumps/ lists those there are")
    return (
        _manifest(place)
        if name == MANIFEST
        else in_turn(lambda: _file(place, name, None if dump == LATEST else KEPT_S))
    )


def _manifest(place: str) -> Response:
    response = Response(_told(place), content_type="application/json")
    response.add_etag()
    response.headers["Cache-Control"] = FRESH
    return conditional(response)


def _file(place: str, name: str, seconds: int | None) -> Response:
    """Kept by others for so long; asked for anew each time where another file may have its address tomorrow (None)."""
    missing = NotKnown(f"There is no file {name[:80]!r} in this dump; its manifest.json lists them")
    kind = next((kind for ending, kind in _ENDINGS.items() if name.endswith(ending)), "")
    if not kind:
        raise missing
    try:
        folder = here().settings.dumps / place
        return sent_file(folder, name, mimetype=kind, max_age=seconds)
    except NotFound as error:
        raise missing from error
