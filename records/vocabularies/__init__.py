"""The controlled vocabularies of records: types, levels, rights, regions, periods, categories; languages; variants."""

from records.vocabularies.loading import (
    categories,
    current_region,
    language_name,
    languages,
    levels,
    periods,
    reading,
    regions,
    rights,
    types,
    vocabulary,
)
from records.vocabularies.period_names import periods_named, reigns_named
from records.vocabularies.terms import Period, PeriodKind, Region, RegionLevel, Term, Variant
from records.vocabularies.variants import Variants, use_variants, variants, variants_of
from records.vocabularies.vocabulary import LANGUAGES, Vocabulary

__all__ = [
    "LANGUAGES",
    "Period",
    "PeriodKind",
    "Region",
    "RegionLevel",
    "Term",
    "Variant",
    "Variants",
    "Vocabulary",
    "categories",
    "current_region",
    "language_name",
    "languages",
    "levels",
    "periods",
    "periods_named",
    "reading",
    "regions",
    "reigns_named",
    "rights",
    "types",
    "use_variants",
    "variants",
    "variants_of",
    "vocabulary",
]
