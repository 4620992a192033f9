"""The code in the client's READMEs and in the guides for researchers runs as it stands, the same in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.served import ROOT

CLIENT = ROOT / "clients" / "python"
READMES = ("README.md", "README.zh-CN.md")
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)
COMMENT = re.compile(r" +# .*")
NODE = "https://node.example"

GUIDES = ("researchers.md", "researchers.zh-CN.md")
LOCAL = "http://127.0.0.1:8000"
CODE = re.compile(r"```(?:python|sh|r|stata)\n(.*?)```", re.DOTALL)


def blocks(name: str) -> list[str]:
    return BLOCK.findall((CLIENT / name).read_text("utf-8"))


def guide(name: str) -> str:
    return (ROOT / "docs" / "guides" / name).read_text("utf-8")


@pytest.mark.usefixtures("working")
@pytest.mark.parametrize("name", READMES)
def test_the_code_runs(
    name: str, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    known: dict[str, object] = {}
    for block in blocks(name):
        assert NODE in block
        exec(compile(block.replace(NODE, address), name, "exec"), known)
    assert {path.name for path in tmp_path.iterdir()} == {"sites.ndjson", "moon.csv.gz"}
    assert "[DB/OL]" in capsys.readouterr().out


def test_both_show_the_same() -> None:
    ours, theirs = ([COMMENT.sub("", one) for one in blocks(name)] for name in READMES)
    assert ours == theirs
    assert len(ours) > 1


@pytest.mark.usefixtures("working")
@pytest.mark.parametrize("name", GUIDES)
def test_the_guide_runs(name: str, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But for the picture by matplotlib, which the project itself does without."""
    monkeypatch.chdir(tmp_path)
    known: dict[str, Any] = {}
    for block in BLOCK.findall(guide(name)):
        if "matplotlib" not in block:
            exec(compile(block.replace(LOCAL, address), name, "exec"), known)
    known["node"].close()
    count = known["done"].count
    for frame in (known["poems"], known["rows"], known["typed"]):
        assert len(frame) == count > 0
        assert str(frame["seq"].dtype) == "Int64"
        assert not any(str(one).startswith("#") for one in frame["id"])
    for frame in (known["rows"], known["typed"]):
        assert (str(frame["year_start"].dtype), str(frame["region"].dtype)) == ("Int64", "string")
    assert (known["done"].checked, known["done"].relaxed) == (True, False)
    assert len(known["every"]) > len(known["authors"])


def test_both_guides_show_the_same() -> None:
    ours, theirs = ([COMMENT.sub("", one) for one in CODE.findall(guide(name))] for name in GUIDES)
    assert ours == theirs
    assert len(ours) > 10
