"""`wenmai dump`: every data set as files under /dumps/."""

from __future__ import annotations

import sys
from contextlib import closing

import click

from indexers import reporting
from indexers.dumps.making import Wish, dump
from indexers.errors import CannotDump
from indexers.progress import bar
from records.store import Store
from search.engines import open_engine
from search.engines.moved import Moved
from settings import Settings


@click.command("dump", short_help="Write every data set as files that are served under /dumps/.")
@click.argument("datasets", nargs=-1, metavar="[DATASET...]")
@click.option("--packed", default="gzip", show_default=True, type=click.Choice(["gzip", "zstd"]), help="NDJSON by.")
@click.pass_obj
def dump_command(settings: Settings, datasets: tuple[str, ...], packed: str) -> None:
    """Write every data set, or those named, as NDJSON and Parquet with a manifest; older dumps go (WENMAI_DUMPS).

    One of named data sets says so, is not /dumps/latest, and is counted by itself.

    A dump is there whole or not at all, and what it tells is what the index holds. Best run at night, by a timer.
    """
    wish = Wish(tuple(dict.fromkeys(datasets)), packed, settings.dumps_kept, settings.base_url)
    with (
        closing(Store.open(settings.database_url)) as store,
        closing(open_engine(Moved(settings.data, settings.engine_url).url)) as engine,
        bar("dumping") as advance,
    ):
        try:
            made = dump(engine, store.datasets(), settings.dumps, wish, advance)
        except OSError as error:
            raise CannotDump(settings.dumps, error.strerror or str(error)) from error
    click.echo(
        f"{made.manifest['rows']:,} records of {len(made.manifest['datasets'])} data sets: {made.place}", err=True
    )
    told = {name: made.manifest[name] for name in ("id", "rows", "bytes", "as_of")}
    reporting.outcome_line({"command": "dump", "done": True, **told, "removed": made.removed})
    sys.exit(0)
