"""Measurements, each a command, `python -m bench NAME`; the figures go to docs/performance.md."""
