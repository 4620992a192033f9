"""How a record is shown, and which fields it may be shown with."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Shape:
    """How records are shown; with nothing said, everything but `text`, in every language.

    `base` is the address of the node that their links begin with.
    """

    base: str
    fields: tuple[str, ...] = ()
    view: str = ""
    lang: str = ""

    @property
    def as_kept(self) -> bool:
        """Whether the bytes the index keeps can be sent as they are."""
        return not self.fields and not self.lang and self.view != "card"

    @property
    def texts(self) -> bool:
        """Whether the full text is asked for."""
        return self.view == "full" or any(name.partition(".")[0] == "text" for name in self.fields)


@cache
def known_fields() -> tuple[str, ...]:
    """Every field a record may be shown with."""
    return (*RecordSchema().fields, *GIVEN, *ON_HITS)
