"""The writer: poison, panics, full disks, kills, locks."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
import tantivy

from search import indexed
from search.engines.tantivy import documents, pen
from search.engines.tantivy.engine import TantivyEngine
from search.engines.tantivy.layout import Layout
from search.entries import IndexEntry
from search.errors import EngineBusy, EngineError
from search.query import Ids, Query, Terms
from tests.search.engines.entries import entries, entry, held, serve, writing

POISON = ("x:7", "x:31")


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some entries carry text in a number's field, past the check: what once killed writers without a word."""

    def spoilt(made: IndexEntry) -> tantivy.Document:
        document = documents.document(made)
        if made.id in POISON:
            document.add_text("ordinal", "not a number")
        return document

    monkeypatch.setattr(pen, "document", spoilt)


@pytest.mark.usefixtures("poisoned")
def test_poison_is_refused_alone(tmp_path: Path) -> None:
    with writing(tmp_path) as writer:
        build = writer.begin()
        refused = list(writer.write(build, entries(1, 20)).refused)
        assert refused == []
        with pytest.raises(EngineError):
            writer.promote(build, 20)
        writer.discard(build)


@pytest.mark.usefixtures("poisoned")
def test_poison_in_changes_is_refused_alone(tmp_path: Path) -> None:
    serve(tmp_path, entries(100, 101))
    with writing(tmp_path) as writer:
        outcome = writer.apply(entries(1, 40), 40)
        assert [record_id for record_id, _ in outcome.refused] == [*POISON]
        assert (outcome.written, writer.position()) == (38, 40)
        assert all("ordinal" in reason for _, reason in outcome.refused)
        assert writer.apply(entries(41, 42), 42).written == 2
    assert len(held(tmp_path)) == 42


def test_a_batch_of_nothing_but_poison_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(tmp_path, entries(1, 3), 3)

    def spoilt(made: IndexEntry) -> tantivy.Document:
        document = documents.document(made)
        document.add_text("ordinal", "not a number")
        return document

    with writing(tmp_path) as writer:
        monkeypatch.setattr(pen, "document", spoilt)
        with pytest.raises(EngineError):
            writer.apply(entries(4, 6), 6)
        monkeypatch.undo()
        assert writer.position() == 3
        assert writer.apply(entries(4, 6), 6).written == 3
    assert len(held(tmp_path)) == 6


def test_panics_are_engine_errors(tmp_path: Path) -> None:
    """The class of a panic is no Exception: an adapter that catches Exception lets it through."""
    serve(tmp_path, entries(1, 3))
    index = tantivy.Index.open(str(next((tmp_path / "builds").iterdir())))
    with pytest.raises(BaseException, match="Limit must be") as panic:
        index.searcher().search(tantivy.Query.all_query(), limit=0)
    assert not isinstance(panic.value, Exception)
    from search.engines.tantivy.guard import guarded, is_panic

    assert is_panic(panic.value)
    with pytest.raises(EngineError, match="asking"), guarded("asking"):
        index.searcher().search(tantivy.Query.all_query(), limit=0)
    with pytest.raises(KeyboardInterrupt), guarded("asking"):
        raise KeyboardInterrupt


def test_the_longest_value_is_kept_and_one_byte_more_refused(tmp_path: Path) -> None:
    longest = "a" * indexed.LONGEST
    fits, over = entry(1, keywords={"subject": (longest,)}), entry(2, keywords={"subject": (longest + "a",)})
    serve(tmp_path, [entry(3)])
    with writing(tmp_path) as writer:
        assert [record_id for record_id, _ in writer.apply([fits, over], 5).refused] == ["x:2"]
    engine = TantivyEngine(tmp_path)
    assert engine.search(Query(filters=(Terms("subject", (longest,)),))).total == 1
    assert engine.search(Query(filters=(Ids(("x:2",)),))).total == 0


def test_the_reserved_entry_is_seen_by_nobody(tmp_path: Path) -> None:
    serve(tmp_path, [], 41)
    engine = TantivyEngine(tmp_path)
    with writing(tmp_path) as writer:
        for seq in (42, 43):
            writer.apply([], seq)
    results = engine.search(Query())
    assert (results.total, results.as_of, list(engine.scan(Query()))) == (0, 43, [])
    assert engine.get(["position", ""]) == [None, None]
    assert engine.health().records == 0


def script(folder: Path, body: str) -> list[str]:
    """A process that writes to `folder`."""
    begin = f"""
        from pathlib import Path
        from search.engines.tantivy.writer import TantivyWriter
        from tests.search.engines.entries import HEAP, entries, entry
        writer = TantivyWriter(Path({str(folder)!r}), heap=HEAP)
    """
    return [sys.executable, "-c", textwrap.dedent(begin) + textwrap.dedent(body)]


