"""Tests of `exchange/`."""
