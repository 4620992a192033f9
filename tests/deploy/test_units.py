"""The systemd units: systemd reads them, and what they start runs and ends as they say."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from bench.common import ROOT
from records.jobs import JobState, JobWish
from records.store import Store
from tests.http import nodes

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer"))
HERE = "/opt/wenmai"
WAIT_S = 60


def told(path: Path) -> Mapping[str, str]:
    """What a unit says, the last of each name."""
    lines = [line for line in path.read_text("utf-8").splitlines() if "=" in line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_finds_nothing_wrong(path: Path, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not on this machine")
    for one in UNITS:
        name = one.name.replace("@.", "@1.")
        (tmp_path / name).write_text(one.read_text("utf-8").replace(HERE, str(ROOT)), encoding="utf-8")
    name = path.name.replace("@.", "@1.")
    found = subprocess.run([analyze, "verify", "--man=no", str(tmp_path / name)], capture_output=True, text=True)
    assert (found.returncode, [line for line in found.stderr.splitlines() if "wenmai" in line]) == (0, [])


def test_every_unit_is_told_of_in_the_readme() -> None:
    readme = (DEPLOY / "README.md").read_text("utf-8")
    assert [path.name for path in UNITS if f"`{path.name}`" not in readme] == []


def test_the_worker_by_itself_does_a_job_and_stops_when_told(tmp_path: Path) -> None:
    unit = told(DEPLOY / "wenmai-work@.service")
    settings = nodes.settings(tmp_path)
    nodes.fill(settings)
    store = Store.open(settings.database_url)
    job, _ = store.jobs.make(JobWish({"filter": {"type": ["site"]}}, "http://node.example", "one", 0, 0))
    command = shlex.split(unit["ExecStart"].replace(HERE, str(ROOT)))
    environment = {**os.environ, "WENMAI_DATA": str(tmp_path)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + WAIT_S
        while (now := store.jobs.get(job.id)) is None or now.state is not JobState.DONE:
            assert process.poll() is None
            assert time.monotonic() < until, now
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(float(unit["TimeoutStopSec"])) == 0
        assert now.made_of is not None
        assert now.made_of.count > 0
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        store.close()
