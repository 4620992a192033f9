"""Which Java is taken, and what is said when there is nothing to start or no room for it: no server needed."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from deploy.elasticsearch import command, java
from deploy.elasticsearch.node import ElasticsearchMissing, NotStarted
from deploy.elasticsearch.server import free_ports, running


def home(folder: Path, said: str, *programs: str) -> Path:
    """A folder that looks like a Java's."""
    (folder / "bin").mkdir(parents=True)
    (folder / "release").write_text(f'IMPLEMENTOR="Test"\nJAVA_VERSION="{said}"\n')
    for program in programs:
        (folder / "bin" / program).touch()
    return folder


@pytest.mark.parametrize(
    ("said", "programs", "wanted"),
    [
        ("25.0.1", ["java", "javac"], 25),
        ("21", ["java"], 21),
        ("1.8.0_402", ["java"], 1),
        ("17.0.12", ["java"], 17),
        ("25.0.1", [], 0),
        ("strange", ["java"], 0),
    ],
)
def test_version(tmp_path: Path, said: str, programs: list[str], wanted: int) -> None:
    assert java.version(home(tmp_path / "jdk", said, *programs)) == wanted


def test_no_java_has_no_version(tmp_path: Path) -> None:
    assert java.version(tmp_path) == java.version(tmp_path / "nowhere") == 0


def test_the_newest_is_taken_and_of_equals_the_one_with_a_compiler(tmp_path: Path) -> None:
    old = home(tmp_path / "old", "17.0.1", "java", "javac")
    bare = home(tmp_path / "bare", "21.0.4", "java")
    full = home(tmp_path / "full", "21.0.1", "java", "javac")
    newer = home(tmp_path / "newer", "25", "java")
    assert java.newest([old]) is None
    assert java.newest([old, bare]) == bare
    assert java.newest([bare, full, old]) == full
    assert java.newest([full, newer]) == newer


def test_the_one_asked_for_is_among_those_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert java.installed()[0] == tmp_path


def test_nothing_prepared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(command, "PREPARED", tmp_path)
    with pytest.raises(ElasticsearchMissing, match=r"make \.state/elasticsearch/prepared"), running(tmp_path):
        pass


def test_a_port_that_is_taken_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / command.LAUNCHER).touch()
    monkeypatch.setattr(command, "PREPARED", tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(NotStarted, match=f"127.0.0.1:{port} is taken"), running(tmp_path, port=port):
            pass


def test_free_ports_are_different_and_free(tmp_path: Path) -> None:
    found = free_ports(6)
    assert len(set(found)) == 6
    for port in found:
        socket.create_server(("127.0.0.1", port)).close()


@pytest.mark.parametrize(("heap", "flag"), [("512m", "-Xmx512m"), ("12.5%", "-XX:MaxRAMPercentage=12.5")])
def test_the_heap_is_a_size_or_a_share(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, heap: str, flag: str) -> None:
    (tmp_path / command.LAUNCHER).touch()
    monkeypatch.setattr(command, "PREPARED", tmp_path)
    assert flag in command.command(heap, [])
