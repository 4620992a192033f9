"""An operator's own file of variant names, as a node meets it when it starts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api import create_app
from records.vocabularies import use_variants, variants_of
from settings import Settings

ROWS = "id,direction,names,source\nours,both,本馆|市博物馆,章程\ntheirs,both,一名,\n"


@pytest.fixture(autouse=True)
def _as_shipped() -> Iterator[None]:
    yield
    use_variants(None)


def test_a_node_with_a_bad_row_serves_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.csv"
    path.write_text(ROWS, encoding="utf-8")
    settings = Settings.from_env({"WENMAI_DATA": str(tmp_path), "WENMAI_VARIANTS": str(path)})
    answered = create_app(settings).test_client().get("/healthz")
    assert answered.status_code == 200
    assert "line 3, names" in capsys.readouterr().err
    assert variants_of("本馆") == ("市博物馆",)
