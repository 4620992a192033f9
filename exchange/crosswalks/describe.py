"""The crosswalks told to others: the tables of docs/crosswalks.md.

`python -m exchange.crosswalks.describe docs/crosswalks.md` writes those tables anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from exchange.crosswalks import dublin_core, schema_org
from records.vocabularies import types

TABLES = ("classes", "schema.org", "record", "relations", "dublin-core")


def page(text: str) -> str:
    """The page with every table made anew between its marks."""
    for name in TABLES:
        first, last = f"<!-- {name}: made from the code -->", f"<!-- end of {name} -->"
        before, _, rest = text.partition(first)
        _, _, after = rest.partition(last)
        text = f"{before}{first}\n{table(name)}\n{last}{after}"
    return text


def table(name: str) -> str:
    """One of `TABLES` in Markdown."""
    heads, rows = _MADE[name]()
    return "\n".join((_line(heads), _line("---" for _ in heads), *map(_line, rows)))


Rows = tuple[tuple[str, ...], Iterable[tuple[str, ...]]]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _code(name: str) -> str:
    return f"`{name}`" if name else ""


def _in(kinds: tuple[str, ...]) -> str:
    """The types of record, or all but a few of them."""
    if not kinds:
        return "all"
    others = [term.id for term in types() if term.id not in kinds]
    if len(others) < len(kinds) and others:
        return "all but " + ", ".join(map(_code, others))
    return ", ".join(_code(term.id) for term in types() if term.id in kinds)


def _classes() -> Rows:
    by_type = ((_code(kind), _code(name)) for kind, name in schema_org.TYPES.items())
    by_category = ((_code(category), _code(name)) for category, name in schema_org.VENUES.items())
    return ("type or category", "class"), (*by_type, *by_category)


def _of_rows(rows: Iterable[schema_org.Row]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        yield _code(row.field), _code(row.property), _in(row.types), row.note


def _left(reasons: Mapping[str, str], columns: int) -> Iterator[tuple[str, ...]]:
    for field, why in reasons.items():
        yield (_code(field), *("" for _ in range(columns)), f"left out: {why}")


def _schema_org() -> Rows:
    return ("field", "property", "types", "how"), (
        *_of_rows(schema_org.ROWS),
        *_left(schema_org.LEFT_OUT, 2),
    )


def _record() -> Rows:
    return ("field", "property", "types", "how"), _of_rows(schema_org.PAGE)


def _relations() -> Rows:
    rows = (
        (_code(kind), _code(work), _code(other), _code(dublin_core.RELATIONS.get(kind, "dcterms:relation")))
        for kind, (work, other) in schema_org.RELATIONS.items()
    )
    rest = ("any other", *(3 * (_code("dcterms:relation"),)))
    return ("relation", "of a work", "of anything else", "in Dublin Core"), (*rows, rest)


def _dublin_core() -> Rows:
    rows = (
        (_code(row.field), _code(row.element), _code(row.term), _in(row.types), row.note) for row in dublin_core.ROWS
    )
    return ("field", "element", "term", "types", "how"), (*rows, *_left(dublin_core.LEFT_OUT, 3))


_MADE = {
    "classes": _classes,
    "schema.org": _schema_org,
    "record": _record,
    "relations": _relations,
    "dublin-core": _dublin_core,
}


if __name__ == "__main__":
    written = Path(sys.argv[1])
    written.write_text(page(written.read_text(encoding="utf-8")), encoding="utf-8")
