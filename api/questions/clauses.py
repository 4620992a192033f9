"""The `filter` of a JSON search: filters by name, AND-ed, and `and`, `or`, `not` around them.

`{"and": [{"type": ["site"]}, {"not": {"region": ["110000"]}}, {"year_from": 618, "year_to": 907}]}`
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from marshmallow import Schema, ValidationError

from api.errors import Fault
from api.questions import filtering
from api.questions.parsing import faults, unknown
from api.schemas.parameters import filters, made
from search.grammar import MAX_CLAUSES, MAX_DEPTH
from search.query import AnyOf, Clause, Every, Everything, Filter, Near, Not, Point, Terms

JOINERS = ("and", "or", "not")


@dataclass(frozen=True, slots=True)
class Tree:
    """A filter read: what is AND-ed at its top as `filters`, the rest as `clauses`; or what is wrong with it.

    `origin` is the first point of a `near`, for distances.
    """

    filters: tuple[Filter, ...] = ()
    clauses: tuple[Clause, ...] = ()
    faults: tuple[Fault, ...] = ()
    origin: Point | None = None


@cache
def no_tree() -> Tree:
    return Tree()


@cache
def _leaves() -> Schema:
    """The filters a link may hold, by name; built once."""
    return made("Filters", filters())()


def read_tree(tree: object) -> Tree:
    """Every fault of the tree at once, each with its path."""
    reading = _Reading()
    clause = reading.clause(tree, "filter", 1)
    if reading.count > MAX_CLAUSES:
        reading.faults.append(Fault("filter", f"has {reading.count} clauses; at most {MAX_CLAUSES} are taken"))
    if reading.faults:
        return Tree(faults=tuple(reading.faults))
    top = tuple(_top(clause))
    plain = tuple(part for part in top if isinstance(part, Filter))
    others = tuple(part for part in top if not isinstance(part, Filter))
    return Tree(plain, others, origin=reading.origin)


def _top(clause: Clause) -> Iterator[Clause]:
    """What must hold, part by part; a `not` around plain values becomes the filter that leaves them out."""
    if isinstance(clause, Every):
        for part in clause.clauses:
            yield from _top(part)
    elif isinstance(clause, Not) and isinstance(clause.clause, Terms):
        yield Terms(clause.clause.field, clause.clause.values, not clause.clause.exclude)
    elif not isinstance(clause, Everything):
        yield clause


class _Reading:
    """One reading of a tree; gathers the faults on the way."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.count = 0
        self.origin: Point | None = None

    def clause(self, tree: object, at: str, depth: int) -> Clause:
        if depth > MAX_DEPTH:
            return self._wrong(at, f"lies deeper than {MAX_DEPTH} levels")
        if not isinstance(tree, dict) or not tree:
            return self._wrong(at, "is not an object with a filter, and, or, not")
        self.count += len(tree)
        if self.count > MAX_CLAUSES:
            return Everything()
        parts = [self._joined(name, tree[name], f"{at}.{name}", depth) for name in JOINERS if name in tree]
        parts.extend(self._filters({name: value for name, value in tree.items() if name not in JOINERS}, at))
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _wrong(self, at: str, reason: str) -> Clause:
        self.faults.append(Fault(at, reason))
        return Everything()

    def _joined(self, name: str, inner: object, at: str, depth: int) -> Clause:
        if name == "not":
            return Not(self.clause(inner, at, depth + 1))
        if not isinstance(inner, list) or not inner:
            return self._wrong(at, "is not a list with at least one filter")
        parts = tuple(
            self.clause(part, f"{at}[{index}]", depth + 1) for index, part in enumerate(inner[: MAX_CLAUSES + 1])
        )
        return Every(parts) if name == "and" else AnyOf(parts)

    def _filters(self, given: Mapping[str, Any], at: str) -> tuple[Filter, ...]:
        asked = {name: self._value(name, value, at) for name, value in given.items()}
        sound = {name: value for name, value in asked.items() if value is not None}
        wrong = filtering.clashes(sound, given)
        self.faults.extend(Fault(f"{at}.{fault.parameter}", fault.reason) for fault in wrong)
        made = filtering.filters(sound)
        for one in made:
            if isinstance(one, Near) and self.origin is None:
                self.origin = one.centre
        return made

    def _value(self, name: str, value: Any, at: str) -> Any:
        """The value read, or None with its fault noted."""
        schema = _leaves()
        field = schema.fields.get(name)
        if field is None:
            fault = unknown(name, schema)
            self.faults.append(Fault(f"{at}.{name}", "there is no such filter", fault.suggestion))
            return None
        try:
            return field.deserialize(value)
        except ValidationError as error:
            self.faults.extend(dict.fromkeys(faults(f"{at}.{name}", error.messages)))
            return None
