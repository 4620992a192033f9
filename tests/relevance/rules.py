"""The rules by which a record is a right answer: conditions on its fields, told in a query, all of which hold.

| condition | holds where |
|---|---|
| `title_is` | a title is one of these texts |
| `title_has` | a title contains one of these texts |
| `title_words` | one title has all these (Latin) words |
| `creator` | the name of a creator contains one of these |
| `holds`, `lacks` | each (none) of these stands somewhere in the texts of the record |
| `region`, `category` | the record belongs to one of these nodes or to a node below it |
| `type`, `period` | it is one of these |
| `any` | one of these rules holds |

Texts are compared as `plain` makes them: script, case, accents, punctuation and blanks do not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.relevance.plain import plain, words

Record = Mapping[str, Any]
Rule = Mapping[str, Any]


def satisfies(record: Record, rule: Rule) -> bool:
    return all(_CONDITIONS[name](record, value) for name, value in rule.items())


def unknown(rule: Rule) -> set[str]:
    """Conditions there are not, at any depth."""
    below: set[str] = set().union(*(unknown(part) for part in rule.get("any", ())))
    return (set(rule) - set(_CONDITIONS)) | below


def titles(record: Record) -> list[str]:
    return [*record.get("title", {}).values(), *record.get("alternative_titles", ())]


def _title_is(record: Record, texts: Sequence[str]) -> bool:
    wanted = {plain(text) for text in texts}
    return any(plain(title) in wanted for title in titles(record))


def _title_has(record: Record, texts: Sequence[str]) -> bool:
    return any(plain(text) in plain(title) for title in titles(record) for text in texts)


def _title_words(record: Record, text: str) -> bool:
    return any(words(text) <= words(title) for title in titles(record))


def _creator(record: Record, names: Sequence[str]) -> bool:
    made = [plain(creator.get("name", "")) for creator in record.get("creators", ())]
    return any(plain(name) in creator for creator in made for name in names)


def _said(record: Record) -> Iterator[str]:
    """Every text a reader may search for; names of vocabularies and what is under `extra` are not among them."""
    yield from titles(record)
    for name in ("description", "text"):
        yield from record.get(name, {}).values()
    for name in ("subjects", "materials", "techniques"):
        yield from record.get(name, ())
    yield from (creator.get("name", "") for creator in record.get("creators", ()))
    yield record.get("place", {}).get("text", "")
    yield record.get("institution", {}).get("name", "")


def _stands(record: Record, text: str) -> bool:
    return any(plain(text) in plain(said) for said in _said(record))


def _holds(record: Record, texts: Sequence[str]) -> bool:
    return all(_stands(record, text) for text in texts)


def _lacks(record: Record, texts: Sequence[str]) -> bool:
    return not any(_stands(record, text) for text in texts)


def _region(record: Record, codes: Sequence[str]) -> bool:
    """A code of GB/T 2260 lies below another where it begins with it, the pairs of zeros at its end left out."""
    return any(record.get("region", "").startswith(_significant(code)) for code in codes)


def _significant(code: str) -> str:
    while code.endswith("00"):
        code = code[:-2]
    return code


def _category(record: Record, nodes: Sequence[str]) -> bool:
    return any(f"{given}/".startswith(f"{node}/") for given in record.get("categories", ()) for node in nodes)


def _any(record: Record, rules: Sequence[Rule]) -> bool:
    return any(satisfies(record, rule) for rule in rules)


_CONDITIONS: Mapping[str, Callable[[Record, Any], bool]] = {
    "title_is": _title_is,
    "title_has": _title_has,
    "title_words": _title_words,
    "creator": _creator,
    "holds": _holds,
    "lacks": _lacks,
    "region": _region,
    "category": _category,
    "type": lambda record, types: record.get("type") in types,
    "period": lambda record, periods: not set(record.get("periods", ())).isdisjoint(periods),
    "any": _any,
}
