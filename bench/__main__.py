"""`python -m bench NAME…`: print a table for each bench, and keep the figures as JSON; without a name, all of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from importlib import import_module

MINUTES = {
    "start": 3,
    "limits": 5,
    "tables": 40,
    "pages": 10,
    "changes": 10,
    "walks": 20,
    "export": 25,
    "jobs": 10,
    "ingest": 15,
    "serve": 15,
    "datasette": 20,
    "elasticsearch": 40,
    "growth": 60,
    "chart": 1,
    "esfaults": 40,
    "kill": 90,
}
"""What each may take at the most, on all records, in the order that lets later ones use the node that `ingest` leaves
in BENCH_NODE; the longest comes last."""


def main() -> None:
    names = sys.argv[1:] or list(MINUTES)
    if unknown := [name for name in names if name not in MINUTES]:
        sys.exit(f"no such bench: {', '.join(unknown)}; there are {', '.join(MINUTES)}")
    # Told to stop, a bench still ends the node it runs and removes its folder.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to stop"))
    if len(names) == 1:
        import_module(f"bench.{names[0]}").main()
    elif failed := [name for name in names if not _done(name)]:
        sys.exit(f"not done: {', '.join(failed)}")


def _done(name: str) -> bool:
    """Run one in a process of its own: whatever becomes of it, the others are run too."""
    started = time.monotonic()
    print(f"\n== {name}", flush=True)
    process = subprocess.Popen([sys.executable, "-m", "bench", name], start_new_session=True)
    try:
        code = process.wait(MINUTES[name] * 60)
    except subprocess.TimeoutExpired:
        print(f"== {name} was stopped: it took more than {MINUTES[name]} minutes", flush=True)
        return False
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
    print(f"== {name} ended with {code} after {time.monotonic() - started:.0f} s", flush=True)
    return code == 0


if __name__ == "__main__":
    main()
