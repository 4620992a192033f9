"""What only the embedded engine could get wrong in reading: segments, forks, panics, sizes, threads."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import textwrap
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import hypothesis.strategies as st
import pytest
import tantivy
from hypothesis import given

from search.engines.tantivy import facets, sorting
from search.engines.tantivy.engine import TantivyEngine
from search.engines.tantivy.schema import schema
from search.engines.tantivy.snapshot import Reader
from search.entries import IndexEntry
from search.errors import QueryError
from search.query import (
    AllOf,
    Clause,
    Every,
    FacetRequest,
    Not,
    Page,
    Place,
    Prefix,
    Query,
    Sort,
    Terms,
    TimeRange,
    Walk,
    Words,
    YearRange,
)
from tests.search.engines.entries import entries, entry, serve, served_folder, writing

VALUES = 900


def uneven(number: int, chance: random.Random) -> IndexEntry:
    """Values that are frequent in one segment and rare in others, many of them equally frequent."""
    favourite = number // 200 * 37
    some = {f"v{min(VALUES, favourite + int(chance.expovariate(0.01)))}" for _ in range(chance.randint(0, 4))}
    return entry(number, keywords={"subject": tuple(some)} if some else {})


@pytest.fixture(scope="module")
def segmented(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[IndexEntry]]:
    """Six segments."""
    folder = tmp_path_factory.mktemp("segmented")
    chance = random.Random(9)
    made = [uneven(number, chance) for number in range(1, 1_201)]
    serve(folder, made[:200])
    with writing(folder) as writer:
        for start in range(200, 1_200, 200):
            writer.apply(made[start : start + 200], start)
    return folder, made


LOOKS = [
    {"FEW": 5, "FIRST_LOOK": 10, "MOST_COUNTED": 0},
    {"FEW": 30, "FIRST_LOOK": 30, "MOST_COUNTED": 400},
    {"FEW": 200, "FIRST_LOOK": 500},
    {"FEW": 5, "FIRST_LOOK": 5, "MOST_COUNTED": 40, "SEGMENT_SIZE": 50},
]


@pytest.mark.parametrize("look", LOOKS)
def test_facets_are_exact_across_segments(
    segmented: tuple[Path, list[IndexEntry]], look: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the first look leaves out, and where there are more values than tantivy counts at once."""
    for name, value in look.items():
        monkeypatch.setattr(facets, name, value)
    folder, made = segmented
    assert Reader(folder).snapshot().searcher.num_segments > 4
    engine = TantivyEngine(folder)
    for last in (1_200, 700, 30):
        some = made[:last]
        counts = Counter(value for one in some for value in (one.keywords or {}).get("subject", ()))
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        for size in (1, 2, 5, 10, 60, 1_000):
            narrow = (TimeRange(None, last),)
            (facet,) = engine.search(Query(filters=narrow, facets=(FacetRequest("subject", size),))).facets
            assert [(value.value, value.count) for value in facet.values] == ranked[:size]
            assert facet.other_count == sum(count for _, count in ranked[size:])
            assert facet.missing_count == sum(1 for one in some if not one.keywords)


def test_tantivy_alone_would_count_too_low(segmented: tuple[Path, list[IndexEntry]]) -> None:
    """Should this fail, tantivy has become exact, and `facets` can become simpler."""
    folder, made = segmented
    found = (
        Reader(folder)
        .snapshot()
        .searcher.aggregate(
            tantivy.Query.all_query(), {"few": {"terms": {"field": "subject", "size": 10, "segment_size": 10}}}
        )
    )
    counts = Counter(value for one in made for value in (one.keywords or {}).get("subject", ()))
    told = {bucket["key"]: bucket["doc_count"] for bucket in found["few"]["buckets"]}
    assert told != dict(counts.most_common(10))


def test_the_version_without_the_wrong_unions() -> None:
    assert version("tantivy").startswith("0.27.")


def test_only_and_not_alone(segmented: tuple[Path, list[IndexEntry]]) -> None:
    engine = TantivyEngine(segmented[0])
    with_one = engine.search(Query(Words("word7"))).total
    assert with_one == 1
    assert engine.search(Query(Not(Words("word7")))).total == 1_199
    assert engine.search(Query(AllOf((Not(Words("word7")), Not(Words("word8")))))).total == 1_198
    assert engine.search(Query(Every((Words("word7"), Not(Words("word7")))))).total == 0
    assert engine.search(Query(AllOf(()))).total == 0
    assert engine.search(Query(filters=(Terms("subject", ("none",), exclude=True),))).total == 1_200


