"""Writes `strokes.txt`: `python -m search.text.making Unihan_IRGSources.txt`, the file as Unicode publishes it."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

TARGET = Path(__file__).parent.parent / "strokes.txt"
ABOUT = """\
# Han characters by their number of strokes: on each line the number, a tab, and the characters by code point.
# The numbers are kTotalStrokes of the Unihan database of Unicode {version}, of two the one for mainland China,
# rearranged by search/text/making. © Unicode, Inc.; Unicode License V3, see strokes.license.txt.
"""
_VERSION = "# Unicode version: "


def counted(lines: Iterable[str]) -> Iterator[tuple[int, int]]:
    """(strokes, code point) of each row of `kTotalStrokes`; of two numbers the first is that of mainland China."""
    for line in lines:
        if "\tkTotalStrokes\t" in line:
            code, _, strokes = line.split("\t")
            yield int(strokes.split()[0]), int(code.removeprefix("U+"), 16)


def grouped(counts: Iterable[tuple[int, int]]) -> Mapping[int, str]:
    found: dict[int, list[str]] = defaultdict(list)
    for strokes, code in sorted(counts):
        found[strokes].append(chr(code))
    return {strokes: "".join(characters) for strokes, characters in found.items()}


def main(published: Path) -> None:
    lines = published.read_text(encoding="utf-8").splitlines()
    version = next(line.removeprefix(_VERSION) for line in lines if line.startswith(_VERSION))
    rows = "".join(f"{strokes}\t{characters}\n" for strokes, characters in grouped(counted(lines)).items())
    TARGET.write_text(ABOUT.format(version=version) + rows, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
