"""How much each caller has used, of all processes and machines of a node: counted in its Redis, in one trip."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from api.limits.counting import Counts, Left, Taken
from api.resilience.redis import Bypassed, Client, Redis
from settings import Quota

SCRIPT = """
-- KEYS: what one caller used, a hash. ARGV: the cost, and of each limit its name, units and milliseconds.
local cost, time, granted = tonumber(ARGV[1]), redis.call('TIME'), 1
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limits, names = {}, {}
for name, units, window in ARGV[2]:gmatch('(%w+) (%d+) (%d+)') do
  limits[#limits + 1] = {name = name, units = tonumber(units), window = tonumber(window)}
  names[#names + 1], names[#names + 2] = name, name .. ':until'
end
local kept = redis.call('HMGET', KEYS[1], unpack(names))
for at, limit in ipairs(limits) do
  limit.used, limit.ends = tonumber(kept[2 * at - 1]) or 0, tonumber(kept[2 * at]) or 0
  -- One that ends later than it can is from before the clock was set back: nobody waits for longer than a window.
  if limit.ends <= now or limit.ends > now + limit.window then limit.used, limit.ends = 0, 0 end
  limit.price = math.min(cost, limit.units)
  if cost > 0 and limit.used + limit.price > limit.units then granted = 0 end
end
local told, written, longest = {granted}, {}, 0
for _, limit in ipairs(limits) do
  if granted == 1 then
    limit.used = math.max(0, limit.used + limit.price)
    if limit.ends == 0 and cost > 0 then
      limit.ends, longest = now + limit.window, math.max(longest, limit.window)
    end
    written[#written + 1], written[#written + 2] = limit.name, limit.used
    written[#written + 1], written[#written + 2] = limit.name .. ':until', string.format('%.0f', limit.ends)
  end
  told[#told + 1], told[#told + 2] = limit.used, limit.ends > 0 and limit.ends - now or -1
end
if granted == 1 and cost ~= 0 then
  redis.call('HSET', KEYS[1], unpack(written))
  if longest > 0 and redis.call('PTTL', KEYS[1]) < longest then redis.call('PEXPIRE', KEYS[1], longest) end
end
return table.concat(told, ' ')
"""
"""In one trip, all or nothing. One key a caller, whose windows are told by the server's clock, the same for all."""


class SharedCounts:
    """Counts in Redis; in the process where there is none, and while it is away from where it was left.

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
        keys, arguments = (self._sealed(bucket),), (cost, _written(tuple(quotas)))
        try:
            told = self._redis.ask(lambda client: self._run(client, keys, arguments), writes=True)
        except Bypassed:
            return self._alone.take(bucket, quotas, cost)
        granted, *numbers = map(int, told.split())
        left = tuple(map(_left, quotas, numbers[::2], numbers[1::2]))
        self._alone.learn(bucket, left)
        return Taken(bool(granted), left)

    def _run(self, client: Client, keys: Sequence[str], arguments: Sequence[int | str]) -> bytes:
        if self._script is None:
            self._script = client.register_script(SCRIPT)
        told: bytes = self._script(keys, arguments)
        return told

    def _seal(self, bucket: str) -> str:
        digest = hashlib.blake2b(bucket.encode(), key=self._secret().encode()[:64], digest_size=12).hexdigest()
        return self._redis.name("used", digest)


@lru_cache(maxsize=256)
def _written(quotas: tuple[Quota, ...]) -> str:
    return " ".join(f"{quota.name} {quota.units} {quota.seconds * 1_000}" for quota in quotas)


def _left(quota: Quota, used: int, milliseconds: int) -> Left:
    seconds = milliseconds / 1_000 if milliseconds >= 0 else quota.seconds
    return Left(quota, max(0, quota.units - used), seconds)
