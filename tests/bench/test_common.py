"""Percentiles and verdicts, judged by counting."""

from __future__ import annotations

import pytest

from bench.common import percentile, verdict
from bench.load import latency


@pytest.mark.parametrize(
    ("values", "share", "wanted"),
    [
        ([7.0], 0.5, 7.0),
        ([7.0], 0.99, 7.0),
        ([3.0, 1.0, 2.0], 0.5, 2.0),
        (list(range(100)), 0.5, 50),
        (list(range(100, 0, -1)), 0.99, 100),
        (list(range(1, 201)), 0.99, 199),
    ],
)
def test_percentile(values, share, wanted):
    assert percentile(values, share) == wanted


def test_latency_tells_how_many_were_asked_of_how_many():
    told = latency([4.0, 1.0, 3.0, 2.0], [10, 0, 30, 20], 9)
    assert (told.n, told.of, told.p50, told.max, told.median_total) == (4, 9, 3.0, 4.0, 20)


@pytest.mark.parametrize(
    ("value", "target", "at_least", "wanted"),
    [
        (5.0, 5.0, False, "met"),
        (5.1, 5.0, False, "MISSED"),
        (3_500.0, 3_500.0, True, "met"),
        (3_499.0, 3_500.0, True, "MISSED"),
        (1.0, None, False, "–"),
    ],
)
def test_verdict(value, target, at_least, wanted):
    assert verdict(value, target, at_least=at_least) == wanted
