"""How a record is cited: GB/T 7714, BibTeX, CSL-JSON."""

from exchange.citations.bibtex import bibtex
from exchange.citations.citation import CHINA, Citation, citation, day_of
from exchange.citations.csl import csl_json
from exchange.citations.gbt7714 import gbt7714

__all__ = ["CHINA", "Citation", "bibtex", "citation", "csl_json", "day_of", "gbt7714"]
