"""The index folder: builds, each in a folder of its own, and the pointer that says which one is served."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from records.disk import sync_folder
from search.engines.tantivy.schema import fingerprint
from search.errors import EngineUnavailable, IndexDamaged, OtherVersion


@dataclass(frozen=True, slots=True)
class Pointer:
    """The build that is served, and the one before it ("" where there is none)."""

    build: str
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Names and files of one index folder; it writes nothing half."""

    folder: Path

    @property
    def builds(self) -> Path:
        return self.folder / "builds"

    @property
    def pointer_file(self) -> Path:
        return self.folder / "current.json"

    def build(self, build_id: str) -> Path:
        return self.builds / build_id

    def pointer(self) -> Pointer | None:
        """None before the first promotion; IndexDamaged where the file does not say what it should."""
        try:
            told = json.loads(self.pointer_file.read_bytes())
            return Pointer(str(told["build"]), str(told["previous"] or ""))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise EngineUnavailable(f"{self.pointer_file} cannot be read: {error}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(f"{self.pointer_file} is broken: {error}") from error

    def point(self, pointer: Pointer) -> None:
        """Serve another build from now on: readers see the old pointer or the new one, whole."""
        write_json(self.pointer_file, {"build": pointer.build, "previous": pointer.previous})

    def make(self) -> str:
        """A new build folder with its manifest; names sort by age."""
        build_id = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}"
        self.build(build_id).mkdir(parents=True)
        write_json(self.build(build_id) / "manifest.json", {"schema": fingerprint(), "promoted": None})
        return build_id

    def mark_promoted(self, build_id: str) -> None:
        promoted = datetime.now(UTC).isoformat()
        write_json(self.build(build_id) / "manifest.json", {"schema": fingerprint(), "promoted": promoted})

    def check_manifest(self, build_id: str) -> None:
        """OtherVersion unless the build was made with the schema of this one; IndexDamaged where that is not told."""
        made_with = _manifest(self.build(build_id)).get("schema")
        if made_with is None:
            raise IndexDamaged(f"build {build_id} is damaged: its manifest is missing or broken")
        if made_with != fingerprint():
            raise OtherVersion(f"build {build_id} was made by another version; build the index again")

    def ids(self) -> list[str]:
        """The builds there are, oldest first."""
        if not self.builds.is_dir():
            return []
        return sorted(path.name for path in self.builds.iterdir() if path.is_dir())

    def promoted(self) -> list[str]:
        """The builds that were served once, newest first: all there is to go by when the pointer is broken."""
        dated = [(str(_manifest(self.build(each)).get("promoted") or ""), each) for each in self.ids()]
        return [build_id for promoted, build_id in sorted(dated, reverse=True) if promoted]

    def remove(self, build_id: str) -> None:
        shutil.rmtree(self.build(build_id), ignore_errors=True)


def served_ids(layout: Layout, reasons: list[str] | None = None) -> list[str]:
    """The served build, then the one before it; where the pointer is broken or gone, any served once, newest first.

    Why it is not as it should be is added to `reasons`.
    """
    try:
        pointer = layout.pointer()
    except IndexDamaged as error:
        if reasons is not None:
            reasons.append(str(error))
        return layout.promoted()
    if pointer is None:
        return layout.promoted()
    return [each for each in (pointer.build, pointer.previous) if each]


def _manifest(folder: Path) -> Mapping[str, Any]:
    try:
        told = json.loads((folder / "manifest.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def write_json(path: Path, content: Mapping[str, object]) -> None:
    """Written aside, forced to disk, then renamed into place."""
    aside = path.with_suffix(".new")
    with aside.open("wb") as file:
        file.write(json.dumps(content).encode())
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync_folder(path.parent)


def sync_files(folder: Path) -> None:
    """Force every file of a build to disk."""
    for path in folder.iterdir():
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    sync_folder(folder)


def stamp(path: Path) -> tuple[int, int, int]:
    """Changes whenever a file is replaced; zeros where there is none."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0, 0)
    return (found.st_mtime_ns, found.st_ino, found.st_size)
