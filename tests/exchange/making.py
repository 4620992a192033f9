"""Tables and networks for tests: plain ones, and ones whose every text means harm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import strategies as st

from exchange.tables import About, Cell, Column, Link, Network, Node, Table
from exchange.tables.table import Labels

MADE = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)

MALICIOUS = (
    "</script><script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "  =1+1",
    "+1",
    "-2+3",
    "@SUM(1+1)",
    "\tTAB",
    "\rCR",
    "＝1+1",
    "'=already",
    "'",
    "abc\u202egnp.exe",
    "\u2066\u2067",
    "null\x00bell\x07esc\x1bnel\x85",
    "line\r\nbreak\nand\rmore",
    '"quoted","cells"',
    "]]><svg onload=alert(1)>",
    '"><image href="http://127.0.0.1:9/x"/>',
    "&lt;&amp;&#x0;&xxe;",
    "<!ENTITY xxe SYSTEM 'file:///etc/passwd'>",
    "_x0041_",
    "\ufffe\uffff",
    "é" + "\u0301" * 40,
    "长" * 40_000,
    "{{constructor}}",
    "datum.value",
    "a.b[0]['c']",
    "__proto__",
    "བོད་ཡིག",
    "ئۇيغۇرچە",
    "👨‍👩‍👧",
    "",
)

texts = st.one_of(st.sampled_from(MALICIOUS), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
labels = st.fixed_dictionaries({}, optional={"zh-Hans": texts, "zh-Hant": texts, "en": texts})
numbers = st.one_of(
    st.none(),
    st.integers(-(2**53), 2**53),
    st.floats(-1e15, 1e15),
)


@st.composite
def abouts(draw: st.DrawFn) -> About:
    return About(draw(labels), MADE, draw(labels), draw(texts), draw(texts), draw(texts))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """One or two text dimensions, some with labels, and one or two metrics; anything may mean harm."""
    dimensions = [
        Column(f"d{place}", "dimension", "text", draw(labels), draw(st.dictionaries(texts, labels, max_size=3)))
        for place in range(draw(st.integers(1, 2)))
    ]
    metrics = [Column(f"m{place}", "metric", "number", draw(labels)) for place in range(draw(st.integers(1, 2)))]
    row = st.tuples(*[st.one_of(st.none(), texts) for _ in dimensions], *[numbers for _ in metrics])
    return Table((*dimensions, *metrics), tuple(draw(st.lists(row, max_size=6))), draw(abouts()))


@st.composite
def networks(draw: st.DrawFn) -> Network:
    ids = draw(st.lists(texts, unique=True, max_size=6))
    nodes = tuple(Node(name, draw(st.integers(1, 10**6)), draw(labels)) for name in ids)
    ends = [(one, other) for place, one in enumerate(ids) for other in ids[:place]]
    pairs = draw(st.lists(st.sampled_from(ends), unique=True, max_size=6)) if ends else []
    links = (Link(*pair, draw(st.integers(1, 1000)), draw(st.floats(0.01, 1000))) for pair in pairs)
    return Network(nodes, tuple(links), draw(abouts()))


ABOUT = About(
    {"zh-Hans": "各地文化资源", "zh-Hant": "各地文化資源", "en": "Cultural resources by region"},
    MADE,
    source="示例文化厅",
    licence="https://creativecommons.org/licenses/by/4.0/",
    query="http://127.0.0.1:8000/v1/aggregate?by=region",
)
COUNT = Column("count", "metric", "number", {"zh-Hans": "数量", "zh-Hant": "數量", "en": "Count"})


def dimension(name: str, kind: str = "text", labels: dict[Cell, Labels] | None = None, **rest: object) -> Column:
    return Column(name, "dimension", kind, {"en": name.title()}, labels or {}, **rest)  # type: ignore[arg-type]


def table(columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]], about: About = ABOUT, **rest: object) -> Table:
    return Table(tuple(columns), tuple(rows), about, **rest)  # type: ignore[arg-type]


def counted(name: str, counts: dict[Cell, int], kind: str = "text", labels: dict[Cell, Labels] | None = None) -> Table:
    """One dimension and a count."""
    return table([dimension(name, kind, labels), COUNT], list(counts.items()))
