"""A writer in a process of its own, to be killed, or put to sleep: `python -m tests.faults.holder URL LEASE_S`.

It says `held` when it has begun a build of ten records; told to go on by a line, it applies changes and promotes the
build, and says what became of each.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from search.engines import open_writer
from search.engines.elasticsearch import lease
from search.errors import EngineError
from tests.contract.making import Maker


def main() -> None:
    url, lease_s = sys.argv[1], float(sys.argv[2])
    lease.LEASE_S, lease.RENEW_S = lease_s, lease_s / 5
    entries = [row.entry() for row in Maker(1).rows(10)]
    writer = open_writer(url)
    build = writer.begin()
    writer.write(build, entries)
    print("held", flush=True)
    sys.stdin.readline()
    print(_outcome(lambda: writer.apply(entries, 10)), flush=True)
    print(_outcome(lambda: writer.promote(build, 10)), flush=True)


def _outcome(run: Callable[[], object]) -> str:
    try:
        run()
    except EngineError as error:
        return type(error).__name__
    return "done"


if __name__ == "__main__":
    main()
