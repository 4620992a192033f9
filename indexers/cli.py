"""The `wenmai` command."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from exchange.shapes import read_shapes
from indexers import following, logs, reporting, serving
from indexers.dumps.command import dump_command
from indexers.failing import COMMAND, Commands
from indexers.ingest import Input, Into, Options, Outcome, ingest
from indexers.keys import keys
from indexers.locating import inputs
from indexers.progress import bar
from indexers.quality import measured_in
from indexers.quality_report import explain_quality
from indexers.rejects import RejectsFile
from indexers.sources import all_sources
from indexers.status import status as node_status
from indexers.sync import Synced
from indexers.usage import usage
from indexers.variants import variants
from indexers.workers import Workers
from records.ids import is_dataset
from records.store import Store
from search.engines import open_engine, shown
from search.engines.moved import Moved
from settings import Settings

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample"


@click.group(cls=Commands)
@click.version_option(package_name="wenmai")
@click.pass_context
def main(context: click.Context) -> None:
    """Run a Wenmai node: take records in, keep the index in step, serve.

    Every command that does something ends with one line of JSON on standard output; what it tells a person goes to
    standard error. It exits with 0 only if everything asked was done, with 1 if not, with 2 if it was asked wrongly.
    """
    logs.configure()
    context.obj = Settings.from_env()


@contextmanager
def _store(settings: Settings) -> Iterator[Store]:
    with closing(Store.open(settings.database_url)) as store:
        yield store


_COUNT = click.IntRange(1)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def _dataset(_context: click.Context, _option: click.Parameter, name: str) -> str:
    if name and not is_dataset(name):
        raise click.BadParameter(f"{name!r} may hold letters, digits and . _ - only")
    return name


@main.command("ingest", short_help="Take in published files.")
@click.argument("targets", nargs=-1, metavar="SOURCE|FILE|FOLDER...")
@click.option("--all", "everything", type=_FOLDER, metavar="FOLDER", help="Take in all that is known in a folder.")
@click.option("--folder", type=_FOLDER, default=Path(), metavar="FOLDER", help="Where a source's files are sought.")
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="TOML mapping for CSV.")
@click.option("--dataset", default="", callback=_dataset, help="The data set of a file whose rows do not say it.")
@click.option("--complete", is_flag=True, help="Withdraw what is no longer in the file.")
@click.option("--allow-loss", is_flag=True, help="With --complete: even when more than 5 % would vanish.")
@click.option("--dry-run", is_flag=True, help="Change nothing; show what would happen.")
@click.option("--sync/--no-sync", default=True, help="Return only when what was taken in can be searched.")
@click.pass_obj
def ingest_command(settings: Settings, /, targets: tuple[str, ...], **asked: Any) -> None:
    """Take in published files: a source by name (its files are sought in --folder), JSON Lines, or CSV by a mapping.

    Every bad row is counted, named and written to a rejects file; it never stops the rest.
    """
    options = Options(asked["complete"], asked["allow_loss"], asked["dry_run"])
    found = _inputs(targets, asked)
    if not found:
        raise click.UsageError("Name a source, a file or a folder; `wenmai sources` lists the sources.")
    with _into(settings) as into:
        outcomes = [_ingest_one(settings, into, one, options) for one in found]
        synced = asked["sync"] and not options.dry_run
        searchable = _searchable(settings, into) if synced else None
    whole = all(outcome.whole for outcome in outcomes)
    told = {"files": [reporting.ingest_fields(outcome) for outcome in outcomes], "searchable_seq": searchable}
    reporting.outcome_line({"command": "ingest", "done": whole, **told})
    sys.exit(0 if whole else 1)


def _inputs(targets: tuple[str, ...], asked: dict[str, Any]) -> list[Input]:
    folders = (str(asked["everything"]),) if asked["everything"] else ()
    return [
        found
        for target in (*targets, *folders)
        for found in inputs(target, asked["folder"], asked["mapping"], asked["dataset"])
    ]


def _ingest_one(settings: Settings, into: Into, one: Input, options: Options) -> Outcome:
    name = one.dataset or one.path.name.partition(".")[0]
    with (
        RejectsFile(settings.data / "rejects", name, datetime.now(UTC)) as rejects,
        bar(f"reading {one.name}") as advance,
    ):
        outcome = ingest(one, into, rejects, options, advance)
    reporting.explain_ingest(outcome)
    return outcome


def _searchable(settings: Settings, into: Into) -> int:
    with bar("indexing") as advance:
        return following.reach(into.store, settings, into.workers, advance).seq


@contextmanager
def _into(settings: Settings) -> Iterator[Into]:
    with _store(settings) as store, Workers() as workers:
        yield Into(store, settings.database_url, workers)


@main.command(short_help="Bring the index into step with the store.")
@click.option("--watch", is_flag=True, help="Go on following the store until stopped.")
@click.option("--parent", type=int, hidden=True, help="Stop when this process is no longer the parent.")
@click.pass_obj
def sync(settings: Settings, watch: bool, parent: int | None) -> None:
    """Bring the index into step with the store; SIGTERM stops a watch at any moment without harm."""
    if watch:
        following.follow(settings, lambda: parent is None or os.getppid() == parent)
        return
    with _into(settings) as into, bar("indexing") as advance:
        synced = following.reach(into.store, settings, into.workers, advance)
    _tell_synced("sync", synced)


@main.command(short_help="Make a whole new index, and serve it.")
@click.pass_obj
def build(settings: Settings) -> None:
    """Make a whole new index and serve it in place of the old one, which answers until then."""
    with _into(settings) as into, bar("building", _live(into.store)) as advance:
        synced = following.rebuild(into.store, settings, into.workers, advance)
    _tell_synced("build", synced)


def _live(store: Store) -> int:
    return sum(counted["live"] for counted in store.counts().values())


def _tell_synced(command: str, synced: Synced) -> None:
    refused = [{"id": record_id, "reason": reason} for record_id, reason in synced.refused]
    told = {"written": synced.written, "refused": refused, "seq": synced.seq, "built": synced.built}
    reporting.outcome_line({"command": command, "done": not refused, **told})
    sys.exit(1 if refused else 0)


@main.command(short_help="Do export jobs, until stopped.")
def work() -> None:
    """Do the export jobs of the node, one after another; `wenmai serve` has one such process beside it.

    More of them do more at once, here or on other machines with the same store and the same folder. SIGTERM and SIGKILL
    stop one at any moment without harm: another goes on with its job.
    """
    command = serving.working()
    os.execvp(command[0], command)  # noqa: S606


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 for everywhere.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65_535), help="The port to listen on.")
@click.option("--workers", default=2, show_default=True, type=_COUNT, help="Processes that answer.")
@click.option("--threads", default=64, show_default=True, type=_COUNT, help="Threads in each of them.")
@click.pass_obj
def serve(settings: Settings, host: str, port: int, workers: int, threads: int) -> None:
    """Serve the API, and keep the index in step beside it."""
    if settings.shapes:
        read_shapes(settings.shapes)
    # A URL no engine answers to would only show in the log of the sync, over and over.
    open_engine(Moved(settings.data, settings.engine_url).url).close()
    sys.exit(serving.serve(settings, (host, port), workers, threads))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 for everywhere.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65_535), help="The port to listen on.")
@click.pass_context
def demo(context: click.Context, host: str, port: int) -> None:
    """Take in the sample that comes with the project, then serve it."""
    settings: Settings = context.obj
    with _into(settings) as into:
        outcomes = [_ingest_one(settings, into, one, Options()) for one in inputs(str(SAMPLE), SAMPLE, None, "")]
        _searchable(settings, into)
    if not all(outcome.whole for outcome in outcomes):
        raise click.ClickException("the sample was not taken in whole; see above")
    click.echo(f"Wenmai answers on http://{host}:{port}/ : try http://{host}:{port}/v1/records?q=故宫", err=True)
    context.invoke(serve, host=host, port=port, workers=2, threads=16)


@main.group()
@click.pass_context
def engine(context: click.Context) -> None:
    """Look after the engine that answers searches."""
    context.meta[COMMAND] = f"engine {context.invoked_subcommand}"


@engine.command(short_help="Change to another engine while the node serves.")
@click.argument("url")
@click.pass_obj
def move(settings: Settings, url: str) -> None:
    """Build the index in the engine at URL from the store, then serve from it: no answer is lost on the way.

    URL is of the form of WENMAI_ENGINE_URL. The node remembers the move until that setting changes.
    """
    if url == Moved(settings.data, settings.engine_url).url:
        raise click.UsageError(f"{shown(url)} serves already.")
    with _into(settings) as into, bar("building", _live(into.store)) as advance:
        synced = following.move(into.store, settings, into.workers, url, advance)
    click.echo(f"{shown(url)} serves now; set WENMAI_ENGINE_URL to it when it is convenient", err=True)
    _tell_synced("engine move", synced)


@main.command()
def sources() -> None:
    """List the publishers' files that are known by name."""
    for source in all_sources().values():
        click.echo(f"{source.id:24} {source.dataset.title['en']} ({', '.join(source.files)})")


