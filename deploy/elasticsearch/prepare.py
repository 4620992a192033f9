"""Puts an Elasticsearch together once: the official jars, the launcher, and an archive of loaded classes."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from deploy.elasticsearch import java
from deploy.elasticsearch.command import ARCHIVE, JAVA, LAUNCHER, LIB, PREPARED, STAMP
from deploy.elasticsearch.server import running

_HERE = Path(__file__).resolve().parent


def prepare(homes: Sequence[Path]) -> None:
    """Make the folder anew; `homes` are the places where a Java may be, and need not be."""
    shutil.rmtree(PREPARED, ignore_errors=True)
    PREPARED.mkdir(parents=True)
    home = java.newest(homes) or java.fetch_runtime(PREPARED / "python")
    (PREPARED / JAVA).symlink_to(home)
    java.maven("-f", _HERE / "pom.xml", "dependency:copy-dependencies", f"-DoutputDirectory={PREPARED / LIB}")
    _build_launcher()
    _archive_classes()
    # Last: only with it the folder counts as whole.
    (PREPARED / STAMP).touch()


def _build_launcher() -> None:
    """A jar, since class archives know no folders of classes."""
    classes = PREPARED / "classes"
    classes.mkdir()
    sources = sorted((_HERE / "launcher").glob("*.java"))
    java.compile_sources(PREPARED / JAVA, sources, sorted((PREPARED / LIB).glob("*.jar")), classes)
    with zipfile.ZipFile(PREPARED / LAUNCHER, "w") as jar:
        for made in sorted(classes.rglob("*.class")):
            jar.write(made, made.relative_to(classes))


def _archive_classes() -> None:
    """Let one node start and end, and the JVM write down the classes it had loaded: later starts take half the time."""
    made = [f"-XX:ArchiveClassesAtExit={PREPARED / ARCHIVE}"]
    with tempfile.TemporaryDirectory(prefix="wenmai-es-") as run, running(Path(run), jvm=made):
        pass


if __name__ == "__main__":
    prepare(java.installed())
