"""`python -m tests.faults.working SECONDS|real [SIZE]`: a worker whose leases last so long, or one as it is served.

Where a size is given it puts itself to sleep, once, when it has written so many bytes of a job's file.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from api import create_app
from api.working import holding
from api.working.__main__ import main
from api.working.holding import Hold
from api.working.loop import work
from settings import Settings


def sleep_at(exports: Path, size: int) -> None:
    check = Hold.check

    def checked(hold: Hold) -> None:
        check(hold)
        job = hold._claim.job
        if any(part.stat().st_size >= size for part in exports.glob(f"{job.id}-{job.attempt}.*.part")):
            Hold.check = check  # type: ignore[method-assign]
            os.kill(os.getpid(), signal.SIGSTOP)

    Hold.check = checked  # type: ignore[method-assign]


if __name__ == "__main__":
    lease, settings = sys.argv[1], Settings.from_env()
    if len(sys.argv) > 2:
        sleep_at(settings.exports, int(sys.argv[2]))
    if lease == "real":
        sys.exit(main([]))
    holding.RENEW_S = 0.3
    work(create_app(settings), lambda: True, timedelta(seconds=float(lease)))