@main.command(short_help="Count records, explain rejects, say where the index stands.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON instead of a table.")
@click.option("--quality", is_flag=True, help="How much of dates, places … was understood, instead.")
@click.pass_obj
def status(settings: Settings, as_json: bool, quality: bool) -> None:
    """Count the records of each data set, explain rejects, and say where the index stands."""
    if quality:
        with _store(settings) as store, bar("measuring", _live(store)) as advance:
            qualities = measured_in(store, advance)
        explain_quality(qualities, as_json=as_json)
        return
    with _store(settings) as store:
        told = node_status(store, Moved(settings.data, settings.engine_url).url)
    if as_json:
        reporting.outcome_line(told)
    else:
        reporting.explain_status(told)


@main.command(short_help="Withdraw records for good.")
@click.argument("ids", nargs=-1, required=True)
@click.option("--reason", required=True, help="Told to everyone who asks for the record from now on.")
@click.pass_obj
def withdraw(settings: Settings, ids: tuple[str, ...], reason: str) -> None:
    """Withdraw records: they answer 410 with the reason, and their ids are never used again.

    That holds whatever file has them from now on, until `wenmai restore` takes it back. For a record that its file had
    let go of before, the decision is noted, and its reason told.
    """
    with _into(settings) as into:
        withdrawn = into.store.withdraw(ids, reason, decided=True)
        _searchable(settings, into)
    if kept := sorted(set(ids) - set(withdrawn)):
        click.echo(f"not withdrawn, since no such record is live: {', '.join(kept)}", err=True)
    reporting.outcome_line({"command": "withdraw", "done": not kept, "withdrawn": withdrawn, "not_live": kept})
    sys.exit(1 if kept else 0)


