"""How much each caller has used, of all processes and machines of a node: counted in its Redis, in one trip."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from api.counting import Counts, Left, Taken
from api.redis import Bypassed, Client, Redis
from settings import Quota

SCRIPT = """
-- KEYS: a count for each limit. ARGV: the cost, then units and milliseconds of each.
local cost, granted, told = tonumber(ARGV[1]), 1, {}
local used, left = {}, {}
for at, key in ipairs(KEYS) do
  local units, window = tonumber(ARGV[2 * at]), tonumber(ARGV[2 * at + 1])
  used[at], left[at] = tonumber(redis.call('GET', key)) or 0, redis.call('PTTL', key)
  if left[at] > window or left[at] == -1 then
    redis.call('DEL', key)  -- the server's clock was set back: nobody waits for longer than a window
    left[at] = -2
  end
  if left[at] < 0 then used[at] = 0 end
  if cost > 0 and used[at] + math.min(cost, units) > units then granted = 0 end
end
for at, key in ipairs(KEYS) do
  local units, window = tonumber(ARGV[2 * at]), tonumber(ARGV[2 * at + 1])
  if granted == 1 and cost ~= 0 then
    used[at] = math.max(0, used[at] + math.min(cost, units))
    if left[at] >= 0 then
      redis.call('SET', key, used[at], 'KEEPTTL')
    elseif cost > 0 then
      redis.call('SET', key, used[at], 'PX', window)
      left[at] = window
    end
  end
  told[2 * at], told[2 * at + 1] = used[at], left[at]
end
told[1] = granted
return told
"""


class SharedCounts:
    """Counts in Redis; in the process where there is none, or while it is away.

    What callers are told apart by may be an address, and is only kept sealed.
    """

    def __init__(self, redis: Redis, secret: Callable[[], str], alone: Counts) -> None:
        self._redis = redis
        self._secret = secret
        self._alone = alone
        self._script: Any = None
        self._sealed = lru_cache(maxsize=10_000)(self._seal)

    def take(self, bucket: str, quotas: Sequence[Quota], cost: int) -> Taken:
        if not self._redis.configured:
            return self._alone.take(bucket, quotas, cost)
        sealed = self._sealed(bucket)
        keys = [f"{sealed}:{quota.name}" for quota in quotas]
        numbers = [cost, *(number for quota in quotas for number in (quota.units, quota.seconds * 1_000))]
        try:
            told = self._redis.ask(lambda client: self._run(client, keys, numbers), writes=True)
        except Bypassed:
            return self._alone.take(bucket, quotas, cost)
        return Taken(bool(told[0]), tuple(map(_left, quotas, told[1::2], told[2::2])))

    def _run(self, client: Client, keys: list[str], numbers: list[int]) -> list[int]:
        if self._script is None:
            self._script = client.register_script(SCRIPT)
        told: list[int] = self._script(keys, numbers)
        return told

    def _seal(self, bucket: str) -> str:
        digest = hashlib.blake2b(bucket.encode(), key=self._secret().encode()[:64], digest_size=12).hexdigest()
        return self._redis.name("used", digest)


def _left(quota: Quota, used: int, milliseconds: int) -> Left:
    seconds = milliseconds / 1_000 if milliseconds >= 0 else quota.seconds
    return Left(quota, max(0, quota.units - used), seconds)
