"""Every setting of a node, read from the environment in this one place."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

MOST_PROXIES = 16
MOST_PATIENCE_S = 30
MOST_DUMPS = 1_000
MOST_EXPORT_DAYS = 366
MOST_UNITS = 1_000_000_000

QUOTAS = ("burst", "sustained", "daily")
"""The limits of a tier, from the shortest to the longest; their names stand in headers and in keys."""

TIERS = {
    "anonymous": "60/5 seconds, 600/minute, 50000/day",
    "standard": "200/5 seconds, 3000/minute, 500000/day",
    "partner": "1000/5 seconds, 20000/minute, 5000000/day",
}
"""What each tier may use where the operator says nothing else."""

_SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}
_QUOTA = re.compile(r"(\d{1,10})\s*(?:/|\bper\b)\s*(\d{1,6}(?=\s))?\s*(second|minute|hour|day)s?", re.ASCII)
_TURNS = re.compile(r"(\d{1,4}) *(interactive|bulk|waiting|s)", re.ASCII)
_TURN_NAMES = {"interactive": "interactive", "bulk": "bulk", "waiting": "waiting", "s": "patience"}
_EXPORTS = re.compile(r"(\d{1,3}) *at once(?: *, *(\d{1,6}) *s)?", re.ASCII)
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?", re.ASCII)
_TIER = re.compile(r"[a-z][a-z0-9_]{0,31}")
_LIMIT = "WENMAI_LIMIT_"


class SettingsError(ValueError):
    """A setting has a value nothing can be done with; the message names the setting."""


@dataclass(frozen=True, slots=True)
class Quota:
    """So many `units` of cost within `seconds`, counted from the first request on."""

    name: str
    units: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Proxies:
    """How many trusted proxies stand before the node, and the header in which each notes whom it speaks for."""

    count: int = 0
    header: str = "X-Forwarded-For"


@dataclass(frozen=True, slots=True)
class Turns:
    """How many questions one process asks its engine at once, those for many records apart from the others, how many
    requests wait for a turn, and for how many seconds; how many exports it streams at once, and how long each may take.
    """

    interactive: int = 4
    bulk: int = 1
    waiting: int = 24
    patience: float = 1.0
    exports: int = 2
    longest_export: float = 3_600.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a node keeps things and how it serves them; see docs/settings.md."""

    data: Path
    database_url: str = field(repr=False)
    engine_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    base_url: str
    limits: bool
    secret: str = field(repr=False)
    variants: Path | None = None
    shapes: Path | None = None
    pictures: tuple[str, ...] = ()
    proxies: Proxies = Proxies()
    tiers: Mapping[str, tuple[Quota, ...]] = field(default_factory=dict)
    turns: Turns = Turns()
    dumps_kept: int = 3
    export_days: int = 7

    @property
    def dumps(self) -> Path:
        """Where whole data sets lie as files, a folder for each time they were made."""
        return self.data / "dumps"

    @property
    def exports(self) -> Path:
        """Where the files of export jobs lie; the machines of a node share it as they share the store."""
        return self.data / "exports"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the `WENMAI_*` variables; a relative folder is taken from the working directory."""
        env = os.environ if environ is None else environ
        data = Path(env.get("WENMAI_DATA") or "var").resolve()
        return cls(
            data=data,
            database_url=env.get("WENMAI_DATABASE_URL") or f"sqlite:///{data / 'records.db'}",
            engine_url=_engine_url(env) or f"tantivy:{data / 'index'}",
            redis_url=env.get("WENMAI_REDIS_URL", ""),
            base_url=env.get("WENMAI_BASE_URL", "").rstrip("/"),
            limits=_switch("WENMAI_LIMITS", env.get("WENMAI_LIMITS") or "on"),
            secret=env.get("WENMAI_SECRET", ""),
            variants=Path(env["WENMAI_VARIANTS"]).resolve() if env.get("WENMAI_VARIANTS") else None,
            shapes=Path(env["WENMAI_SHAPES"]).resolve() if env.get("WENMAI_SHAPES") else None,
            pictures=_origins(env.get("WENMAI_PICTURES") or ""),
            proxies=_proxies(env.get("WENMAI_PROXIES") or "0"),
            tiers=_tiers(env),
            dumps_kept=_whole(env, "WENMAI_DUMPS", 3, MOST_DUMPS, "how many dumps are kept"),
            export_days=_whole(env, "WENMAI_EXPORT_DAYS", 7, MOST_EXPORT_DAYS, "for how many days files are kept"),
            turns=_exports(env.get("WENMAI_EXPORTS") or "", _turns(env.get("WENMAI_TURNS") or "")),
        )


def child_environment(**more: str) -> dict[str, str]:
    """The environment for a process started from this one: as it is here, with `more` where nobody set it."""
    return more | dict(os.environ)


def _engine_url(env: Mapping[str, str]) -> str:
    """The engine's URL, with the secrets that are kept apart from it."""
    url, key = env.get("WENMAI_ENGINE_URL", ""), env.get("WENMAI_ENGINE_API_KEY", "")
    user, password = env.get("WENMAI_ENGINE_USER", ""), env.get("WENMAI_ENGINE_PASSWORD", "")
    if "://" not in url:
        return url
    if user and "@" not in url:
        url = url.replace("://", f"://{quote(user, safe='')}:{quote(password, safe='')}@", 1)
    if key:
        url += f"{'&' if '?' in url else '?'}api_key={quote(key, safe='')}"
    return url


