"""`python -m tests.indexers.later WORDS…`: `wenmai`, as a version that keeps its index in another way."""

from __future__ import annotations

from indexers.cli import main
from search.engines.elasticsearch import mapping
from search.engines.tantivy import schema

if __name__ == "__main__":
    mapping.EDITION += 1
    schema.EDITION += 1
    main(prog_name="wenmai")
