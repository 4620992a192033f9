"""The compose file, as far as it can be told without a container engine."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from bench.common import ROOT
from deploy.elasticsearch.command import PREPARED

FILE = ROOT / "deploy" / "compose.yaml"
COMPOSE: dict[str, Any] = yaml.safe_load(FILE.read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
# Of the Compose Specification; a name that is misspelt is refused by an engine.
TOP = {"name", "services", "volumes"}
OF_A_SERVICE = {"image", "environment", "command", "ports", "volumes", "restart", "healthcheck"}
OF_A_CHECK = {"test", "interval", "timeout", "retries"}


def test_it_says_nothing_the_specification_does_not_know() -> None:
    assert set(COMPOSE) <= TOP
    for service in SERVICES.values():
        assert set(service) <= OF_A_SERVICE
        assert set(service["healthcheck"]) <= OF_A_CHECK
        assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")


@pytest.mark.parametrize("name", SERVICES)
def test_a_server_is_pinned_and_reached_from_this_machine_only(name: str) -> None:
    service = SERVICES[name]
    assert re.search(r":\d[\w.]*$", service["image"])
    assert service["ports"]
    for published in service["ports"]:
        assert re.fullmatch(r"127\.0\.0\.1:\d+:\d+", published)


def test_volumes_that_are_used_are_declared_and_the_other_way_round() -> None:
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


def test_no_password_is_written_down() -> None:
    passwords = re.findall(r"^ +\w*(?:PASSWORD|AUTH): (.+)$", FILE.read_text(), re.MULTILINE)
    assert len(passwords) == len(SERVICES)
    assert all(re.fullmatch(r"\$\{\w+:\?say which\}", password) for password in passwords)


def test_the_elasticsearch_is_the_one_that_is_tested() -> None:
    pom = (ROOT / "deploy" / "elasticsearch" / "pom.xml").read_text()
    version = re.search(r"<elasticsearch.version>(.+)</elasticsearch.version>", pom)
    assert version is not None
    assert SERVICES["elasticsearch"]["image"].endswith(f":{version[1]}")
    jar = PREPARED / "lib" / f"elasticsearch-{version[1]}.jar"
    assert jar.exists() or not PREPARED.exists()
