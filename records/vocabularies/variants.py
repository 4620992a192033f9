"""Variant names: the groups in force, shipped and the operator's own, and what a typed name leads to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from records.vocabularies.terms import Variant
from records.vocabularies.variant_files import Problem, VariantFile, read_variants

Fold = Callable[[str], str]
Table = Mapping[str, tuple[str, ...]]


class Variants:
    """Groups in their declared order; tables by folded names are made when first asked for and kept."""

    def __init__(self, groups: Iterable[Variant]) -> None:
        self._groups = {group.id: group for group in groups}
        self._tables: dict[Fold, Table] = {}

    def __iter__(self) -> Iterator[Variant]:
        return iter(self._groups.values())

    def __len__(self) -> int:
        return len(self._groups)

    def get(self, group_id: str) -> Variant | None:
        return self._groups.get(group_id)

    def by(self, fold: Fold) -> Table:
        """From each name that leads on, folded, to the other names sought, as written; none that folds to the key.

        `fold` must be one function that stays, such as `search.text.folding.fold`: its table is kept.
        """
        if fold not in self._tables:
            self._tables[fold] = _table(self, fold)
        return self._tables[fold]


def _table(groups: Iterable[Variant], fold: Fold) -> Table:
    led: dict[str, dict[str, str]] = defaultdict(dict)
    for group in groups:
        for name, others in group.leads():
            key = fold(name)
            for other in others:
                if (folded := fold(other)) != key:
                    led[key].setdefault(folded, other)
    return {key: tuple(others.values()) for key, others in led.items()}


def _as_written(name: str) -> str:
    return name


@cache
def shipped() -> tuple[Variant, ...]:
    with as_file(files(__package__).joinpath("variants.csv")) as path:
        return read_variants(path).groups


def own_variants(path: Path) -> VariantFile:
    """An operator's file, checked; a row of a shipped group that leaves `names` empty takes that group out."""
    return read_variants(path, frozenset(group.id for group in shipped()))


class _InForce:
    """What this process goes by: the shipped groups, until `use_variants` adds an operator's."""

    groups: Variants | None = None


def use_variants(path: Path | None) -> tuple[Problem, ...]:
    """Puts the operator's groups in force beside the shipped ones, in place of those that bear the same id.

    Called once when a process starts; None for no file. Good rows count, whatever the others are like; what is wrong
    with these is returned, for the caller to tell.
    """
    own = own_variants(path) if path else VariantFile()
    kept = [group for group in shipped() if group.id not in own.removed]
    _InForce.groups = Variants([*kept, *own.groups])
    return own.problems


def variants() -> Variants:
    """The groups in force; the shipped ones where `use_variants` was not called."""
    if _InForce.groups is None:
        use_variants(None)
    return _InForce.groups or Variants(())


def variants_of(name: str) -> tuple[str, ...]:
    """The other names sought by who types just this one, as written; none for a name in no group."""
    return variants().by(_as_written).get(name, ())