def _switch(name: str, value: str) -> bool:
    if value not in ("on", "off"):
        raise SettingsError(f"{name} is {value!r}; it takes 'on' or 'off'")
    return value == "on"


def _origins(value: str) -> tuple[str, ...]:
    """Parted by spaces, each `https://host` or `https://host:port`."""
    found = tuple(value.split())
    for one in found:
        if not _ORIGIN.fullmatch(one):
            raise SettingsError(f"WENMAI_PICTURES holds {one!r}; it takes origins such as https://images.example.org")
    return found


def _proxies(value: str) -> Proxies:
    """`2`, or `2 forwarded` where they write that header instead; trusting both would let callers choose one."""
    count, *named = value.split()
    header = {"": "X-Forwarded-For", "x-forwarded-for": "X-Forwarded-For", "forwarded": "Forwarded"}
    name = " ".join(named).lower()
    if not (count.isascii() and count.isdigit() and int(count) <= MOST_PROXIES and name in header):
        raise SettingsError(
            f"WENMAI_PROXIES is {value!r}; it takes the number of proxies before the node, 0 to {MOST_PROXIES}, "
            "and behind it 'forwarded' where they write Forwarded instead of X-Forwarded-For: '1', '2 forwarded'"
        )
    return Proxies(int(count), header[name])


def _turns(value: str) -> Turns:
    """`4 interactive, 1 bulk, 24 waiting, 1 s`, or any of them."""
    found = [_TURNS.fullmatch(part.strip()) for part in value.split(",")] if value else []
    given = {_TURN_NAMES[one[2]]: float(one[1]) if one[2] == "s" else int(one[1]) for one in found if one}
    turns = Turns(**given)  # type: ignore[arg-type]
    if len(given) != len(found) or not (turns.interactive and turns.bulk and 0 < turns.patience <= MOST_PATIENCE_S):
        raise SettingsError(
            f"WENMAI_TURNS is {value!r}; it takes how many questions are asked at once, how many of many records, how "
            f"many wait, and for how many seconds (at most {MOST_PATIENCE_S}): '4 interactive, 1 bulk, 24 waiting, 1 s'"
        )
    return turns


def _whole(env: Mapping[str, str], name: str, usual: int, most: int, what: str) -> int:
    value = env.get(name) or str(usual)
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= most):
        raise SettingsError(f"{name} is {value!r}; it takes {what}, 1 to {most}")
    return int(value)


def _exports(value: str, turns: Turns) -> Turns:
    """`2 at once, 3600 s`, or the first of the two."""
    if not value:
        return turns
    found = _EXPORTS.fullmatch(value.strip())
    if not found or not int(found[1]) or found[2] == "0":
        raise SettingsError(
            f"WENMAI_EXPORTS is {value!r}; it takes how many exports a process streams at once, and how long each may "
            "take: '2 at once, 3600 s'"
        )
    return replace(turns, exports=int(found[1]), longest_export=float(found[2] or turns.longest_export))


def _tiers(env: Mapping[str, str]) -> dict[str, tuple[Quota, ...]]:
    """The limits of every tier: those there always are, and any other that a `WENMAI_LIMIT_NAME` makes."""
    told = {
        name.removeprefix(_LIMIT).lower(): value for name, value in env.items() if name.startswith(_LIMIT) and value
    }
    return {tier: _quotas(f"{_LIMIT}{tier.upper()}", tier, value) for tier, value in (TIERS | told).items()}


def _quotas(setting: str, tier: str, value: str) -> tuple[Quota, ...]:
    found = [_QUOTA.fullmatch(part.strip()) for part in value.split(",")]
    quotas = tuple(
        Quota(name, int(one[1]), int(one[2] or 1) * _SECONDS[one[3]])
        for name, one in zip(QUOTAS, found, strict=False)
        if one
    )
    if wrong := _wrong_tier(tier) or _wrong_quotas(quotas, len(found)):
        raise SettingsError(f"{setting} is {value!r}: {wrong}; write it as in {TIERS['anonymous']!r}")
    return quotas


def _wrong_tier(tier: str) -> str:
    return "" if _TIER.fullmatch(tier) else "a tier is named by letters, digits and _ after WENMAI_LIMIT_"


def _wrong_quotas(quotas: tuple[Quota, ...], count: int) -> str:
    """Why these limits cannot be, empty where they can."""
    if count != len(QUOTAS) or len(quotas) != len(QUOTAS):
        return "it takes three limits, a burst, a sustained and a day's, each AMOUNT/TIME"
    if any(not 1 <= quota.units <= MOST_UNITS for quota in quotas):
        return f"an amount lies between 1 and {MOST_UNITS}"
    burst, sustained, daily = quotas
    if not 0 < burst.seconds < sustained.seconds < daily.seconds == _SECONDS["day"]:
        return "each time must be longer than the one before it, and the last a day"
    return "" if burst.units <= sustained.units <= daily.units else "no amount may be less than the one before it"
