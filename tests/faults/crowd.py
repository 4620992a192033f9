"""Many clients at the same moment, each with a connection of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

CONNECTING = 100
"""Connections that are being opened at a time; all are open before the first asks."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a client was told."""

    status: int
    body: bytes


def ask_at_once(port: int, paths: Sequence[str]) -> list[Said]:
    """Each path by a client of its own, all sent when every connection stands."""
    return asyncio.run(_all(port, paths))


async def _all(port: int, paths: Sequence[str]) -> list[Said]:
    opening, begin = asyncio.Semaphore(CONNECTING), asyncio.Event()
    standing: list[None] = []

    async def one(path: str) -> Said:
        async with opening:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        standing.append(None)
        if len(standing) == len(paths):
            begin.set()
        await begin.wait()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        told = await asyncio.wait_for(reader.read(), 60)
        writer.close()
        head, _, body = told.partition(b"\r\n\r\n")
        return Said(int(head.split(b" ", 2)[1]), body)

    return list(await asyncio.gather(*(one(path) for path in paths)))
