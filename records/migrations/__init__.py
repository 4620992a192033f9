"""The store's tables, step by step; run by `records.database` when a store is opened."""

HEAD = "0006"
"""The newest revision; a store that stands here is opened without loading Alembic."""
