"""`python -m tests.faults.working SECONDS`: a worker whose leases last so long."""

from __future__ import annotations

import sys
from datetime import timedelta

from api import create_app
from api.working import holding
from api.working.loop import work
from settings import Settings

if __name__ == "__main__":
    holding.RENEW_S = 0.3
    work(create_app(Settings.from_env()), lambda: True, timedelta(seconds=float(sys.argv[1])))
