"""Workers that are woken for one new connection: one takes it, and no other cuts a client of its own for that."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bench.serving import get, serving
from tests.http import nodes

pytestmark = pytest.mark.slow


def test_no_client_is_cut_because_another_worker_was_quicker(tmp_path: Path) -> None:
    chosen = nodes.settings(tmp_path / "node")
    nodes.fill(chosen)
    with serving(chosen.data, "serve", "--workers", "4", WENMAI_LIMITS="off") as (port, _):

        def ask(number: int) -> int:
            return get(port, f"/v1/records?q=月&page_size={number % 50}".replace("月", "%E6%9C%88"))[0]

        with ThreadPoolExecutor(12) as pool:
            assert set(pool.map(ask, range(600))) == {200}
