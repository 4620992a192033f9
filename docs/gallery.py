"""Draws docs/images/ and writes docs/gallery.md from real calls to a node of the sample: `make gallery`."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask.testing import FlaskClient

from api import create_app
from settings import Settings, child_environment

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
IMAGES = Path(__file__).with_name("images")
PAGE = Path(__file__).with_name("gallery.md")
ADDRESS = "http://127.0.0.1:8000"
LARGEST = 96 * 1024
"""Bytes of a picture that is kept with the docs."""

ROWS = 4
"""Of each table that are shown."""

HEAD = f"""# Gallery

What each kind of chart looks like, with the call that draws it and the beginning of its table. Put `{ADDRESS}` of
`make run` before a call, and `format=svg`, `png`, `vegalite`, `csv`, `xlsx` or nothing (JSON) at its end; all forms and
looks: [charts](guides/charts.md). Made from the sample by `make gallery`.
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A file of docs/images/, what it shows, and the call that draws it."""

    name: str
    title: str
    call: str


PICTURES = (
    Picture("bar", "Bars 条形图", "/v1/aggregate?by=type&top=20&width=400"),
    Picture("bar-dark", "Bars, dark, in English", "/v1/aggregate?by=type&top=20&width=400&theme=dark&lang=en"),
    Picture("tilemap", "Provinces as tiles of equal size 省区格图", "/v1/aggregate?by=region"),
    Picture("tilemap-dark", "The same, dark, in English", "/v1/aggregate?by=region&theme=dark&lang=en"),
    Picture("timeline", "Periods on a line of time 时代轴", "/v1/aggregate?by=period&width=400&lang=zh-Hant"),
    Picture("years", "Centuries 世纪", "/v1/aggregate?by=year&interval=100&year_from=-1500&width=480&chart=bar"),
    Picture(
        "line-dark",
        "A line 折线图",
        "/v1/aggregate?by=year&interval=100&year_from=-500&width=480&chart=line&theme=dark",
    ),
    Picture(
        "area",
        "Areas, one upon the other 面积图",
        "/v1/aggregate?by=year,type&interval=100&top=4&year_from=600&width=480&chart=area&lang=en",
    ),
    Picture(
        "heatmap", "Two dimensions as a heat map 热力图", "/v1/aggregate?by=period,type&top=8&chart=heatmap&width=420"
    ),
    Picture("map", "Cells of a grid 网格图", "/v1/aggregate?by=grid&precision=6&chart=map&width=420"),
    Picture(
        "points-dark",
        "The same as points 点图",
        "/v1/aggregate?by=grid&precision=6&chart=points&width=420&theme=dark&lang=en",
    ),
    Picture("treemap", "A tree as areas 矩形树图", "/v1/aggregate?by=category&depth=2&chart=treemap&width=480"),
    Picture(
        "network-dark",
        "What occurs together 共现网络",
        "/v1/network?field=subject&nodes=40&support=3&width=440&theme=dark",
    ),
    Picture("long-labels", "Long labels 长标签", "/v1/aggregate?by=institution&top=40&type=policy&width=400&lang=en"),
    Picture("one-row", "One row 只有一行", "/v1/aggregate?by=type&type=site&width=400"),
    Picture("no-row", "No row 没有数据", "/v1/aggregate?by=type&type=site&q=无此文&relax=false&width=400&theme=dark"),
    Picture("many-rows", "Hundreds of rows 数百行", "/v1/aggregate?by=subject&top=500&width=400"),
)


@contextmanager
def node() -> Iterator[FlaskClient]:
    """One that holds the sample, for as long as it is asked."""
    with tempfile.TemporaryDirectory() as folder:
        own = {"WENMAI_DATA": folder, "WENMAI_LIMITS": "off", "WENMAI_BASE_URL": ADDRESS}
        command = [sys.executable, "-m", "indexers.cli", "ingest", str(SAMPLE)]
        subprocess.run(command, env=child_environment() | own, check=True, capture_output=True)
        app = create_app(Settings.from_env(own))
        yield app.test_client()
        app.extensions["wenmai"].close()


def asked(client: FlaskClient, picture: Picture, form: str) -> bytes:
    response = client.get(f"{picture.call}&format={form}")
    if response.status_code != 200:
        raise SystemExit(f"{picture.call}: {response.status_code} {response.get_data(as_text=True)}")
    return response.get_data()


def page(client: FlaskClient) -> str:
    return "\n".join((HEAD, *(_section(client, picture) for picture in PICTURES)))


def _section(client: FlaskClient, picture: Picture) -> str:
    head, *rows = csv.reader(io.StringIO(asked(client, picture, "csv").decode(), newline=""))
    lines = [head, ["---"] * len(head), *rows[:ROWS]]
    table = "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)
    more = f"\n\n… {len(rows) - ROWS} more rows" if len(rows) > ROWS else ""
    picture_of = f"![{picture.title}](images/{picture.name}.png)"
    return f"## {picture.title}\n\n`GET {picture.call}`\n\n{table}{more}\n\n{picture_of}\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with node() as client:
        for picture in PICTURES:
            drawn = asked(client, picture, "png")
            if len(drawn) > LARGEST:
                raise SystemExit(f"{picture.name}: {len(drawn):,} bytes, and at most {LARGEST:,} are kept")
            (IMAGES / f"{picture.name}.png").write_bytes(drawn)
        PAGE.write_text(page(client), encoding="utf-8")


if __name__ == "__main__":
    main()
