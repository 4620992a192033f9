"""What a query finds as a feed: its title, its pages, who publishes it, and its records as entries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from flask import request

from api import links
from api.accepting import accepted
from api.node import here
from api.questions.asking import Question
from api.questions.cursors import today
from api.questions.filtering import Asked
from api.representations import results
from api.representations.datasets import described
from api.representations.languages import label_language
from api.representations.records import content
from api.representations.tables.origin import origin
from api.representations.tables.telling import narrowed
from api.schemas.forms import FORMS, OF_LISTS, Form
from exchange.crosswalks import Described
from exchange.feeds import Entry, Feed, entry
from exchange.tables.words import Language, language_of
from records.ids import dataset_of
from search.query import Query
from search.results import Results, Served

NEWEST_FIRST = "-modified"
_NAMES: Mapping[Language, str] = {"zh-Hans": "文脉", "zh-Hant": "文脈", "en": "Wenmai"}
_OF_PAGES = ("format", "page", "page_size", "cursor")
_NOT_FOR_PEOPLE = (*_OF_PAGES, "fields", "view", "highlight")
_OF_JSON = ("facets", "facet_size", "highlight")


def as_feed(asked: Asked) -> dict[str, Any]:
    """The question as a feed asks it: what changed last comes first where no order is named; nothing is counted."""
    kept = {name: value for name, value in asked.items() if name not in _OF_JSON}
    return {"sort": NEWEST_FIRST, **kept}


def beside() -> str:
    """What a feed depends on beside question and index: the day, which one without records tells."""
    return "" if (request.args.get("format") or accepted(OF_LISTS)) in ("", "json") else today()


def feed(asked: Question, found: Results, form: Form) -> Feed:
    """Its steps are told with the form, which the reader of a feed does not send as a header."""
    base, language = asked.shape.base, language_of(label_language(asked.shape.lang))
    known = described()
    entries = tuple(_entry(hit.record, asked, known, language) for hit in found.hits)
    others = [name for name in OF_LISTS if name != form.name]
    where = origin({dataset_of(hit.record.id) for hit in found.hits}, base)
    return Feed(
        title(asked.query, language),
        language,
        links.again(drop=_OF_PAGES),
        links.again(format=form.name),
        _page_for_people(),
        max((one.updated for one in entries), default=datetime.combine(datetime.now(UTC), time(), UTC)),
        found.total,
        asked.query.page.size,
        entries,
        where.source,
        where.licence,
        steps(asked, found, form),
        {FORMS[name].media_type: target for name, target in links.in_forms(others).items()},
    )


def _page_for_people() -> str:
    """Where people find the same; its address has the API's own names."""
    kept = [(name, value) for name, value in links.asked() if name not in _NOT_FOR_PEOPLE]
    return links.address("/search", kept)


def title(query: Query, language: Language) -> str:
    return narrowed(_NAMES[language], query, language)


def steps(asked: Question, found: Results, form: Form) -> dict[str, str]:
    cursor = results.following(asked, found, here().cursors)
    told = results.steps(asked, found, cursor, format=form.name)
    return {relation: target for relation, target in told.items() if target}


def _entry(record: Served, asked: Question, known: Mapping[str, Any], language: Language) -> Entry:
    told = content(record, asked.shape)
    one = Described(told, asked.shape.base, known.get(dataset_of(record.id), {}))
    return entry(one, asked.shape.lang or language)
