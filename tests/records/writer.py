"""A process to be killed: puts batch after batch, and says the number of each once the store has answered."""

from __future__ import annotations

import sys

from records.store import Store
from tests.records.making import many

SIZE = 40


def main(url: str, first: int) -> None:
    store = Store.open(url)
    for batch in range(first, 1_000_000):
        store.put([*many(range(batch * SIZE, batch * SIZE + SIZE)), *many(range(3), str(batch), "shared")])
        sys.stdout.write(f"{batch}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
