"""What charts are worked out with: colours, classes, tiles, springs, squares, planes, years and cut text."""

from __future__ import annotations

import csv
import itertools
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import exchange.charts.tilemap as tilemap
from exchange.charts.classes import classes
from exchange.charts.planes import albers, flat_geometry
from exchange.charts.springs import places
from exchange.charts.squares import Rect, squarified
from exchange.charts.theme import DARK, LIGHT, Theme
from exchange.charts.tilemap import layout, short_name
from exchange.charts.treemap import DARK_GROUPS, LIGHT_GROUPS
from exchange.tables.text import cut, drawn, width
from exchange.tables.words import language_of, number, year, years
from records.vocabularies import regions
from tests.exchange.making import COUNT

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def _linear(colour: str) -> tuple[float, ...]:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""
    low, high = sorted(
        sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), _linear(c), strict=True))
        for c in (one, other)
    )
    return (high + 0.05) / (low + 0.05)


SEEN_BY = {
    "most": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopes": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopes": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopes": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
"""Machado, Oliveira and Fernandes, 2009, severity 1."""


def _oklab(colour: str, eyes: str) -> tuple[float, float, float]:
    """Ottosson, 2020."""
    r, g, b = (max(0, sum(m * c for m, c in zip(row, _linear(colour), strict=True))) for row in SEEN_BY[eyes])
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    middle = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
        0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
    )


@THEMES
@pytest.mark.parametrize("eyes", SEEN_BY)
def test_series_are_told_apart_by_all(theme: Theme, eyes: str) -> None:
    for one, other in itertools.combinations(theme.series, 2):
        assert math.dist(_oklab(one, eyes), _oklab(other, eyes)) >= 0.12, (one, other)


@THEMES
@pytest.mark.parametrize("eyes", SEEN_BY)
def test_classes_are_told_apart_by_all_and_go_one_way(theme: Theme, eyes: str) -> None:
    light = [_oklab(shade.fill, eyes)[0] for shade in theme.classes]
    steps = [after - before for before, after in itertools.pairwise(light)]
    assert all(abs(step) >= 0.08 for step in steps)
    assert len({step > 0 for step in steps}) == 1


@THEMES
def test_marks_and_text_have_contrast(theme: Theme) -> None:
    assert all(_contrast(colour, theme.background) >= 3 for colour in (*theme.series, theme.lone))
    assert all(_contrast(ink, theme.background) >= 4.5 for ink in (theme.ink, theme.soft))
    assert all(_contrast(shade.fill, shade.ink) >= 4.5 for shade in (*theme.classes, theme.nothing))
    groups = LIGHT_GROUPS if theme is LIGHT else DARK_GROUPS
    assert all(_contrast(group, theme.background) >= 4.5 for group in groups)


@given(st.lists(st.one_of(st.integers(0, 50), st.floats(0, 1e9)), min_size=1, max_size=60))
def test_every_figure_is_in_its_class(figures: list[float]) -> None:
    made = classes(figures, LIGHT, COUNT)
    assert 1 <= len(made.bounds) <= 5
    assert len(made.bounds) == len(made.shades) == len(made.names)
    for figure in figures:
        low, high = made.bounds[made.of(figure)]
        assert low <= figure <= high
    assert all(before[1] < after[0] for before, after in itertools.pairwise(made.bounds))
    assert {end for pair in made.bounds for end in pair} <= set(figures)


def test_classes_are_of_about_equal_size() -> None:
    made = classes(list(range(100)), LIGHT, COUNT)
    assert made.names == ("0 – 19", "20 – 39", "40 – 59", "60 – 79", "80 – 99")


SEATS = {
    "110000": (116.4, 39.9), "120000": (117.2, 39.1), "130000": (114.5, 38.0), "140000": (112.5, 37.9),
    "150000": (111.7, 40.8), "210000": (123.4, 41.8), "220000": (125.3, 43.8), "230000": (126.6, 45.8),
    "310000": (121.5, 31.2), "320000": (118.8, 32.1), "330000": (120.2, 30.3), "340000": (117.2, 31.8),
    "350000": (119.3, 26.1), "360000": (115.9, 28.7), "370000": (117.0, 36.7), "410000": (113.6, 34.8),
    "420000": (114.3, 30.6), "430000": (113.0, 28.2), "440000": (113.3, 23.1), "450000": (108.3, 22.8),
    "460000": (110.3, 20.0), "500000": (106.5, 29.6), "510000": (104.1, 30.7), "520000": (106.7, 26.6),
    "530000": (102.7, 25.0), "540000": (91.1, 29.7), "610000": (108.9, 34.3), "620000": (103.8, 36.1),
    "630000": (101.8, 36.6), "640000": (106.2, 38.5), "650000": (87.6, 43.8), "710000": (121.5, 25.0),
    "810000": (114.2, 22.3), "820000": (113.5, 22.2),
}  # fmt: skip
"""Where the seat of each government lies, longitude and latitude in degrees."""


def test_every_division_has_one_tile_and_no_tile_is_shared() -> None:
    path = Path(tilemap.__file__).with_name("tile_layout.csv")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert sorted(row["code"] for row in rows) == sorted(r.id for r in regions().children("100000")) == sorted(SEATS)
    assert len(rows) == len({(row["column"], row["row"]) for row in rows}) == 34


