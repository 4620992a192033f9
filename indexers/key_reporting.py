"""What `wenmai keys` says of keys: lines for people, fields for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click

from records.keys import Issued, Key, Standing

_COLUMNS = ("id", "standing", "tier", "kind", "created", "last used", "name")
_NEVER = "–"


def key_fields(key: Key) -> dict[str, Any]:
    """All that is known of a key, as JSON lines hold it."""
    return {**asdict(key), "standing": key.standing(datetime.now(UTC)).value}


def table(found: Sequence[Key]) -> Iterator[str]:
    """A line a key, for a person."""
    rows = [_COLUMNS, *map(_row, found)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for *cells, name in rows:
        yield "  ".join([*(cell.ljust(width) for cell, width in zip(cells, widths, strict=False)), name])


def _row(key: Key) -> tuple[str, ...]:
    standing = key.standing(datetime.now(UTC)).value
    last = key.last_used.isoformat() if key.last_used else _NEVER
    return key.id, standing, key.tier, key.kind.value, f"{key.created:%Y-%m-%d}", last, key.name


def explain_issued(issued: Issued) -> None:
    """The text of a new key, once, and whose it is."""
    explain_key(issued.key)
    click.echo(click.style(f"  key       {issued.text}", bold=True), err=True)
    click.echo("  Keep it now: it is shown this once and kept nowhere.", err=True)


def explain_key(key: Key) -> None:
    """All about a key, for a person."""
    for name, text in _told(key):
        click.echo(f"  {name:9} {text}", err=True)


def _told(key: Key) -> Iterator[tuple[str, str]]:
    yield "id", key.id
    yield "name", key.name
    yield "contact", key.contact
    yield "purpose", key.purpose
    yield "kind", " ".join((key.kind.value, *key.origins))
    yield "tier", key.tier
    yield "scopes", " ".join(key.scopes)
    if key.overrides:
        yield "limits", " ".join(f"{name}={value}" for name, value in key.overrides.items())
    yield "created", f"{key.created:%Y-%m-%d %H:%M} UTC"
    yield "last used", key.last_used.isoformat() if key.last_used else "never"
    yield "standing", _standing(key)


def _standing(key: Key) -> str:
    standing = key.standing(datetime.now(UTC))
    if standing is Standing.REVOKED:
        return f"revoked on {key.revoked:%Y-%m-%d %H:%M} UTC: {key.revoked_why}"
    if standing is Standing.VALID:
        return "valid"
    until = "until" if standing is Standing.REPLACED else "which was over on"
    return f"replaced by {key.replaced_by}, {until} {key.valid_until:%Y-%m-%d %H:%M} UTC"
