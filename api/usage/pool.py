"""Counts on their way through Redis: every process puts its batches there, and one brings them all to the store."""

from __future__ import annotations

import secrets

import orjson
import structlog

from api.resilience.redis import Bypassed, Redis
from records.usage_adding import Batch

MOST_WAITING = 500
"""Batches that may wait for a store that is away; further ones are kept by whoever counted."""

AT_ONCE = 100
TURN_MS = 5_000
"""One process at a time brings batches on, and none more often than this."""

EXPIRES_S = 12 * 3_600
"""Well before the store forgets that it has a batch, a Redis that was away forgets the batch itself."""

_PUT = """
if redis.call('hlen', KEYS[1]) >= tonumber(ARGV[3]) then return 0 end
redis.call('hset', KEYS[1], ARGV[1], ARGV[2])
redis.call('expire', KEYS[1], ARGV[4])
return 1
"""

log = structlog.get_logger("wenmai.usage")


class UsagePool:
    """A hash of batches by their ids: putting one in twice changes nothing. All but `has_turn` raise Bypassed."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    @property
    def configured(self) -> bool:
        return self._redis.configured

    def put(self, batch: Batch) -> None:
        """Bypassed also where too many wait already."""
        name, packed = self._redis.name("usage", "batches"), _packed(batch)
        given = (batch.id, packed, MOST_WAITING, EXPIRES_S)
        if not self._redis.ask(lambda client: client.eval(_PUT, 1, name, *given), writes=True):
            raise Bypassed

    def has_turn(self) -> bool:
        """Whether it is this process's turn to bring on what waits."""
        turn = self._redis.name("usage", "turn")
        try:
            given = self._redis.ask(
                lambda client: client.set(turn, secrets.token_bytes(8), nx=True, px=TURN_MS), writes=True
            )
        except Bypassed:
            return False
        return bool(given)

    def waiting(self) -> list[Batch]:
        """Some of the batches that wait; what cannot be read is thrown away."""
        name = self._redis.name("usage", "batches")
        found = self._redis.ask(lambda client: client.hscan(name, count=AT_ONCE))[1]  # type: ignore[index]
        read = {batch_id: _unpacked(batch_id.decode(), packed) for batch_id, packed in found.items()}
        if wrong := [batch_id for batch_id, batch in read.items() if batch is None]:
            log.warning("usage counts in redis cannot be read; left out", batches=len(wrong))
            self._redis.ask(lambda client: client.hdel(name, *wrong))
        return [batch for batch in read.values() if batch is not None]

    def remove(self, batches: list[Batch]) -> None:
        ids = [batch.id for batch in batches]
        self._redis.ask(lambda client: client.hdel(self._redis.name("usage", "batches"), *ids))


def _packed(batch: Batch) -> str:
    return orjson.dumps([[*count, number] for count, number in batch.counts.items()]).decode()


def _unpacked(batch_id: str, packed: bytes) -> Batch | None:
    try:
        rows = orjson.loads(packed)
        return Batch(batch_id, {(str(kind), int(day), str(name)): int(number) for kind, day, name, number in rows})
    except (ValueError, TypeError):
        return None
