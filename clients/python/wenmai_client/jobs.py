"""Exports as jobs: files that a node makes in the background, fetched in parts and held against their checksum."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from wenmai_client import parts
from wenmai_client.errors import Incomplete, JobEnded, Misuse
from wenmai_client.exporting import Exported
from wenmai_client.pacing import longer
from wenmai_client.progress import Bar
from wenmai_client.transport import Transport

PATH = "/v1/exports"
OPEN = ("waiting", "running")
PAUSE_S = 0.2
"""Between two looks at a job, beside what the node tells by `Retry-After`."""

SHOWN = ("fields", "lang", "compression", "after", "mark", "bom", "relax")
"""What is asked of the file; all else says which records are in it."""

SINGLE = ("year_from", "year_to", "modified_from", "modified_to", "event_from", "event_to", "radius")
"""Filters that take one value; all others take a list."""


@dataclass(frozen=True, slots=True)
class Job:
    """Where a job stands: `waiting`, `running`, `done`, `failed`, `cancelled` or `expired`.

    `records` of `total` are written. `told` is all the node told: `count`, `as_of`, `licences`, `citation` and so on,
    once it is done. `secret` lets it be cancelled; only who made it has it.
    """

    id: str
    state: str
    address: str
    records: int
    total: int
    why: str
    told: Mapping[str, Any]
    secret: str = field(default="", repr=False)

    @property
    def open(self) -> bool:
        """Whether there is still something to wait for."""
        return self.state in OPEN


def job(told: Mapping[str, Any], secret: str = "") -> Job:
    progress = told["progress"]
    return Job(
        told["id"],
        told["state"],
        told["links"]["self"],
        progress["records"],
        progress["total"],
        told.get("why", ""),
        told,
        told.get("secret", secret),
    )


def question(asked: Mapping[str, Any], without: Mapping[str, Any] | None) -> dict[str, Any]:
    """The body that asks it; None is not asked. Misuse for an empty list, which would be all instead of nothing."""
    given = {name: value for name, value in asked.items() if value is not None}
    filters = {**given, **{f"-{name}": value for name, value in (without or {}).items()}}
    told = {name: _plain(given[name]) for name in ("q", "format", *SHOWN) if name in given}
    chosen = {name: value for name, value in filters.items() if name not in told}
    return {**told, **({"filter": {name: _value(name, value) for name, value in chosen.items()}} if chosen else {})}


def _value(name: str, value: Any) -> Any:
    if name in SINGLE:
        return _plain(value)
    values = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
    if not values:
        raise Misuse(f"{name} is an empty list: it would ask for everything")
    return [_plain(one) for one in values]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | set | frozenset):
        return [_plain(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def awaited(transport: Transport, one: Job, seconds: float | None, bar: Bar) -> Job:
    """The job once it is done, or as it stands after so many seconds; JobEnded where there will be no file."""
    until = None if seconds is None else time.monotonic() + seconds
    while one.open:
        bar(one.records, one.total)
        if until is not None and time.monotonic() > until:
            return one
        time.sleep(PAUSE_S)
        one = job(transport.json("GET", f"{PATH}/{one.id}"), one.secret)
    if one.state != "done":
        raise JobEnded(f"the export {one.id} is {one.state}" + (f": {one.why}" if one.why else ""), one.told)
    bar(one.records, one.total)
    return one


def fetched(transport: Transport, one: Job, path: Path, bar: Bar, attempts: int) -> Exported:
    """The file of a done job at `path`. What came before a break stays beside it, named by its checksum, and is gone
    on from, in this call or a later one. Incomplete where it broke off again and again, or is not what was told."""
    told = one.told["file"]
    size, sha256 = told["bytes"], told["sha256"]
    part = path.with_name(f"{path.name}.{sha256[:16]}.part")
    failed = 0
    while (have := part.stat().st_size if part.exists() else 0) != size:
        try:
            _more(transport, one, part, have if have < size else 0, bar)
        except httpx.RequestError as error:
            came = part.stat().st_size if part.exists() else 0
            failed = 0 if came > have else failed + 1
            if failed == attempts:
                raise Incomplete(f"{path}: the file broke off {attempts} times; ask again to go on") from error
            time.sleep(longer(failed))
        else:
            if part.stat().st_size < size:
                failed += 1
            if part.stat().st_size > size or failed == attempts:
                break
    if part.stat().st_size != size or parts.sha256(part) != sha256:
        part.unlink()
        raise Incomplete(f"{path}: what came is not what the node told of it")
    part.replace(path)
    return Exported(path, one.told["count"], one.told["as_of"], sha256, size, one.told.get("relaxed", False))


def _more(transport: Transport, one: Job, part: Path, have: int, bar: Bar) -> None:
    """What is missing; all of it where the node gives no part."""
    sha256, size = one.told["file"]["sha256"], one.told["file"]["bytes"]
    range_of = {"Range": f"bytes={have}-", "If-Range": f'"{sha256}"'} if have else {}
    headers = {"Accept-Encoding": "identity", **range_of}
    with transport.stream("GET", f"{PATH}/{one.id}/file", headers=headers) as response:
        goes_on = response.status_code == httpx.codes.PARTIAL_CONTENT
        done = have if goes_on else 0
        with part.open("ab" if goes_on else "wb") as file:
            # In whatever pieces they come: one that was still being filled when the wire broke would be lost.
            for chunk in response.iter_raw():
                file.write(chunk)
                done += len(chunk)
                bar(done, size)
