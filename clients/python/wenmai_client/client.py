"""The client: one object for one node, every call a question of its API."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import quote

import httpx

from wenmai_client.asking import pairs
from wenmai_client.exporting import Exported, refuse, whole
from wenmai_client.jobs import PATH as JOBS
from wenmai_client.jobs import Job, awaited, fetched, job, question
from wenmai_client.progress import bar
from wenmai_client.tables import LeftOut, Table, table, told_short
from wenmai_client.transport import ATTEMPTS, Transport
from wenmai_client.values import Change, Changes, Found, Record, Value, only

AGENT = "wenmai-client/0.1.0"
STEP = 1_000
"""Records, ids or rows asked for at once: the most there are."""

Citation = Literal["gbt7714", "bibtex", "csl"]
Export = Literal["ndjson", "csv", "parquet", "geojson", "jsonld"]
Without = Mapping[str, Any]


class Client:
    """Filters are named as in the API (`type`, `region`, `year_from` …); a list means any of its values, a tuple of
    numbers a place (`near`, `bbox`), and `without={"type": "site"}` leaves out.

    Where the node says later (429, 502, 503, 504) it is asked again for `patience` seconds of waiting, which is as
    `Retry-After` and `RateLimit` say; where no answer comes at all, six times in these. `attempts` bounds both.
    `progress` shows bars on a terminal. Every call may raise Problem and Unreachable.
    """

    def __init__(
        self,
        base_url: str,
        key: str | None = None,
        *,
        timeout: float = 60.0,
        attempts: int | None = None,
        patience: float = 120.0,
        progress: bool = False,
    ) -> None:
        headers = {"User-Agent": AGENT, **({"Authorization": f"Bearer {key}"} if key else {})}
        http = httpx.Client(base_url=base_url.rstrip("/"), headers=headers, timeout=timeout, follow_redirects=True)
        self._transport = Transport(http, attempts, patience)
        self._attempts = ATTEMPTS if attempts is None else attempts
        self._progress = progress

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._transport.close()

    def records(
        self, q: str | None = None, *, without: Without | None = None, step: int = STEP, **filters: Any
    ) -> Iterator[Record]:
        """Every record of a question, however many, in an order that never changes (or by `sort`)."""
        asked = {"q": q, "page_size": step, **filters}
        with bar("records", self._progress) as tell:
            done = 0
            for page in self._walk("/v1/records", asked, without):
                for record in page["records"]:
                    yield record
                    done += 1
                tell(done, page["total"]["value"])

    def count(self, q: str | None = None, *, without: Without | None = None, **filters: Any) -> int:
        """How many records a question finds."""
        body = self._get("/v1/records", {"q": q, "page_size": 0, **filters}, without)
        found: int = body["total"]["value"]
        return found

    def record(self, record_id: str, *, lang: str | None = None, view: str | None = "full") -> Record:
        """One record, whole; one that was merged is answered by the other. NotFound, Withdrawn."""
        found: Record = self._get(_of(record_id), {"lang": lang, "view": view})
        return found

    def cite(self, record_id: str, style: Citation = "gbt7714", *, lang: str | None = None) -> str:
        """How to cite a record: by GB/T 7714, as BibTeX, or as CSL-JSON for Zotero and others."""
        asked = pairs({"format": style, "lang": lang})
        return self._transport.get("GET", _of(record_id), asked).text

    def batch(self, ids: Iterable[str], **shown: Any) -> Iterator[Found]:
        """What each id stands for, in the order of the ids; `fields`, `view` and `lang` say how records are shown."""
        for some in _by(STEP, ids):
            body = self._transport.json("POST", "/v1/records/batch", body={"ids": some, **shown})
            yield from (only(Found, one) for one in body["records"])

    def facet(
        self, field: str, q: str | None = None, *, without: Without | None = None, **filters: Any
    ) -> Iterator[Value]:
        """Every value of a field with the number of records that have it; `q` searches the values."""
        path = f"/v1/facets/{quote(field, safe='')}"
        for page in self._walk(path, {"q": q, "page_size": STEP, **filters}, without):
            yield from (only(Value, one) for one in page["values"])

    def aggregate(
        self,
        by: str | Sequence[str],
        metric: str | Sequence[str] = "count",
        *,
        q: str | None = None,
        without: Without | None = None,
        **filters: Any,
    ) -> Table:
        """The records of a question broken down by up to three dimensions: all rows of the table.

        Of a field with any number of values (creator, subject …) these are the `top` (10) most frequent, 1,000 at
        most: `Table.left_out` tells the rest, LeftOut warns where `top` was not said, and `facet` has every value.
        """
        asked = {"by": by, "metric": metric, "q": q, "page_size": STEP, **filters}
        found = table(list(self._walk("/v1/aggregate", asked, without)))
        if "top" not in filters and (short := told_short(found)):
            warnings.warn(short, LeftOut, stacklevel=2)
        return found

    def chart(
        self,
        by: str | Sequence[str],
        metric: str | Sequence[str] = "count",
        *,
        form: Literal["svg", "png", "vegalite"] = "svg",
        without: Without | None = None,
        **filters: Any,
    ) -> bytes:
        """The same drawn by the node; `chart`, `theme`, `width`, `scale` and `lang` say how."""
        asked = {"by": by, "metric": metric, "format": form, **filters}
        return self._transport.get("GET", "/v1/aggregate", pairs(asked, without)).content

    def changed(self, since: int = 0, *, wait: int = 0, limit: int = STEP, **chosen: Any) -> Changes:
        """What changed after the change `since`; waits up to `wait` seconds (30 at most) for the first that comes."""
        asked = {"since": since, "limit": limit, "wait": wait or None, **chosen}
        body = self._get("/v1/changes", asked)
        told = tuple(only(Change, one) for one in body["changes"])
        return Changes(told, body["upto"], "next" in body["links"])

    def changes(self, since: int = 0, *, wait: int = 0, **chosen: Any) -> Iterator[Change]:
        """Every change after `since` that there is; with `wait` it never ends, and waits for those that come."""
        while True:
            page = self.changed(since, wait=wait, **chosen)
            yield from page.changes
            since = page.upto
            if not page.more and not wait:
                return

    def export(
        self,
        path: str | Path,
        q: str | None = None,
        *,
        form: Export = "ndjson",
        without: Without | None = None,
        **filters: Any,
    ) -> Exported:
        """Every record of a question in one file, which is at `path` only when it is whole.

        NDJSON goes on where it broke off, in this call or a later one, and holds records alone; the others keep the
        mark that they are whole. Incomplete where it broke off, or was not what its mark says, every time. A mark
        tells of what came since the last break; all before it is held against the count alone (`Exported.checked`).
        Misuse for `compression` (but of Parquet) and `mark`.
        """
        asked = pairs({"q": q, **filters}, without)
        refuse(form, asked)
        with bar("export", self._progress) as tell:
            return whole(self._transport, Path(path), form, asked, tell, self._attempts)

    def export_job(
        self, q: str | None = None, *, form: Export = "ndjson", without: Without | None = None, **filters: Any
    ) -> Job:
        """Have a file of every record of a question made in the background; the same as `export`, with
        `compression="gzip"` or `"zstd"` besides. Asked again meanwhile it is the same job, without its secret."""
        body = question({"q": q, "format": form, **filters}, without)
        return job(self._transport.json("POST", JOBS, body=body))

    def job(self, job_id: str) -> Job:
        """Where a job stands; its id is permanent. NotFound."""
        return job(self._transport.json("GET", _job(job_id)))

    def wait(self, one: Job, seconds: float | None = None) -> Job:
        """The job once it is done, or as it stands after so many seconds. JobEnded where there will be no file."""
        with bar("export", self._progress) as tell:
            return awaited(self._transport, one, seconds, tell)

    def fetch(self, one: Job, path: str | Path) -> Exported:
        """Wait for a job, and take its file, which is at `path` only when its length and SHA-256 are right.

        What came before a break is kept beside it, and gone on with in this call or a later one. Incomplete, JobEnded.
        """
        done = self.wait(one)
        with bar("bytes", self._progress) as tell:
            return fetched(self._transport, done, Path(path), tell, self._attempts)

    def cancel(self, one: Job) -> Job:
        """Stop a job and remove its file: with its secret, so by what `export_job` gave, or with the secret key it was
        asked for with. NotAllowed."""
        headers = {"X-Export-Secret": one.secret} if one.secret else {}
        return job(self._transport.json("DELETE", _job(one.id), headers=headers), one.secret)

    def _get(self, path: str, asked: Mapping[str, Any], without: Without | None = None) -> Any:
        return self._transport.json("GET", path, pairs(asked, without))

    def _walk(self, path: str, asked: Mapping[str, Any], without: Without | None) -> Iterator[dict[str, Any]]:
        """Page after page. A cursor may be sent again, so a page that broke off is asked for once more."""
        cursor = "*"
        while cursor:
            page = self._get(path, {**asked, "cursor": cursor}, without)
            yield page
            cursor = page["page"]["cursor"]


def _of(record_id: str) -> str:
    return f"/v1/records/{quote(record_id, safe=':~')}"


def _job(job_id: str) -> str:
    return f"{JOBS}/{quote(job_id, safe='')}"


def _by(size: int, ids: Iterable[str]) -> Iterator[list[str]]:
    some: list[str] = []
    for one in ids:
        some.append(one)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some
