"""Measurements, each a command: `python -m bench ingest`, `serve`, `kill`; figures go to docs/performance.md."""
