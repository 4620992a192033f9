"""How many keys are given out for the asking: to one address, and by the node; counted in Redis where there is one."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from api.errors import TooManyKeys
from api.resilience.redis import Bypassed, Redis

MOST_COUNTED = 10_000
"""Windows one process counts where Redis does not."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many keys in so many seconds; `each` says to whom, empty where it is to all together."""

    most: int
    seconds: int
    each: str


HOUR, DAY = 3_600, 86_400
ALLOWANCES = (
    Allowance(5, HOUR, "an hour to one address"),
    Allowance(20, DAY, "a day to one address"),
    Allowance(1_000, DAY, ""),
)


class Issuing:
    """Counts for one process, or with Redis for all of a node. Addresses are counted by a keyed hash."""

    def __init__(self, redis: Redis, secret: Callable[[], str], clock: Callable[[], float] = time.time) -> None:
        self._redis = redis
        self._secret = secret
        self._clock = clock
        self._lock = Lock()
        self._counted: OrderedDict[str, int] = OrderedDict()

    def take(self, address: str) -> None:
        """Count one more key for this address; TooManyKeys where it is one too many."""
        now, whose = self._clock(), self.whose(address)
        for allowance in ALLOWANCES:
            window = int(now // allowance.seconds)
            name = f"{allowance.seconds}:{window}:{whose if allowance.each else 'all'}"
            if self._count(name, allowance.seconds) > allowance.most:
                wait = int((window + 1) * allowance.seconds - now) + 1
                raise TooManyKeys(_told(allowance, wait), wait)

    def whose(self, bucket: str) -> str:
        """Tells askers apart, and nobody who they are."""
        return hashlib.blake2b(bucket.encode(), key=self._secret().encode()[:64], digest_size=12).hexdigest()

    def _count(self, name: str, seconds: int) -> int:
        try:
            kept = self._redis.name("issued", name)
            return self._redis.ask(lambda client: _counted(client, kept, seconds), writes=True)
        except Bypassed:
            return self._count_here(name)

    def _count_here(self, name: str) -> int:
        with self._lock:
            self._counted[name] = found = self._counted.get(name, 0) + 1
            while len(self._counted) > MOST_COUNTED:
                self._counted.popitem(last=False)
            return found


def _counted(client: Any, name: str, seconds: int) -> int:
    both = client.pipeline()
    both.incr(name)
    both.expire(name, seconds + 60)
    return int(both.execute()[0])


def _told(allowance: Allowance, wait: int) -> str:
    again = f"try again in {wait:,} seconds"
    if allowance.each:
        return f"{allowance.most} keys {allowance.each} are given out; {again}, and use those you have"
    return f"This node has given out {allowance.most:,} keys today, which is all it gives in a day; {again}"
