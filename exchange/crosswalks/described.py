"""A record with what stands around it: its data set and the node's address; and how its fields are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from exchange.crosswalks.values import Literal, Node, Reference, Statement, Value, iri, reference
from records.ids import dataset_of, is_id
from records.model import JsonMap
from records.vocabularies import LANGUAGES, vocabulary


@dataclass(frozen=True, slots=True)
class Described:
    """`record` as it is served; `base` the node's address without closing slash; `dataset` as the store tells of it.

    The record's `text` is in it only where that was asked for; the data set may be unknown (empty).
    """

    record: JsonMap
    base: str
    dataset: JsonMap = field(default_factory=dict)

    @property
    def type(self) -> str:
        found: str = self.record["type"]
        return found

    @property
    def address(self) -> str:
        return self.of(self.record["id"])

    @property
    def page(self) -> str:
        """The page for people."""
        return iri(f"{self.base}/records/{self.record['id']}")

    @property
    def dataset_id(self) -> str:
        return self.record.get("dataset") or dataset_of(self.record["id"])

    @property
    def dataset_address(self) -> str:
        return iri(f"{self.base}/v1/datasets/{self.dataset_id}")

    def of(self, target: str) -> str:
        """The address of what a record names: another record by its id, or anything by its web address."""
        return iri(f"{self.base}/v1/records/{target}" if is_id(target) and not is_address(target) else target)

    def term(self, tree: str, term_id: str) -> str:
        """The address of a term of one of the vocabularies that the node shows as trees."""
        return iri(f"{self.base}/v1/{tree}/{term_id}")

    def listed(self, name: str) -> list[Any]:
        found: list[Any] = self.record.get(name) or []
        return found

    def part(self, name: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.record.get(name) or {}
        return found


Read = Callable[[Described], Iterable[Value]]


def is_address(text: str) -> bool:
    return text[:7].lower() == "http://" or text[:8].lower() == "https://"


def by_language(texts: Mapping[str, str]) -> Iterator[Literal]:
    """A language map as tagged literals; `und`, a language that is not known, is no language."""
    for tag, text in texts.items():
        yield Literal(text, language="" if tag == "und" else tag)


def of_map(name: str) -> Read:
    return lambda one: by_language(one.part(name))


def of_list(name: str) -> Read:
    return lambda one: (Literal(text) for text in one.listed(name))


def of_member(name: str, member: str) -> Read:
    """A text of a field that has named parts."""
    return lambda one: (Literal(text) for text in (one.part(name).get(member),) if text)


def link_of(name: str, member: str) -> Read:
    return lambda one: (reference(link) for link in (one.part(name).get(member),) if link)


def labels(name: str, term_id: str) -> Iterator[Literal]:
    """A term's label in each language; nothing for an id that is not in the vocabulary."""
    terms = vocabulary(name)
    if term_id in terms:
        yield from (Literal(terms.label(term_id, language), language) for language in LANGUAGES)


def named(types: tuple[str, ...], address: str, names: Iterable[Literal], *more: Statement) -> Node:
    return Node(types, (*(("schema:name", name) for name in names), *more), address)


def target(one: Described, name: str) -> Reference:
    return Reference(one.of(name))
