"""`python -m bench [start] [ingest] [serve] [kill]`: print a table for each, and keep the figures as JSON."""

from __future__ import annotations

import sys

from bench import ingest, kill, serve, start

BENCHES = {"start": start.main, "ingest": ingest.main, "serve": serve.main, "kill": kill.main}


def main() -> None:
    names = sys.argv[1:] or list(BENCHES)
    if unknown := [name for name in names if name not in BENCHES]:
        sys.exit(f"no such bench: {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    for name in names:
        BENCHES[name]()


if __name__ == "__main__":
    main()
