"""Which fields a record is shown with."""

from __future__ import annotations

from functools import cache

from records.schema import RecordSchema

CARD = (
    "id",
    "type",
    "title",
    "date",
    "region",
    "place",
    "institution",
    "creators",
    "media",
    "dataset",
    "rights",
)
GIVEN = ("seq", "version", "created", "modified", "links")
"""What the node adds to every record."""

ON_HITS = ("score", "distance", "highlights")
"""What a search adds to the records it finds."""


@cache
def known_fields() -> tuple[str, ...]:
    """Every field a record may be shown with."""
    return (*RecordSchema().fields, *GIVEN, *ON_HITS)