@pytest.mark.slow
def test_kills_lose_nothing_that_was_told(tmp_path: Path) -> None:
    """Killed at random moments of applying: everything up to the position is there, and nothing half."""
    serve(tmp_path, entries(1, 10), 10)
    chance = random.Random(4)
    for _ in range(8):
        body = """
            import itertools
            for seq in itertools.count(writer.position() + 10, 10):
                writer.apply(entries(seq - 9, seq), seq)
                print(seq, flush=True)
        """
        running = subprocess.Popen(script(tmp_path, body), stdout=subprocess.PIPE, text=True)
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(chance.uniform(0, 0.15))
        running.send_signal(signal.SIGKILL)
        told = [int(line) for line in running.stdout.read().split()]
        running.wait()
        running.stdout.close()
        with writing(tmp_path) as writer:
            position = writer.position()
        assert position >= max(told, default=0)
        assert held(tmp_path) == [f"x:{number}" for number in range(1, position + 1)]


def test_a_killed_build_leaves_the_served_one_and_is_swept(tmp_path: Path) -> None:
    serve(tmp_path, entries(1, 10), 10)
    body = """
        build = writer.begin()
        print(build.id, flush=True)
        while True:
            writer.write(build, entries(1, 5_000))
    """
    running = subprocess.Popen(script(tmp_path, body), stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    orphan = running.stdout.readline().strip()
    time.sleep(0.2)
    running.kill()
    running.wait()
    running.stdout.close()
    assert orphan in Layout(tmp_path).ids()
    assert len(held(tmp_path)) == 10
    serve(tmp_path, entries(1, 11), 11)
    assert orphan not in Layout(tmp_path).ids()


def test_a_second_process_is_told_who_writes(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(subprocess.CalledProcessError) as refused:
        subprocess.run(script(tmp_path, ""), check=True, capture_output=True, text=True)
    assert f"EngineBusy: {tmp_path} is being written by process {os.getpid()}" in refused.value.stderr


def test_a_child_that_outlives_the_writer_does_not_keep_its_lock(tmp_path: Path) -> None:
    body = """
        import os, time

        def locks():
            for number in os.listdir("/proc/self/fd"):
                try:
                    yield Path(os.readlink(f"/proc/self/fd/{number}")).name
                except OSError:
                    pass

        def tidying():
            return any(one.startswith(".tantivy-") and one != ".tantivy-writer.lock" for one in locks())

        writer.promote(writer.begin(), 1)
        writer.apply(entries(1, 2), 2)
        # tantivy's threads tidy up after a commit, and a fork then would keep the lock on its list of files as well.
        time.sleep(0.5)
        while tidying():
            time.sleep(0.01)
        child = os.fork()
        if not child:
            os.close(1)
            time.sleep(60)
        print(child, flush=True)
        time.sleep(60)
    """
    running = subprocess.Popen(script(tmp_path, body), stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    child = int(running.stdout.readline())
    try:
        with pytest.raises(EngineBusy), writing(tmp_path):
            pass
        running.kill()
        running.wait()
        with writing(tmp_path) as writer:
            writer.apply(entries(3, 4), 4)
        assert len(held(tmp_path)) == 4
    finally:
        os.kill(child, signal.SIGKILL)
        running.stdout.close()


def test_a_full_disk_harms_nothing(tmp_path: Path) -> None:
    """Files that may not grow stand for a disk that is full."""
    serve(tmp_path, entries(1, 10), 10)
    body = """
        import random, resource, signal
        from search.errors import EngineError
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        noise = random.Random(1)
        texts = [" ".join(str(noise.random()) for _ in range(400)) for n in range(200)]
        big = [entry(n, tokens={"text_exact": texts[n]}) for n in range(11, 200)]
        for what in ("apply", "build"):
            try:
                if what == "apply":
                    writer.apply(big, 200)
                else:
                    build = writer.begin()
                    writer.write(build, big)
                    writer.promote(build, 200)
            except EngineError as error:
                print(what, type(error).__name__, error, flush=True)
        print(writer.position())
    """
    done = subprocess.run(script(tmp_path, body), capture_output=True, text=True, timeout=60, check=False)
    lines = done.stdout.splitlines()
    assert [line.split()[:2] for line in lines[:2]] == [["apply", "EngineError"], ["build", "EngineError"]], done
    assert lines[2] == "10"
    assert held(tmp_path) == [f"x:{number}" for number in range(1, 11)]
    with writing(tmp_path) as writer:
        assert writer.apply(entries(11, 20), 20).written == 10
    assert len(held(tmp_path)) == 20