@main.command(short_help="List what was withdrawn by decision, and why.")
@click.option("--all", "everything", is_flag=True, help="List too what files let go of.")
@click.pass_obj
def withdrawn(settings: Settings, everything: bool) -> None:
    """List the records that `wenmai withdraw` took out, in the order it did: one JSON line each, with the reason."""
    with _store(settings) as store:
        count = reporting.list_withdrawn(store.withdrawn(decided=not everything))
    click.echo(f"{count:,} withdrawn{'' if everything else ' by decision'}", err=True)


@main.command(short_help="Bring withdrawn records back.")
@click.argument("ids", nargs=-1, required=True)
@click.pass_obj
def restore(settings: Settings, ids: tuple[str, ...]) -> None:
    """Bring withdrawn records back as they were last: what `wenmai withdraw` decided no longer holds.

    The next file that has them brings them up to date; a complete file that has them not withdraws them again.
    """
    with _into(settings) as into:
        restored = into.store.restore(ids)
        _searchable(settings, into)
    if restored:
        click.echo(
            f"live again as they were last, until a file brings them up to date: {', '.join(restored)}", err=True
        )
    if others := sorted(set(ids) - set(restored)):
        click.echo(f"not restored, since no such record is withdrawn: {', '.join(others)}", err=True)
    reporting.outcome_line({"command": "restore", "done": not others, "restored": restored, "not_withdrawn": others})
    sys.exit(1 if others else 0)


@main.command(short_help="Merge a record into another.")
@click.argument("record_id", metavar="ID")
@click.argument("into")
@click.pass_obj
def merge(settings: Settings, record_id: str, into: str) -> None:
    """Merge a record into another: the first answers 301 to the second from now on."""
    with _into(settings) as node:
        node.store.merge(record_id, into)
        _searchable(settings, node)
    reporting.outcome_line({"command": "merge", "done": True, "id": record_id, "into": into})


main.add_command(dump_command)
main.add_command(variants)
main.add_command(keys)
main.add_command(usage)


if __name__ == "__main__":
    main()
