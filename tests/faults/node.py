"""A node in a folder of its own: its command run for real, its store and index looked at from outside."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.common import ROOT, WENMAI, environment
from bench.killing import state

PATIENT = {"WENMAI_TURNS": "10 interactive, 10 bulk, 100 waiting, 30 s"}
"""Where every request is to be answered, however busy the machine is for a moment."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: exit code, its closing JSON line, and what it told a person."""

    code: int
    outcome: dict[str, Any]
    told: str


@dataclass(frozen=True, slots=True)
class Node:
    """A node that keeps everything in `data`, but for what `settings` say."""

    data: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [WENMAI, *words],
            env=environment(self.data, **self.settings),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *words: str) -> Ended:
        return ended(self.start(*words))

    def state(self) -> str:
        return state(self.data, **self.settings)


def ended(process: subprocess.Popen[bytes]) -> Ended:
    """Wait for a command's end."""
    out, err = process.communicate(timeout=240)
    lines = out.splitlines()
    return Ended(process.returncode, json.loads(lines[-1]) if lines else {}, err.decode())
