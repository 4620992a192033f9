"""The values of fields that take only certain ones: which there are, how they are called, which is nearest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from records import vocabularies
from records.vocabularies import Term
from search.fields import FIELDS, HAS, Field
from search.nearest import nearest
from search.text.folding import fold

_REUSE = "reuse"
_REGION_ENDINGS = (
    "特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "自治州", "自治县", "自治旗",
    "地区", "省", "市", "县", "区", "盟", "旗",
)  # fmt: skip


@cache
def choices(field_name: str) -> frozenset[str]:
    """Every value a field may be asked for; empty where it takes any."""
    if field_name == "has":
        return frozenset(HAS)
    return frozenset(term.id for term in _terms(FIELDS[field_name]))


def is_choice(field_name: str, value: str) -> bool:
    known = choices(field_name)
    return not known or value in known


def current(field_name: str, value: str) -> str:
    """The value that stands for this one today: a region withdrawn since, with one successor, is that one."""
    return vocabularies.current_region(value) if FIELDS[field_name].vocabulary == "regions" else value


def named(field_name: str, text: str) -> tuple[str, ...]:
    """The values meant by an id or a label in any language and script; several where several bear the name."""
    if is_choice(field_name, text):
        return (text,)
    return _names(field_name).get(fold(text).strip(), ())


def nearest_choice(field_name: str, text: str) -> str:
    """The id or label most like `text`, or ""."""
    terms = [term for term in _terms(FIELDS[field_name]) if not getattr(term, "withdrawn", False)]
    ids = [term.id for term in terms] or sorted(choices(field_name))
    labels = (label for term in terms for label in term.labels.values())
    return nearest(text, dict.fromkeys((*ids, *labels)))


def _terms(field: Field) -> Iterable[Term]:
    if field.name == _REUSE:
        return vocabularies.rights().roots
    return vocabularies.vocabulary(field.vocabulary) if field.vocabulary else ()


@cache
def _names(field_name: str) -> Mapping[str, tuple[str, ...]]:
    """Values by folded name; a whole name goes before a shortened one, and both before a withdrawn region's."""
    found: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for term in _terms(FIELDS[field_name]):
        for rank, name in _called(term):
            values = found[fold(name).strip()][rank]
            if term.id not in values:
                values.append(term.id)
    return {name: tuple(ranked[min(ranked)]) for name, ranked in found.items()}


def _called(term: Term) -> Iterator[tuple[int, str]]:
    withdrawn = 2 * getattr(term, "withdrawn", False)
    for name in (*term.labels.values(), *getattr(term, "aliases", ())):
        yield withdrawn, name
    name = term.labels["zh-Hans"]
    ending = next((ending for ending in _REGION_ENDINGS if name.endswith(ending)), "") if hasattr(term, "level") else ""
    if ending and len(name) - len(ending) > 1:
        yield withdrawn + 1, name.removesuffix(ending)