def test_tiles_lie_roughly_where_the_divisions_do() -> None:
    """Eight degrees further east is never further west on the tiles, six further south never further north."""
    for one, other in itertools.permutations(SEATS, 2):
        (lon, lat), (column, row) = SEATS[one], layout()[one]
        (other_lon, other_lat), (other_column, other_row) = SEATS[other], layout()[other]
        assert lon + 8 > other_lon or column <= other_column, (one, other)
        assert lat - 6 < other_lat or row <= other_row, (one, other)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("广西壮族自治区", "广西"),
        ("香港特别行政区", "香港"),
        ("北京市", "北京"),
        ("內蒙古自治區", "內蒙古"),
        ("Hubei", "Hubei"),
        ("省", "省"),
    ],
)
def test_names_on_tiles_are_short(name: str, short: str) -> None:
    assert short_name(name) == short


def test_places_of_a_network_are_always_the_same_and_inside() -> None:
    links = [(at, (at * 7 + 1) % 60, 1.0 + at % 5) for at in range(60)]
    weights = [float(at % 9 + 1) for at in range(60)]
    found = places(weights, links)
    assert found == places(weights, links)
    assert all(abs(x) <= 1 and abs(y) <= 1 for x, y in found)
    assert len(set(found)) == 60


def test_what_is_linked_lies_nearer() -> None:
    """Two circles of friends with one link between them."""
    groups = [range(8), range(8, 16)]
    links = [(a, b, 1.0) for group in groups for a, b in itertools.combinations(group, 2)] + [(0, 8, 1.0)]
    found = places([1.0] * 16, links)
    inside = max(math.dist(found[a], found[b]) for group in groups for a, b in itertools.combinations(group, 2))
    across = sum(math.dist(found[a], found[b]) for a in groups[0] for b in groups[1]) / 64
    assert across > inside


@pytest.mark.parametrize("count", [0, 1, 2])
def test_tiny_networks_have_places(count: int) -> None:
    assert len(places([1.0] * count, [])) == count


@given(st.lists(st.floats(0.5, 1e6), min_size=1, max_size=60))
def test_rectangles_are_as_large_as_their_figures_and_do_not_overlap(sizes: list[float]) -> None:
    room = Rect(0, 0, 640, 460)
    found = squarified(sorted(sizes, reverse=True), room)
    area = room.width * room.height / sum(sizes)
    for size, rect in zip(sorted(sizes, reverse=True), found, strict=True):
        assert rect.width * rect.height == pytest.approx(size * area, rel=0.02, abs=8)
        assert rect.x >= -0.01
        assert rect.y >= -0.01
        assert rect.x + rect.width <= 640.1
        assert rect.y + rect.height <= 460.1
    for one, other in itertools.combinations(found, 2):
        across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
        down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
        assert min(across, down) <= 0.05


@given(st.floats(75, 134), st.floats(4, 52))
def test_a_degree_by_a_degree_keeps_its_area(lon: float, lat: float) -> None:
    """Against the area on the sphere: equal-area is what the projection promises."""
    step = 0.01
    corners = [albers(lon, lat), albers(lon + step, lat), albers(lon + step, lat + step), albers(lon, lat + step)]
    flat = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, corners[1:] + corners[:1], strict=True))) / 2
    globe = math.radians(step) * (math.sin(math.radians(lat + step)) - math.sin(math.radians(lat)))
    assert flat == pytest.approx(globe, rel=1e-3)


def test_shapes_fill_the_width_and_lose_what_cannot_be_seen() -> None:
    fine = [[100 + math.cos(at / 500) * 5, 35 + math.sin(at / 500) * 5] for at in range(3142)]
    made, height = flat_geometry({"a": {"type": "Polygon", "coordinates": [[*fine, fine[0]]]}}, 20)
    ring = made["a"]["coordinates"][0][0]
    assert min(x for x, _ in ring) == 0
    assert max(x for x, _ in ring) == 20
    assert 18 < height < 30
    assert len(ring) < 900


@given(st.text(max_size=60), st.integers(2, 20))
def test_cut_text_fits_and_is_a_beginning(text: str, room: int) -> None:
    short = cut(text, room)
    assert short == text or (short.endswith("…") and text.startswith(short[:-1].rstrip()))
    assert width(short) <= room


@given(st.text(max_size=60))
def test_drawn_text_is_one_line(text: str) -> None:
    assert not any(ord(c) < 32 or c in "\u202e\u2066\u2028\x85" for c in drawn(text))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (year(-221, "zh-Hans"), "前221"),
        (year(-2_000_000, "en"), "2,000,000 BCE"),
        (year(960, "zh-Hant"), "960"),
        (years(1500, 100, "en"), "1500–1599"),
        (years(-50, 100, "zh-Hans"), "前50–49"),
        (years(0, 100, "en"), "1–99"),
        (number(1234567), "1,234,567"),
        (number(0.5), "0.5"),
        (number(1 / 3), "0.3333"),
        (number(-3), "-3"),
    ],
)
def test_years_and_figures_are_written_as_people_do(told: str, words: str) -> None:
    assert told == words


@pytest.mark.parametrize(
    ("tag", "language"),
    [("zh-Hans", "zh-Hans"), ("zh-TW", "zh-Hant"), ("zh-Hant-HK", "zh-Hant"), ("zh", "zh-Hans"), ("fr", "en")],
)
def test_the_nearest_language_is_taken(tag: str, language: str) -> None:
    assert language_of(tag) == language
