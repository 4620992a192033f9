"""A process that counts: adds batch after batch to the same names, each sent once more as after a doubtful failure."""

from __future__ import annotations

import random
import sys

from records.store import Store
from records.usage_adding import Batch

NAMES = 20


def main(url: str, own: str, batches: int) -> None:
    store = Store.open(url)
    chance = random.Random(own)
    for number in range(batches):
        names = chance.sample(range(NAMES), NAMES)
        batch = Batch(f"{own}-{number}", {("record", 20_000, f"jade:{name}"): name + 1 for name in names})
        store.usage.add([batch])
        if number % 3 == 0:
            assert store.usage.add([batch]) == 0


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
