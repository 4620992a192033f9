"""Mappings: a CSV or TSV file of any publisher made into records by a TOML file that says which column is what."""

from indexers.mapping.loading import load_mapping

__all__ = ["load_mapping"]