def test_a_child_process_sees_what_is_written_after_the_fork(tmp_path: Path) -> None:
    serve(tmp_path, entries(1, 3))
    body = """
        print(found(), flush=True)
        child = os.fork()
        if child:
            os.waitpid(child, 0)
        else:
            sys.stdin.readline()
        print(found(), found("word4"), flush=True)
        os._exit(0)
    """
    with _reading(tmp_path, body) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "3\n"
        with writing(tmp_path) as writer:
            writer.apply(entries(4, 5), 5)
        assert running.communicate("go\n", timeout=60)[0] == "5 1\n" * 2


def test_a_reader_without_the_right_to_write_says_so(tmp_path: Path) -> None:
    """tantivy needs a lock file even to read. Root may write anywhere, so a process of its own gives that up first."""
    serve(tmp_path, entries(1, 3))
    for path in tmp_path.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    for parent in [tmp_path, *tmp_path.parents][: 0 if os.getuid() else 4]:
        parent.chmod(parent.stat().st_mode | 0o055)
    body = f"""
        found()  # so that all modules are loaded while they can be read
        engine.cache_clear()
        served = Path({str(served_folder(tmp_path))!r})
        for lock in served.glob(".tantivy-*"):
            lock.unlink()
        if os.getuid():
            served.chmod(0o555)
        else:
            os.seteuid(65_534)
        try:
            found()
        except EngineUnavailable as error:
            print(error)
    """
    with _reading(tmp_path, body) as running:
        assert "Permission denied" in running.communicate(timeout=60)[0]
    served_folder(tmp_path).chmod(0o755)


def _reading(folder: Path, body: str) -> subprocess.Popen[str]:
    """A process of its own, with no threads but those of its reading: a fork of others may hang."""
    begin = f"""
        import os, sys
        from functools import cache
        from pathlib import Path
        from search.engines.tantivy.engine import TantivyEngine
        from search.errors import EngineUnavailable
        from search.query import Query, Words
        engine = cache(lambda: TantivyEngine(Path({str(folder)!r})))
        found = lambda *words: engine().search(Query(*map(Words, words))).total
    """
    script = textwrap.dedent(begin) + textwrap.dedent(body)
    return subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_asking_for_more_than_there_is_costs_nothing(segmented: tuple[Path, list[IndexEntry]]) -> None:
    """tantivy sets memory aside for every hit asked for: a thousand million of them end the process."""
    engine = TantivyEngine(segmented[0])
    most = 10**9
    for sort in (Sort("ordinal"), Sort("title"), Sort("year"), Sort("relevance")):
        assert engine.search(Query(sort=sort, page=Page(most, most))).hits == ()
        assert len(engine.search(Query(sort=sort, page=Page(1, most))).hits) == 1_200
    assert len(engine.search(Query(Words("word7"), page=Page(1, most))).hits) == 1
    assert engine.search(Query(Words("word7"), page=Page(most, most))).hits == ()
    assert len(engine.search(Query(page=Walk(most))).hits) == 1_200


def test_deep_nesting_is_refused(segmented: tuple[Path, list[IndexEntry]]) -> None:
    clause: Clause = Words("word7")
    for _ in range(500):
        clause = Not(clause)
    with pytest.raises(QueryError):
        TantivyEngine(segmented[0]).search(Query(clause))


def test_beginnings_are_taken_as_they_are(segmented: tuple[Path, list[IndexEntry]]) -> None:
    engine = TantivyEngine(segmented[0])
    assert engine.search(Query(Prefix("word"))).total == 1_200
    assert engine.search(Query(Prefix("word12"))).total == 1 + 10 + 1
    for text in (".*", "w.*", "[a-z]+", "word(", "\\"):
        assert engine.search(Query(Prefix(text))).total in (0, 1_200 if text.startswith("w") else 0)


def test_years_that_dates_of_tantivy_cannot_hold(tmp_path: Path) -> None:
    years = [-1_000_000, -3000, 1, 1677, 2262, 9999, 1_000_000]
    serve(tmp_path, [entry(place, year_start=year, year_end=year) for place, year in enumerate(years, 1)])
    engine = TantivyEngine(tmp_path)
    found = engine.search(Query(sort=Sort("year", descending=True)))
    assert [hit.record.ordinal for hit in found.hits] == [7, 6, 5, 4, 3, 2, 1]
    assert engine.search(Query(filters=(YearRange(None, -3000),))).total == 2
    assert engine.search(Query(filters=(YearRange(9999, None),))).total == 2


