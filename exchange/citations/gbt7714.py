"""A citation as GB/T 7714—2015 writes it: a part (4.2) of a data base on line (4.6)."""

from __future__ import annotations

from exchange.citations.citation import Citation

MOST_NAMES = 3
"""Names given before 等; 8.1.2."""

MARK = "[DB/OL]"
"""A data base (DB), on line (OL); annex B."""


def gbt7714(one: Citation) -> str:
    """One line: 作者. 题名[DB/OL]//数据集. 出版者, (修改日期)[引用日期]. 网址."""
    names = f"{_names(one)}. " if one.creators else ""
    changed = f"({one.modified.isoformat()})" if one.modified else ""
    dated = f"{changed}[{one.cited.isoformat()}]"
    publisher = f"{one.publisher}, {dated}" if one.publisher else dated
    return f"{names}{one.title}{MARK}//{one.dataset}. {publisher}. {one.address}."


def _names(one: Citation) -> str:
    given = ", ".join(one.creators[:MOST_NAMES])
    if len(one.creators) <= MOST_NAMES:
        return given
    return f"{given}, {'等' if one.chinese else 'et al'}"
