"""`wenmai variants` as an operator types it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from records.vocabularies import use_variants
from tests.indexers.test_cli import Node, node, told

__all__ = ["node"]

GOOD = "id,direction,names,source\nours,both,本馆|市博物馆,章程\n"
BAD = GOOD + "theirs,both,一名,\n"


@pytest.fixture(autouse=True)
def _as_shipped() -> Iterator[None]:
    yield
    use_variants(None)


def test_the_list_shows_what_is_in_force(node: Node) -> None:
    own = node.file("own.csv", GOOD.encode())
    listed = node.run("variants", WENMAI_VARIANTS=own)
    lines = listed.stdout.splitlines()
    assert listed.exit_code == 0
    assert any(line.startswith("  xian ") and "西安 ← 长安, 京兆, 镐京" in line for line in lines)
    assert lines[-1].split() == ["*", "ours", "本馆", "=", "市博物馆", "(章程)"]


def test_without_a_file_of_its_own_a_node_lists_what_ships(node: Node) -> None:
    listed = node.run("variants")
    assert listed.exit_code == 0
    assert "紫禁城" in listed.stdout
    assert "*" not in listed.stdout


def test_a_good_file_passes_the_check(node: Node) -> None:
    checked = node.run("variants", "--check", node.file("own.csv", GOOD.encode()))
    assert checked.exit_code == 0
    assert told(checked) == {"command": "variants", "done": True, "groups": 1, "removed": [], "problems": []}


def test_a_bad_file_fails_the_check_by_line_and_column(node: Node) -> None:
    path = node.file("own.csv", BAD.encode())
    checked = node.run("variants", "--check", path)
    assert checked.exit_code == 1
    assert told(checked)["problems"] == [
        f"{path}, line 3, names: a group needs two names or more, with | between them: 故宫|紫禁城"
    ]
    assert f"{path}, line 3, names" in checked.stderr
