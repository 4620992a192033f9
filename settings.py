"""Every setting of a node, read from the environment in this one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

MOST_PROXIES = 16


class SettingsError(ValueError):
    """A setting has a value nothing can be done with; the message names the setting."""


@dataclass(frozen=True, slots=True)
class Proxies:
    """How many trusted proxies stand before the node, and the header in which each notes whom it speaks for."""

    count: int = 0
    header: str = "X-Forwarded-For"


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
    proxies: Proxies = Proxies()

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
            proxies=_proxies(env.get("WENMAI_PROXIES") or "0"),
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
