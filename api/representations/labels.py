"""Labels of values: what a reader sees for an id."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import orjson

from api.node import here
from api.representations.languages import best, label_language
from records.vocabularies import LANGUAGES, language_name, rights, vocabulary
from search.fields import FIELDS

_HAS = {
    "image": {"zh-Hans": "有图像", "zh-Hant": "有圖像", "en": "Image"},
    "location": {"zh-Hans": "有位置", "zh-Hant": "有位置", "en": "Location"},
    "text": {"zh-Hans": "有全文", "zh-Hant": "有全文", "en": "Full text"},
    "date": {"zh-Hans": "有年代", "zh-Hant": "有年代", "en": "Date"},
}

Label = Callable[[str], str]


def labelled(field: str, lang: str) -> Label:
    """The function that gives the label of a field's value; the value itself where it has none."""
    chosen = label_language(lang)
    if FIELDS[field].vocabulary:
        terms = vocabulary(FIELDS[field].vocabulary)
        return lambda value: terms.label(value, chosen)
    return _OTHERS.get(field, _themselves)(chosen)


def names(field: str) -> Callable[[str], Mapping[str, str]]:
    """The function that gives the labels of a field's value in all languages; none where it is read as it stands."""
    labels = {lang: labelled(field, lang) for lang in LANGUAGES}

    def of(value: str) -> Mapping[str, str]:
        found = {lang: label(value) for lang, label in labels.items()}
        return {} if set(found.values()) == {value} else found

    return of


def _themselves(_: str) -> Label:
    return lambda value: value


def _reuse(lang: str) -> Label:
    return lambda value: rights().label(value, lang)


def _has(lang: str) -> Label:
    return lambda value: _HAS.get(value, {}).get(lang, value)


def _language(lang: str) -> Label:
    return lambda value: language_name(value, lang)


def _dataset(lang: str) -> Label:
    titles = _titles()
    return lambda value: titles[value][best(titles[value], lang)] if titles.get(value) else value


def _titles() -> dict[str, Mapping[str, str]]:
    """Titles of data sets by id; none while the store has never answered."""
    return {dataset.id: orjson.loads(dataset.content).get("title") or {} for dataset in here().known_datasets()}


_OTHERS: Mapping[str, Callable[[str], Label]] = {
    "reuse": _reuse,
    "has": _has,
    "language": _language,
    "dataset": _dataset,
}
