"""What an id may look like: `<dataset>:<local id>`, safe in a URL as it stands."""

from __future__ import annotations

import re

LONGEST_ID = 200
LONGEST_DATASET = 64

DATASET_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}:[A-Za-z0-9._~:-]+$"

_DATASET = re.compile(DATASET_PATTERN.removesuffix("$"))
_ID = re.compile(ID_PATTERN.removesuffix("$"))


def is_dataset(text: str) -> bool:
    return _DATASET.fullmatch(text) is not None


def is_id(text: str) -> bool:
    """Whether some record could have this id; anything else is never asked of a database."""
    return len(text) <= LONGEST_ID and _ID.fullmatch(text) is not None


def dataset_of(record_id: str) -> str:
    return record_id.partition(":")[0]