@pytest.mark.parametrize(
    "title", ["", "a", "a b", "a  b", "ab", "to", "and not", "0", "zz00ff", "天", "𠀀", 'a"b', "x]", "*", "\\"]
)
def test_titles_of_any_kind_are_walked(tmp_path: Path, title: str) -> None:
    """Only hexadecimal digits are ever put to tantivy's parser."""
    keys = ["", "a", "m", title, title, title, "z", "zzz"]
    serve(tmp_path, [entry(place, title_key=key) for place, key in enumerate(keys, 1)])
    engine = TantivyEngine(tmp_path)
    for descending in (False, True):
        expected = sorted(range(1, 9), key=lambda place: (keys[place - 1], place), reverse=descending)
        bare = [place for place in expected if not keys[place - 1]]
        expected = [place for place in expected if keys[place - 1]] + bare
        seen: list[int] = []
        after: Place | None = None
        while True:
            results = engine.search(Query(sort=Sort("title", descending), page=Walk(1, after)))
            seen += [hit.record.ordinal for hit in results.hits]
            after = results.next
            if after is None:
                break
        assert seen == expected


@pytest.mark.parametrize("by", ["title", "modified"])
@pytest.mark.parametrize("descending", [False, True])
def test_pages_by_keys_of_text_are_cut_where_they_should_be(tmp_path: Path, by: str, *, descending: bool) -> None:
    """Titles that begin alike, are the same, or hold what no sort key is made of; and many changes at one moment."""
    titles = [
        "a",
        "portrait of a man",
        "portrait of a woman",
        "portrait of a woman",
        "a",
        "zz",
        "天",
        "天地",
        "",
        "b:c",
    ] * 3
    moments = [7, 7, 7, 9, 1, 7, 1, 9, 9, 7] * 3
    made = [
        entry(place, title_key=title, modified=moment)
        for place, (title, moment) in enumerate(zip(titles, moments, strict=True), 1)
    ]
    serve(tmp_path, made)
    engine = TantivyEngine(tmp_path)
    values = titles if by == "title" else moments
    there = [place for place in range(1, 31) if values[place - 1]]
    expected = sorted(there, key=lambda place: (values[place - 1], place), reverse=descending)
    expected += sorted(set(range(1, 31)) - set(there), reverse=descending)
    for size in (1, 4, 7, 30):
        pages = [
            engine.search(Query(sort=Sort(by, descending), page=Page(number, size)))
            for number in range(1, 32 // size + 2)
        ]
        assert [hit.record.ordinal for page in pages for hit in page.hits] == expected
        assert {page.total for page in pages} == {30}


@given(st.lists(st.text(max_size=14) | st.text(" 09AZaz:~", max_size=14), min_size=2, max_size=2))
def test_a_greater_title_never_has_the_lesser_head(titles: list[str]) -> None:
    lesser, greater = sorted(titles)
    assert 0 <= sorting.title_head(lesser) <= sorting.title_head(greater) < 1 << 60


def test_heads_tell_titles_apart_that_differ_in_their_first_ten_letters() -> None:
    heads = [sorting.title_head(title) for title in ("", "a", "a b", "portrait o", "portrait p", "portrait p1", "z")]
    assert heads == sorted(heads)
    assert len(set(heads)) == 6


def test_nothing_but_hexadecimal_reaches_the_parser() -> None:
    index = tantivy.Index(schema())
    with pytest.raises(ValueError, match="invalid literal"):
        sorting._text_range(index, "title_key", "a OR b", False)


@pytest.mark.slow
def test_many_threads_while_builds_change(tmp_path: Path) -> None:
    """Each answer is of one view: its total, facets and position belong together."""
    serve(tmp_path, entries(1, 10), 10)
    engine = TantivyEngine(tmp_path)

    def ask(_: int) -> bool:
        results = engine.search(Query(facets=(FacetRequest("type"),)))
        return results.total == results.as_of == sum(value.count for value in results.facets[0].values)

    with ThreadPoolExecutor(4) as pool:
        asking = pool.map(ask, range(300))
        for seq in range(11, 30):
            if seq % 6:
                with writing(tmp_path) as writer:
                    writer.apply([entry(seq)], seq)
            else:
                serve(tmp_path, entries(1, seq), seq)
        assert all(asking)
