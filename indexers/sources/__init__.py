"""Sources: one module for each publisher's data set, found by name or by the name of a file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from indexers.sources import (
    cmoa_teenie_harris,
    culture_laws,
    early_poems,
    england_libraries,
    ich_inheritors,
    ich_projects,
    ima_objects,
    key_sites,
    moma_artists,
    scenic_areas_5a,
    song_authors,
    song_poems,
    tang_authors,
    tang_poems,
    tate_artworks,
    traditional_villages,
    uk_museums,
    wcma_events,
    wcma_exhibitions,
    world_heritage,
)
from indexers.sources.mapped import Mapped, MapRow, Note
from indexers.sources.source import DatasetInfo, Source

__all__ = ["DatasetInfo", "MapRow", "Mapped", "Note", "Source", "all_sources", "source_for"]

_MODULES = (
    cmoa_teenie_harris,
    culture_laws,
    early_poems,
    england_libraries,
    ich_inheritors,
    ich_projects,
    ima_objects,
    key_sites,
    moma_artists,
    scenic_areas_5a,
    song_authors,
    song_poems,
    tang_authors,
    tang_poems,
    tate_artworks,
    traditional_villages,
    uk_museums,
    wcma_events,
    wcma_exhibitions,
    world_heritage,
)


@cache
def all_sources() -> Mapping[str, Source]:
    """Every source by its name on the command line."""
    return {module.SOURCE.id: module.SOURCE for module in _MODULES}


def source_for(path: Path) -> Source | None:
    """The source that knows a file of this name, packed or not."""
    names = {path.name, path.name.removesuffix(".gz"), f"{path.name}.gz"}
    return next((source for source in all_sources().values() if names.intersection(source.files)), None)
