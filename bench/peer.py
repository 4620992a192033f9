"""Datasette over SQLite's FTS5: its own environment, a database of the same records, a process that serves it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode

import orjson

from bench import fts
from bench.common import KEPT
from bench.ports import free_port
from bench.questions import DETAIL, SUGGEST, words
from bench.serving import get
from indexers.workers import Workers
from records.model import State
from records.store import Store
from search.entries import IndexEntry
from search.making import make_entry
from search.text.keys import LONGEST_PREFIX, typed

VERSION = "0.65.5"
VENV = KEPT / "datasette-venv"
FACETS = {
    "type": "_facet",
    "dataset": "_facet",
    "region": "_facet",
    "creator": "_facet_array",
    "subject": "_facet_array",
}
"""A field of which a record may have several values is a JSON list, as Datasette would have it. Of regions we count
those just below the nation, so that is what stands in its column."""

FACET_SIZE = 10
LIMIT_MS = 60_000
SETTINGS = {"sql_time_limit_ms": LIMIT_MS, "facet_time_limit_ms": LIMIT_MS, "suggest_facets": "off"}

_TABLES = f"""
create table records (ordinal integer primary key, id text, title text, type text, dataset text, year_start integer,
  year_end integer, region text, creator text, subject text);
create table sources (id text primary key, source text, text text);
create virtual table records_fts using fts5({", ".join(fts.COLUMNS)}, content='', tokenize="{fts.TOKENISER}");
"""
_INDEXES = ("type", "dataset", "region")
_CHUNK = 250


def install() -> None:
    """Make the environment, once; it is no part of the project's."""
    command = VENV / "bin" / "datasette"
    if command.is_file() and VERSION in subprocess.run([command, "--version"], capture_output=True, text=True).stdout:
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    done = subprocess.run([VENV / "bin" / "pip", "install", "-q", f"datasette=={VERSION}"], check=False)
    if done.returncode:
        sys.exit(f"datasette {VERSION} could not be installed into {VENV}; this bench needs it once")


def fill(database: Path, store: Store) -> dict[str, float]:
    """All live records of the store, with the tokens our own index has; the seconds of each part of the work."""
    took = {}
    with closing(sqlite3.connect(database)) as connection, Workers() as workers:
        connection.executescript("pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-500000;")
        connection.executescript(_TABLES)
        started = time.perf_counter()
        spans = ((store.url, at, at + _CHUNK) for at in range(0, store.last_seq(), _CHUNK))
        for rows in workers.map(_rows, spans):
            for table, several in rows.items():
                places = ",".join("?" * len(several[0])) if several else ""
                if several:
                    connection.executemany(f"insert into {table} values ({places})", several)
        connection.commit()
        took["insert"] = time.perf_counter() - started
        started = time.perf_counter()
        for name in _INDEXES:
            connection.execute(f"create index records_{name} on records({name})")
        connection.execute("insert into records_fts(records_fts) values ('optimize')")
        connection.commit()
        took["optimise"] = time.perf_counter() - started
    return took


def _rows(span: tuple[str, int, int]) -> dict[str, list[tuple[Any, ...]]]:
    url, after, upto = span
    with closing(Store.open(url)) as store:
        entries = [entry for entry in store.entries_between(after, upto) if entry.state is State.LIVE]
    made = [make_entry(entry) for entry in entries]
    return {
        "records": [_record(entry) for entry in made],
        "sources": [(entry.id, entry.source.decode(), entry.text.decode()) for entry in made],
        "records_fts(rowid, {})".format(", ".join(fts.COLUMNS)): [(entry.ordinal, *fts.row(entry)) for entry in made],
    }


def _record(entry: IndexEntry) -> tuple[Any, ...]:
    keywords, content = entry.keywords or {}, orjson.loads(entry.source)
    single = [(keywords.get(name) or [None])[0] for name in ("type", "dataset")]
    region = [*keywords.get("region", ()), None, None][1]
    several = [json.dumps(keywords.get(name, ()), ensure_ascii=False) for name in ("creator", "subject")]
    title = next(iter(content["title"].values()))
    return entry.ordinal, entry.id, title, *single, entry.year_start, entry.year_end, region, *several


def path_of(kind: str, path: str) -> str:
    """What Datasette is asked where we are asked a path of a kind; fts.Untold where it cannot be."""
    if kind == DETAIL:
        return f"/bench/sources/{_tilde(unquote(path.removeprefix('/v1/records/')))}.json"
    if kind == SUGGEST:
        wanted = fts.beginning(typed(words(path))[:LONGEST_PREFIX])
        return f"/bench/records.json?{urlencode({'_search': wanted, '_size': 10, '_nocount': 1, '_nosuggest': 1})}"
    asked: list[tuple[str, object]] = [("_size", 20), ("_nosuggest", 1), ("_facet_size", FACET_SIZE)]
    asked += [(how, name) for name, how in FACETS.items()]
    if "q=" in path:
        asked.append(("_search", fts.expression(words(path))))
    return f"/bench/records.json?{urlencode(asked)}"


def _tilde(text: str) -> str:
    """Datasette's own way of writing an id in a path."""
    return quote(text, safe="").replace("%", "~").replace(".", "~2E")


def total(body: bytes) -> int:
    told = json.loads(body)
    found: int = told.get("filtered_table_rows_count") or 0
    return found


@contextmanager
def serving(database: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Datasette with its defaults, but for time limits that would cut off what is measured; its port and process."""
    port = free_port()
    described = database.with_suffix(".metadata.json")
    search = {"fts_table": "records_fts", "fts_pk": "ordinal", "searchmode": "raw"}
    described.write_text(json.dumps({"databases": {"bench": {"tables": {"records": search}}}}))
    words = [VENV / "bin" / "datasette", "serve", "-i", database, "-p", str(port), "-m", described]
    words += [word for name, value in SETTINGS.items() for word in ("--setting", name, str(value))]
    log = database.with_suffix(".log")
    with log.open("ab") as told:
        process = subprocess.Popen(words, stdout=told, stderr=told, env=dict(os.environ))
    try:
        _await(port, process, log)
        yield port, process
    finally:
        # It would end what was asked first, which nobody waits for any more.
        process.kill()
        process.wait()


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            if get(port, "/-/versions.json")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"datasette did not start; it said:\n{log.read_text()[-2_000:]}")
