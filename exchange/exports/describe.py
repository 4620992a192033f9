"""The columns told to others: the table of docs/exports.md.

`python -m exchange.exports.describe docs/exports.md` writes that table anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from exchange.exports.columns import COLUMNS

FIRST, LAST = "<!-- columns: made from the code -->", "<!-- end of columns -->"


def page(text: str) -> str:
    """The page with the table made anew between its marks."""
    before, _, rest = text.partition(FIRST)
    _, _, after = rest.partition(LAST)
    rows = "\n".join(_rows())
    return f"{before}{FIRST}\n{rows}\n{LAST}{after}"


def _rows() -> Iterator[str]:
    yield "| column | type | | |"
    yield "|---|---|---|---|"
    for column in COLUMNS:
        yield f"| `{column.name}` | {column.type} | {column.about} | {column.about_zh} |"


if __name__ == "__main__":
    written = Path(sys.argv[1])
    written.write_text(page(written.read_text(encoding="utf-8")), encoding="utf-8")
