"""The code in the client's READMEs runs as it stands there, and both show the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.served import ROOT

CLIENT = ROOT / "clients" / "python"
READMES = ("README.md", "README.zh-CN.md")
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)
COMMENT = re.compile(r" +# .*")
NODE = "https://node.example"


def blocks(name: str) -> list[str]:
    return BLOCK.findall((CLIENT / name).read_text("utf-8"))


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
