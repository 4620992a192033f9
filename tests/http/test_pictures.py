"""Pictures over HTTP while their drawing is disturbed, and labels that mean harm through every form."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from api import create_app
from api.node import Node, _Opened
from exchange.errors import PictureError, ShapesInvalid
from exchange.pictures import Patience, Renderer
from records.errors import RecordsError
from records.schema import draft
from settings import Settings
from tests import vegalite
from tests.exchange.making import MALICIOUS
from tests.http import nodes
from tests.http.asking import get, problem
from tests.http.reading import READERS, SVG, png_size

ASKED = "/v1/network?field=subject&nodes=25&support=2"


@pytest.fixture
def impatient(filled: Settings) -> Iterator[Flask]:
    """An application whose drawing may take a second."""
    found = create_app(filled)
    node: Node = found.extensions["wenmai"]
    node._renderer = _Opened(lambda: Renderer(Patience(draw=1, start=60)), PictureError)
    yield found
    node.close()


def drawing_process(app: Flask) -> int:
    node: Node = app.extensions["wenmai"]
    pid = node.renderer.pid
    assert pid
    return pid


def picture(app: Flask, width: int) -> Any:
    """One that is not kept yet."""
    return app.test_client().get(f"{ASKED}&format=png&width={width}")


def drawn_again(app: Flask, width: int) -> Any:
    """The picture, once it is drawn: the first that is asked for may find no drawing process, or be too late."""
    until = time.monotonic() + 60
    while (response := picture(app, width)).status_code != 200:
        assert response.status_code == 503
        assert time.monotonic() < until
    return response


def test_nothing_draws_before_the_first_picture_nor_after_the_end(filled: Settings) -> None:
    app = create_app(filled)
    node: Node = app.extensions["wenmai"]
    assert app.test_client().get(f"{ASKED}&format=vegalite").status_code == 200
    assert node.renderer.pid is None
    assert picture(app, 400).status_code == 200
    pid = drawing_process(app)
    node.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_drawing_process_that_was_killed_is_replaced_unnoticed(impatient: Flask) -> None:
    before = drawn_again(impatient, 400).get_data()
    os.kill(drawing_process(impatient), signal.SIGKILL)
    assert png_size(picture(impatient, 401).get_data())
    assert picture(impatient, 400).get_data() == before


def test_one_that_hangs_is_a_503_that_says_when_to_come_again(impatient: Flask) -> None:
    drawn_again(impatient, 400)
    os.kill(drawing_process(impatient), signal.SIGSTOP)
    begun = time.monotonic()
    response = picture(impatient, 402)
    assert time.monotonic() - begun < 15
    told = problem(response, 503, "picture-unavailable")
    assert response.headers["Retry-After"]
    assert "format=vegalite" in told["detail"]
    assert drawn_again(impatient, 402)


def test_while_pictures_hang_everything_else_is_answered(impatient: Flask) -> None:
    drawn_again(impatient, 400)
    os.kill(drawing_process(impatient), signal.SIGSTOP)
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(picture, impatient, 410 + at) for at in range(8)]
        for at in range(4):
            assert get(impatient.test_client(), f"{ASKED}&width={500 + at}")["nodes"]
        statuses = sorted(one.result().status_code for one in waiting)
    assert set(statuses) <= {200, 503}
    assert statuses.count(503) >= 1
    assert drawn_again(impatient, 430)


@pytest.mark.slow
def test_killed_again_and_again_it_never_hangs(impatient: Flask) -> None:
    done = threading.Event()

    def kill() -> None:
        while not done.wait(0.3):
            pid = impatient.extensions["wenmai"].renderer.pid
            if pid:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue

    killing = threading.Thread(target=kill)
    killing.start()
    begun = time.monotonic()
    statuses = [picture(impatient, 600 + at).status_code for at in range(12)]
    done.set()
    killing.join()
    assert set(statuses) <= {200, 503}
    assert time.monotonic() - begun < 120
    assert drawn_again(impatient, 700)


def test_shapes_are_read_at_the_start_or_there_is_none(filled: Settings, tmp_path: Path) -> None:
    path = tmp_path / "shapes.geojson"
    with pytest.raises(ShapesInvalid, match="cannot be read"):
        create_app(nodes.settings(filled.data, WENMAI_SHAPES=str(path)))
    path.write_text('{"type": "FeatureCollection", "source": "x", "features": [1]}', encoding="utf-8")
    with pytest.raises(ShapesInvalid, match="approval"):
        create_app(nodes.settings(filled.data, WENMAI_SHAPES=str(path)))


# Labels


def _sound(text: str) -> bool:
    """Whether the record form takes it as a subject."""
    try:
        draft(nodes.record(1, subjects=[text]))
    except RecordsError:
        return False
    return True


@pytest.fixture
def harmful(node: nodes.Following) -> tuple[nodes.Following, list[str]]:
    """A node whose every subject stands with every other in a record."""
    texts = [text for text in MALICIOUS if _sound(text)]
    texts = json.loads(draft(nodes.record(1, subjects=texts)).content)["subjects"]
    assert {text for text in MALICIOUS if "script" in text or "cmd" in text or "svg" in text} <= set(texts)
    node.put(*(nodes.record(number, subjects=texts) for number in (1, 2)))
    return node, texts


def test_labels_that_mean_harm_do_none_in_any_form(harmful: tuple[nodes.Following, list[str]]) -> None:
    node, texts = harmful
    client = node.app.test_client()
    asked = "/v1/network?field=subject&nodes=200"
    found = get(client, asked)
    values = {one["id"] for one in found["nodes"]}
    assert len(values) == len(texts)
    forms = {form: client.get(f"{asked}&format={form}") for form in found["links"] if form != "self"}
    assert {response.status_code for response in forms.values()} == {200}
    right = READERS["json"](client.get(asked).get_data())
    assert READERS["csv"](forms["csv"].get_data()) == right
    assert len(READERS["graphml"](forms["graphml"].get_data())) == len(right)
    _no_formula(forms["csv"].get_data().decode(), forms["xlsx"].get_data())
    _no_script(forms["svg"].get_data())
    vegalite.schema().validate(json.loads(forms["vegalite"].get_data()))
    png_size(forms["png"].get_data())
    assert "\u202e" not in json.dumps(json.loads(forms["vegalite"].get_data()), ensure_ascii=False)


def _no_formula(text: str, book: bytes) -> None:
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            assert not cell.lstrip(" \u3000\xa0").startswith(
                ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
            )
    for sheet in load_workbook(io.BytesIO(book)).worksheets:
        for line in sheet.iter_rows():
            for cell in line:
                assert cell.data_type != "f"
                assert cell.hyperlink is None


def _no_script(content: bytes) -> None:
    for element in ET.fromstring(content).iter():
        assert element.tag.startswith(SVG)
        assert element.tag.removeprefix(SVG) not in ("script", "image", "foreignObject", "iframe", "use", "a")
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            assert "href" not in name
            assert "javascript:" not in value or name.startswith("aria")


# Shapes of regions

SHAPES: dict[str, Any] = {
    "type": "FeatureCollection",
    "source": "示例测绘院",
    "approval": "GS(2024)0650号",
    "features": [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": [[[west, 39], [west + 2, 39], [west + 2, 41], [west, 39]]]},
        }
        for code, west in (("110000", 115), ("130000", 112))
    ],
}


def test_maps_of_regions_name_whose_outlines_they_are(filled: Settings, tmp_path: Path) -> None:
    path = tmp_path / "shapes.geojson"
    path.write_text(json.dumps(SHAPES), encoding="utf-8")
    app = create_app(replace(filled, shapes=path))
    client = app.test_client()
    asked = "/v1/aggregate?by=region&type=site"
    for form in ("vegalite", "svg"):
        drawn = client.get(f"{asked}&chart=map&format={form}").get_data(as_text=True)
        assert SHAPES["source"] in drawn
        assert SHAPES["approval"] in drawn
    collection = json.loads(client.get(f"{asked}&format=geojson").get_data())
    assert (collection["shapes_source"], collection["shapes_approval"]) == (SHAPES["source"], SHAPES["approval"])
    found = {one["id"]: one["geometry"] for one in collection["features"] if one["geometry"]}
    assert found == {one["properties"]["code"]: one["geometry"] for one in SHAPES["features"]}
    app.extensions["wenmai"].close()


def test_without_shapes_there_is_no_map_of_regions_and_why_is_told(app: Flask) -> None:
    client = app.test_client()
    told = problem(client.get("/v1/aggregate?by=region&chart=map&format=svg"), 400, "cannot-show")
    assert "WENMAI_SHAPES" in told["detail"] or "tilemap" in told["detail"]
    assert client.get("/v1/aggregate?by=region&format=svg").status_code == 200
