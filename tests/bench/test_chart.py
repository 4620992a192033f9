"""The chart of growth: always the same from the same figures, well formed, and readable without eyes."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from bench.chart import Scale, drawn

SVG = "{http://www.w3.org/2000/svg}"


def step(records: int, *, slower: float = 1.0) -> dict:
    kinds = {"two words & facets": (2.0, 9.5), "detail": (0.5, 1.2), "<odd>": (40.0, 130.0)}
    return {"records": records, "answers": {k: {"p50": a * slower, "p99": b * slower} for k, (a, b) in kinds.items()}}


STEPS = [step(10_000), step(577_000, slower=3), step(2_000_000, slower=7.5)]


def test_it_is_the_same_every_time_and_follows_the_figures():
    assert drawn(STEPS) == drawn([step(10_000), step(577_000, slower=3), step(2_000_000, slower=7.5)])
    assert drawn(STEPS) != drawn(STEPS[:2])


def test_it_is_xml_with_a_line_of_each_measure_for_each_kind():
    root = ET.fromstring(drawn(STEPS))
    assert root.tag == f"{SVG}svg"
    assert len(root.findall(f".//{SVG}g")) == 3
    for measure in ("p50", "p99"):
        assert len(root.findall(f".//{SVG}circle[@class='{measure}']")) == 3 * len(STEPS)
        assert len(root.findall(f".//{SVG}g/{SVG}path[@class='{measure}']")) == 3


def test_slower_answers_stand_higher_and_more_records_farther_right():
    panel = ET.fromstring(drawn(STEPS)).find(f"{SVG}g")
    points = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in panel.findall(f"{SVG}circle[@class='p50']")]
    assert points == sorted(points)
    assert [down for _, down in points] == sorted((down for _, down in points), reverse=True)


def test_its_words_tell_every_figure():
    root = ET.fromstring(drawn(STEPS))
    told = root.find(f"{SVG}desc").text
    assert root.get("aria-labelledby").split() == [
        root.find(f"{SVG}title").get("id"),
        root.find(f"{SVG}desc").get("id"),
    ]
    for part in ("two words & facets", "<odd>", "10,000 records 2.0 ms and 9.5 ms", "2,000,000 records 300.0 ms"):
        assert part in told


@pytest.mark.parametrize(("value", "at"), [(1.0, 0.0), (10.0, 50.0), (100.0, 100.0)])
def test_scale(value, at):
    assert Scale(0, 2, 100).at(value) == at
