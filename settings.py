"""Every setting of a node, read from the environment in this one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingsError(ValueError):
    """A setting has a value nothing can be done with; the message names the setting."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a node keeps things and how it serves them; see docs/settings.md."""

    data: Path
    database_url: str
    engine_url: str
    redis_url: str
    base_url: str
    limits: bool
    secret: str
    variants: Path | None = None

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the `WENMAI_*` variables; a relative folder is taken from the working directory."""
        env = os.environ if environ is None else environ
        data = Path(env.get("WENMAI_DATA") or "var").resolve()
        return cls(
            data=data,
            database_url=env.get("WENMAI_DATABASE_URL") or f"sqlite:///{data / 'records.db'}",
            engine_url=env.get("WENMAI_ENGINE_URL") or f"tantivy:{data / 'index'}",
            redis_url=env.get("WENMAI_REDIS_URL", ""),
            base_url=env.get("WENMAI_BASE_URL", "").rstrip("/"),
            limits=_switch("WENMAI_LIMITS", env.get("WENMAI_LIMITS") or "on"),
            secret=env.get("WENMAI_SECRET", ""),
            variants=Path(env["WENMAI_VARIANTS"]).resolve() if env.get("WENMAI_VARIANTS") else None,
        )


def child_environment(**more: str) -> dict[str, str]:
    """The environment for a process started from this one: as it is here, with `more` where nobody set it."""
    return more | dict(os.environ)


def _switch(name: str, value: str) -> bool:
    if value not in ("on", "off"):
        raise SettingsError(f"{name} is {value!r}; it takes 'on' or 'off'")
    return value == "on"
