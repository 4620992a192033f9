"""The larger set of real records that may lie beside the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def shared_file(name: str) -> Path:
    """A file of that set; the test is skipped, and says so, where the set is not there."""
    told = os.environ.get("WENMAI_SHARED")
    root = Path(told) if told else Path(__file__).parents[2] / "shared"
    for folder in (root, root / "data"):
        if (folder / name).is_file():
            return folder / name
    pytest.skip(f"{name} is not in {root} (set WENMAI_SHARED)")
