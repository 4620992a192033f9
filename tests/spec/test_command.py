"""The command that writes the spec, and looks whether it is current."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.spec import FILE, main


def test_the_spec_is_written_and_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "openapi.yaml"
    assert main(["--check", str(path)]) == 1
    assert main([str(path)]) == 0
    assert main(["--check", str(path)]) == 0
    path.write_text(path.read_text(encoding="utf-8") + "more: 1\n", encoding="utf-8")
    before = path.read_bytes()
    assert main(["--check", str(path)]) == 1
    assert path.read_bytes() == before
    assert "make openapi" in capsys.readouterr().err


def test_the_one_that_ships_is_current() -> None:
    assert main(["--check"]) == 0
    assert not (FILE.parent / "--check").exists()
