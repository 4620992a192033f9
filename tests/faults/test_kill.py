"""Nothing acknowledged is lost and nothing is there twice, whenever ingest, sync or build is killed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.killing import COMMANDS, Bed, make_bed, trial

SEED = 71
ROUNDS = 8


@pytest.fixture(scope="module")
def bed(tmp_path_factory: pytest.TempPathFactory) -> Bed:
    return make_bed(tmp_path_factory.mktemp("bed"), 1_500)


@pytest.mark.slow
@pytest.mark.timeout(1_500)
@pytest.mark.parametrize("command", COMMANDS)
def test_killed_at_random_moments(bed: Bed, tmp_path: Path, command: str) -> None:
    drawn = random.Random(f"{SEED}-{command}")
    for number in range(ROUNDS):
        assert trial(bed, tmp_path / str(number), command, drawn) == bed.truth
