"""The controlled vocabularies of records: types, levels, rights, regions, periods and categories."""

from records.vocabularies.loading import (
    categories,
    current_region,
    levels,
    periods,
    reading,
    regions,
    rights,
    types,
    vocabulary,
)
from records.vocabularies.period_names import periods_named, reigns_named
from records.vocabularies.terms import Period, PeriodKind, Region, RegionLevel, Term
from records.vocabularies.vocabulary import LANGUAGES, Vocabulary

__all__ = [
    "LANGUAGES",
    "Period",
    "PeriodKind",
    "Region",
    "RegionLevel",
    "Term",
    "Vocabulary",
    "categories",
    "current_region",
    "levels",
    "periods",
    "periods_named",
    "reading",
    "regions",
    "reigns_named",
    "rights",
    "types",
    "vocabulary",
]
