"""The command that runs one node: which Java, with which flags, from which jars."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from deploy.elasticsearch.node import ElasticsearchMissing

PREPARED = Path(__file__).resolve().parents[2] / ".state" / "elasticsearch"
JAVA, LIB, LAUNCHER, ARCHIVE = "java", "lib", "launcher.jar", "classes.jsa"
STAMP = "prepared"

QUICK = ("-XX:TieredStopAtLevel=1",)
"""For nodes that live for minutes: compiled once, not twice, they answer in half the time."""

_MAIN = "org.elasticsearch.node.Launcher"
_JVM = (
    "-XX:+UseSerialGC",
    # An archive made by another Java only makes the start slower.
    "-Xlog:cds=off",
    "--enable-native-access=ALL-UNNAMED",
    "-Dorg.apache.logging.log4j.level=WARN",
    # As the distribution starts it.
    "-Dio.netty.noUnsafe=true",
    "-Dio.netty.noKeySetOptimization=true",
    "-Dlog4j.shutdownHookEnabled=false",
    "-Dlog4j2.disable.jmx=true",
)


def command(heap: str, jvm: Sequence[str]) -> list[str]:
    """The words up to the settings; the kernel ends the process should its parent die first."""
    if not (PREPARED / LAUNCHER).exists():
        raise ElasticsearchMissing(f"there is no Elasticsearch in {PREPARED}: make .state/elasticsearch/{STAMP}")
    tied = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
    most = f"-XX:MaxRAMPercentage={heap[:-1]}" if heap.endswith("%") else f"-Xmx{heap}"
    path = os.pathsep.join(map(str, [PREPARED / LAUNCHER, *sorted((PREPARED / LIB).glob("*.jar"))]))
    return [*tied, str(PREPARED / JAVA / "bin" / "java"), most, *_JVM, *_archive(), *jvm, "-cp", path, _MAIN]


def _archive() -> list[str]:
    """None while it is being made: a JVM cannot read one and make it."""
    archive = PREPARED / ARCHIVE
    return [f"-XX:SharedArchiveFile={archive}"] if archive.exists() else []
