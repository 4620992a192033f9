"""`wenmai keys`: who may ask for more, given and taken by the operator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

import click

from indexers import reporting
from indexers.failing import COMMAND
from indexers.key_reporting import explain_issued, explain_key, key_fields, table
from records.errors import InvalidKey, Problem
from records.keyring import LONGEST_OVERLAP, Keyring
from records.keys import OPEN_SCOPES, SCOPES, STANDARD, Issued, Key, Kind, Wish
from records.store import Store
from settings import QUOTAS, Settings

_HOURS = click.IntRange(0, int(LONGEST_OVERLAP.total_seconds()) // 3600)
ANONYMOUS = "anonymous"
"""The tier of those without a key, which no key has."""

_KEY = click.argument("key_id", metavar="ID")


@click.group("keys", short_help="Give keys to callers, and take them back.")
@click.pass_context
def keys(context: click.Context) -> None:
    """Give keys to callers and take them back. A key is named by its id (key-…); its text is shown once only."""
    context.meta[COMMAND] = f"keys {context.invoked_subcommand}"


@contextmanager
def _ring(settings: Settings) -> Iterator[Keyring]:
    with closing(Store.open(settings.database_url)) as store:
        yield store.keys


def _outcome(command: str, told: Mapping[str, Any]) -> None:
    reporting.outcome_line({"command": f"keys {command}", "done": True, **told})


def _issued(command: str, issued: Issued, **more: Any) -> None:
    explain_issued(issued)
    _outcome(command, {**key_fields(issued.key), **more, "key": issued.text})


def _changed(command: str, key: Key) -> None:
    explain_key(key)
    _outcome(command, key_fields(key))


@keys.command(short_help="Give a new key.")
@click.option("--name", required=True, help="What it is for, in a word or two: an app, a site.")
@click.option("--contact", required=True, help="Mail address, web address or telephone number of its holder.")
@click.option("--purpose", required=True, help="What is done with it, in a sentence.")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), default="secret", show_default=True)
@click.option("--origin", "origins", multiple=True, metavar="ORIGIN", help="For a publishable key: of a page; repeat.")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(SCOPES), help="What it may do; repeat.")
@click.option("--tier", default=STANDARD, show_default=True, help="How much it may ask.")
@click.pass_obj
def issue(settings: Settings, /, **asked: Any) -> None:
    """Give a new key: a secret one for a server, or a publishable one for pages of the origins named."""
    _require_tier(settings, asked["tier"])
    wish = Wish(**{**asked, "kind": Kind(asked["kind"]), "scopes": asked["scopes"] or OPEN_SCOPES})
    with _ring(settings) as ring:
        _issued("issue", ring.issue(wish))


@keys.command("list", short_help="List all keys.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON instead of a table.")
@click.pass_obj
def list_keys(settings: Settings, as_json: bool) -> None:
    """List all keys there ever were, oldest first, with their standing and the day of their last use."""
    with _ring(settings) as ring:
        found = ring.all()
    if as_json:
        _outcome("list", {"keys": [key_fields(key) for key in found]})
        return
    for line in table(found):
        click.echo(line)


@keys.command(short_help="Tell all about a key.")
@_KEY
@click.pass_obj
def show(settings: Settings, key_id: str) -> None:
    """Tell all about a key, and which others came before and after it by rotation."""
    with _ring(settings) as ring:
        key, line = ring.get(key_id), ring.line(key_id)
    explain_key(key)
    _outcome("show", {**key_fields(key), "line": [one.id for one in line]})


@keys.command(short_help="Replace a key by a new one.")
@_KEY
@click.option(
    "--overlap", type=_HOURS, default=24, show_default=True, metavar="HOURS", help="The old one goes on so long."
)
@click.pass_obj
def rotate(settings: Settings, key_id: str, overlap: int) -> None:
    """Replace a key by a new one that may do the same; the old one goes on for the overlap."""
    with _ring(settings) as ring:
        issued = ring.rotate(key_id, timedelta(hours=overlap))
        _issued("rotate", issued, replaces=key_fields(ring.get(key_id)))


@keys.command(short_help="Take a key back, for good.")
@_KEY
@click.option("--reason", required=True, help="Told to whoever uses the key from now on.")
@click.option("--line", is_flag=True, help="Also all that came before and after it by rotation.")
@click.pass_obj
def revoke(settings: Settings, key_id: str, reason: str, line: bool) -> None:
    """Take a key back, for good: within a minute it opens nothing."""
    with _ring(settings) as ring:
        meant = [key.id for key in ring.line(key_id) if key.revoked is None] if line else [key_id]
        revoked = [ring.revoke(one, reason) for one in meant]
    for key in revoked:
        explain_key(key)
    _outcome("revoke", {"revoked": [key.id for key in revoked]})


@keys.command(short_help="Give a key another tier.")
@_KEY
@click.argument("name", metavar="TIER")
@click.pass_obj
def tier(settings: Settings, key_id: str, name: str) -> None:
    """Give a key another tier: how much it may ask. `/v1/limits` lists the tiers."""
    _require_tier(settings, name)
    with _ring(settings) as ring:
        _changed("tier", ring.change(key_id, tier=name))


@keys.command(short_help="Give a key limits of its own.")
@_KEY
@click.argument("limits", nargs=-1, metavar="[LIMIT=NUMBER]...")
@click.pass_obj
def override(settings: Settings, key_id: str, limits: tuple[str, ...]) -> None:
    """Give a key limits of its own in place of its tier's, such as daily=900000; with none, it has its tier's again."""
    with _ring(settings) as ring:
        _changed("override", ring.change(key_id, overrides=dict(_limit(text) for text in limits)))


def _require_tier(settings: Settings, name: str) -> None:
    """A tier nobody has set would be limited as the standard one, and nobody would see why."""
    given = [tier for tier in settings.tiers if tier != ANONYMOUS]
    if name not in given:
        told = f"{name[:40]!r} is none of {', '.join(given)}; WENMAI_LIMIT_NAME makes another"
        raise InvalidKey([Problem("tier", told)])


def _limit(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    if name not in QUOTAS:
        raise InvalidKey([Problem("LIMIT", f"{name[:40]!r} is none of the limits {', '.join(QUOTAS)}")])
    if not number.isdecimal() or len(number) > 12:
        raise InvalidKey([Problem("LIMIT", f"{text[:80]!r} is not LIMIT=NUMBER, such as daily=900000")])
    return name, int(number)


@keys.command(short_help="Change what a key may do.")
@_KEY
@click.argument("names", nargs=-1, required=True, metavar="SCOPE...")
@click.pass_obj
def scopes(settings: Settings, key_id: str, names: tuple[str, ...]) -> None:
    """Change what a key may do to just these scopes: read, bulk, write, moderate."""
    with _ring(settings) as ring:
        _changed("scopes", ring.change(key_id, scopes=names))
