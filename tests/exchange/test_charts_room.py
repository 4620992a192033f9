"""The room told for a picture before it is drawn, held against what is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from exchange.charts import ChartKind, Drawing, chart, room
from exchange.pictures import Patience, Renderer
from exchange.tables.words import LANGUAGES, Language
from tests.exchange.charted import FIGURES, SAMPLES, SHAPES, long_named

SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)"[^>]*? height="([\d.]+)"')
NEARLY = pytest.approx(1, abs=0.12)


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    made = Renderer(Patience(draw=60, start=120))
    yield made
    made.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", FIGURES)
def test_each_kind_takes_about_the_room_that_was_told(renderer: Renderer, kind: ChartKind, language: Language) -> None:
    drawing = Drawing(kind, "", language)
    made = chart(SAMPLES[kind], drawing, SHAPES)
    assert _likeness(renderer, made.spec) == (NEARLY, NEARLY)


@pytest.mark.parametrize("rows", [1, 12, 60])
def test_so_do_many_rows_of_long_names(renderer: Renderer, rows: int) -> None:
    assert _likeness(renderer, chart(long_named(rows)).spec) == (NEARLY, NEARLY)


def test_regions_with_outlines_too(renderer: Renderer) -> None:
    made = chart(SAMPLES["tilemap"], Drawing("map"), SHAPES)
    assert _likeness(renderer, made.spec) == (NEARLY, NEARLY)


def _likeness(renderer: Renderer, spec: object) -> tuple[float, float]:
    told = room(spec)  # type: ignore[arg-type] # a chart's own
    drawn = SIZE.search(renderer.svg(spec))  # type: ignore[arg-type]
    assert drawn
    return told.width / float(drawn[1]), told.height / float(drawn[2])
