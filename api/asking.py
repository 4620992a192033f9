"""The one way from what was asked to what is found, for the API and for pages alike."""

from __future__ import annotations

from dataclasses import replace

from api.answering import timed
from api.errors import NotKnown, Withdrawn
from api.nearest import nearest
from api.node import here
from api.questions.asking import Question, question
from api.questions.filtering import Asked
from api.schemas.parameters import FACETS
from api.turns.taking import engine
from api.usage.heat import hot_list
from api.usage.noting import note_asked, note_counted
from records.ids import LONGEST_ID, is_id
from search import results
from search.answer import answer
from search.breakdown import Breakdown
from search.query import MAX_FACET_VALUES, FacetRequest, Page, Query, Words
from search.results import Redirect, Results, Served, Tombstone
from search.tables.answering import broken_down


def meant(asked: Asked) -> Question:
    """Raises what `question` does."""
    return question(asked, here().cursors, lambda: hot_list().ids)


def found_by(asked: Question) -> Results:
    """What the engine finds; noted as asked."""
    found: Results = timed("engine", lambda: answer(engine(), asked.query))
    note_asked(asked.query, found)
    return found


def counted_by(asked: Question) -> Results:
    """What the engine finds, with its facets as they were counted for another page of the same question."""
    bare = replace(asked, query=replace(asked.query, facets=()))
    return _with_facets(asked.query, found_by(bare))


def _with_facets(query: Query, found: Results) -> Results:
    facets = here().facets.beside(query, found, lambda bare: _counted(replace(bare, read=found.read)))
    return replace(found, facets=facets)


def _counted(query: Query) -> Results:
    """Its words are read as they were in the end where the records were found: that is not sought again."""
    counted: Results = timed("facets", lambda: answer(engine(), query))
    return counted


def table_of(query: Query, by: Breakdown) -> results.Table:
    """The records of a query broken down; noted as counted."""
    found: results.Table = timed("engine", lambda: broken_down(engine(), query, by))
    note_counted(query, found.total)
    return found


def finds(text: str) -> bool:
    """Whether words find something as they stand; nobody asked, so nothing is noted."""
    return answer(engine(), Query(clause=Words(text), page=Page(size=0), relax=False)).total > 0


def known_facet(field: str) -> None:
    """NotKnown for a field that has no facets."""
    if field not in FACETS:
        near = nearest(field, FACETS)
        raise NotKnown(f"There is no field {field[:80]!r} with facets" + (f"; did you mean {near}?" if near else ""))


def values_of(query: Query, field: str) -> Results:
    """Every value of a field among the records of a query, of every level of a tree; counted once for all its pages."""
    found: Results = timed("engine", lambda: answer(engine(), replace(query, facets=(), page=Page(size=0))))
    return _with_facets(replace(query, facets=(FacetRequest(field, MAX_FACET_VALUES, every_level=True),)), found)


def record_of(record_id: str) -> Served | Redirect:
    """Raises NotKnown or Withdrawn."""
    found = engine().get([record_id])[0] if is_id(record_id) else None
    if found is None:
        raise NotKnown(f"There is no record {record_id[:LONGEST_ID]!r}")
    if isinstance(found, Tombstone):
        raise Withdrawn(found.id, found.reason, found.at)
    return found
