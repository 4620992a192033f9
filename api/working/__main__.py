"""`python -m api.working [--parent PID]`: what `wenmai work` runs."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from threading import Event

from api import create_app
from api.garbage import look_seldom
from api.working.loop import work
from settings import Settings


def main(given: list[str]) -> int:
    """Until it is told to stop, or its parent is no longer this one; SIGKILL loses nothing either."""
    parser = argparse.ArgumentParser(prog="wenmai work")
    parser.add_argument("--parent", type=int)
    parent = parser.parse_args(given).parent
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    app = create_app(Settings.from_env())
    look_seldom()
    work(app, lambda: not stopping.is_set() and (parent is None or os.getppid() == parent))
    app.extensions["wenmai"].close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
