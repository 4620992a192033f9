"""What is published arrives, what is bad is named and kept aside, and nothing beside it is touched."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.indexers.taking import Bench, bench_in, lines, record, rejects


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with bench_in(tmp_path) as made:
        yield made


def test_a_file_no_one_has_seen_is_taken_in_and_known_again(bench: Bench) -> None:
    content = lines(*(record(number) for number in range(30)))
    first = bench.take("new.jsonl", content)
    again = bench.take("new.jsonl", content)
    assert (first.rows, first.created, first.rejected) == (30, 30, 0)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 30)
    assert again.last_seq == first.last_seq == 30


def test_only_what_changed_is_written_again(bench: Bench) -> None:
    bench.take("a.jsonl", lines(*(record(number) for number in range(10))))
    outcome = bench.take("a.jsonl", lines(record(3, subjects=["砖塔"]), *(record(n) for n in range(4, 12))))
    assert (outcome.created, outcome.updated, outcome.unchanged) == (2, 1, 6)
    entry = bench.store.get("towers:3")
    assert entry is not None
    assert entry.version == 2


def test_the_data_set_may_be_named_outside_the_file(bench: Bench) -> None:
    bare = record(1)
    del bare["dataset"]
    assert bench.take("a.jsonl", lines(bare), dataset="towers").created == 1
    other = bench.take("b.jsonl", lines(record(2)), dataset="bridges")
    assert (other.created, other.rejected) == (0, 1)
    assert "bridges" in rejects(other)[0]["problems"][0]["reason"]


BAD: dict[str, tuple[Any, str]] = {
    "broken JSON": (b'{"id": "towers:x", \n', "JSON"),
    "not an object": (b'["towers:x"]\n', "object"),
    "a NUL byte": (lines(record("x", title={"zh-Hans": "塔\x00"})), "NUL"),
    "a raw NUL": (b'{"id": "towers:x\x00"}\n', ""),
    "not UTF-8": (b'{"id": "towers:x", "title": "\xff\xfe"}\n', "UTF-8"),
    "a lone surrogate": (b'{"id":"towers:x","type":"site","title":{"en":"\\ud800"}}\n', ""),
    "a duplicate key": (b'{"id":"towers:x","id":"towers:y"}\n', ""),
    "NaN": (b'{"id":"towers:x","place":{"lat":NaN,"lon":1}}\n', ""),
    "no id": (lines({"title": {"en": "x"}}), "id"),
    "a number as id": (lines(record("x", id=7)), "id"),
    "an unknown field": (lines(record("x", titel={"en": "x"})), "title"),
    "a wrong type": (lines(record("x", type="sight")), "site"),
    "text for a list": (lines(record("x", subjects="塔")), "list"),
    "a year 153505": (lines(record("x", date={"start": 153505})), "1535–05"),
    "years the wrong way round": (lines(record("x", date={"start": 900, "end": 800})), ""),
    "0/0": (lines(record("x", place={"lat": 0, "lon": 0})), ""),
    "coordinates swapped": (lines(record("x", region="110000", place={"lat": 116.4, "lon": 39.9})), "swap"),
    "an unknown region": (lines(record("x", region="999999")), "region"),
    "an unknown period": (lines(record("x", periods=["mingg"])), "ming"),
    "a blank title": (lines(record("x", title={"zh-Hans": "  "})), "title"),
    "a script for a link": (lines(record("x", source={"name": "x", "url": "javascript:alert(1)"})), "http"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_row_is_named_and_the_good_ones_beside_it_arrive(bench: Bench, name: str) -> None:
    bad, said = BAD[name]
    outcome = bench.take("a.jsonl", lines(record(1)) + bad + lines(record(2)))
    assert bench.ids("towers") == {"towers:1", "towers:2"}
    assert (outcome.created, outcome.rejected, outcome.whole) == (2, 1, False)
    (reject,) = rejects(outcome)
    assert reject["line"] == 2
    told = " ".join(f"{problem['path']} {problem['reason']}" for problem in reject["problems"])
    assert told.strip()
    assert said in told


def test_a_line_of_50_megabytes_is_passed_over(bench: Bench) -> None:
    long = b'{"id":"towers:x","title":{"en":"' + b"a" * 50_000_000 + b'"}}\n'
    outcome = bench.take("a.jsonl", lines(record(1)) + long + lines(record(2)))
    assert bench.ids("towers") == {"towers:1", "towers:2"}
    assert rejects(outcome)[0]["line"] == 2
    assert Path(outcome.rejects_file).stat().st_size < 1_000_000


def test_an_id_met_twice_is_refused_the_second_time(bench: Bench) -> None:
    second = record(1, subjects=["另一座"])
    outcome = bench.take("a.jsonl", lines(record(1), record(2), second, record(2, subjects=["又一座"])))
    assert (outcome.created, outcome.rejected) == (2, 2)
    assert [(reject["line"], reject["id"]) for reject in rejects(outcome)] == [(3, "towers:1"), (4, "towers:2")]
    entry = bench.store.get("towers:1")
    assert entry is not None
    assert b"subjects" not in entry.content
    again = bench.take("a.jsonl", lines(record(1), record(2), second, record(2, subjects=["又一座"])))
    assert (again.unchanged, again.updated, again.rejected) == (2, 0, 2)


KEPT = {
    "HTML": "<b>塔</b> & <script>alert(1)</script>",
    "beyond the BMP": "𠮷𡈽塔 🏯",
    "private use": "塔\ue000名",
    "right to left": "برج‏",
    "Tibetan": "མཆོད་རྟེན།",
}


@pytest.mark.parametrize("name", KEPT)
def test_unusual_text_is_kept_as_it_is(bench: Bench, name: str) -> None:
    outcome = bench.take("a.jsonl", lines(record(1, title={"zh-Hans": KEPT[name]})))
    assert outcome.created == 1
    entry = bench.store.get("towers:1")
    assert entry is not None
    assert KEPT[name] in entry.content.decode()


def test_complete_withdraws_what_is_gone(bench: Bench) -> None:
    bench.take("a.jsonl", lines(*(record(number) for number in range(100))))
    outcome = bench.take("a.jsonl", lines(*(record(number) for number in range(3, 100))), complete=True)
    assert (outcome.withdrawn, outcome.whole) == (3, True)
    assert len(bench.ids("towers")) == 97


def test_complete_refuses_to_lose_more_than_one_in_twenty(bench: Bench) -> None:
    bench.take("a.jsonl", lines(*(record(number) for number in range(100))))
    short = lines(*(record(number) for number in range(94)))
    refused = bench.take("a.jsonl", short, complete=True)
    assert (refused.withdrawn, refused.whole, len(refused.would_withdraw)) == (0, False, 6)
    assert "--allow-loss" in refused.refused
    assert len(bench.ids("towers")) == 100
    assert bench.take("a.jsonl", short, complete=True, allow_loss=True).withdrawn == 6


def test_a_record_whose_new_form_is_refused_is_not_taken_for_gone(bench: Bench) -> None:
    bench.take("a.jsonl", lines(*(record(number) for number in range(40))))
    bad = record(7, type="sight")
    outcome = bench.take("a.jsonl", lines(bad, *(record(n) for n in range(40) if n != 7)), complete=True)
    assert (outcome.withdrawn, outcome.rejected) == (0, 1)
    assert "towers:7" in bench.ids("towers")


def test_a_row_that_cannot_be_read_stops_withdrawals_of_unknown_records(bench: Bench) -> None:
    bench.take("a.jsonl", lines(*(record(number) for number in range(40))))
    broken = b'{"id": "towers:7", \n'
    outcome = bench.take("a.jsonl", broken + lines(*(record(n) for n in range(40) if n != 7)), complete=True)
    assert outcome.withdrawn == 0
    assert "towers:7" in bench.ids("towers")
    assert "cannot be told" in outcome.refused


def test_a_dry_run_changes_nothing_and_says_what_would_happen(bench: Bench) -> None:
    bench.take("a.jsonl", lines(*(record(number) for number in range(40))))
    changed = lines(record(1, subjects=["塔"]), record(50), *(record(n) for n in range(2, 40)), record("x", type="x"))
    outcome = bench.take("a.jsonl", changed, dry_run=True, complete=True)
    assert (outcome.created, outcome.updated, outcome.rejected) == (1, 1, 1)
    assert outcome.would_withdraw == ("towers:0",)
    assert [content["id"] for content in outcome.first] == ["towers:1", "towers:50"]
    assert bench.store.last_seq() == 40
    assert len(bench.ids("towers")) == 40


def test_a_file_cut_short_withdraws_nothing(bench: Bench) -> None:
    import gzip

    whole = gzip.compress(lines(*(record(number) for number in range(2_000))))
    bench.take("a.jsonl.gz", whole)
    outcome = bench.take("a.jsonl.gz", whole[: len(whole) // 2], complete=True, allow_loss=True)
    assert outcome.failure
    assert (outcome.withdrawn, outcome.whole) == (0, False)
    assert len(bench.ids("towers")) == 2_000


def test_a_withdrawn_record_published_again_comes_back_under_its_id(bench: Bench) -> None:
    bench.take("a.jsonl", lines(record(1)))
    bench.store.withdraw(["towers:1"], "mistake")
    bench.take("a.jsonl", lines(record(1)))
    entry = bench.store.get("towers:1")
    assert entry is not None
    assert (entry.state, entry.version) == ("live", 3)


def test_random_files_of_good_and_bad_rows_never_lose_one(bench: Bench) -> None:
    drawn = random.Random(5)
    rows: list[tuple[bytes, bool]] = []
    for number in range(1_500):
        good = drawn.random() < 0.8
        rows.append((lines(record(number)) if good else drawn.choice(list(BAD.values()))[0], good))
    outcome = bench.take("a.jsonl", b"".join(row for row, _ in rows))
    expected = {f"towers:{number}" for number, (_, good) in enumerate(rows) if good}
    assert bench.ids("towers") == expected
    assert outcome.rows == 1_500
    assert len({reject["line"] for reject in rejects(outcome)}) == 1_500 - len(expected)
    assert outcome.rejected == 1_500 - len(expected)


def test_a_good_row_is_taken_in_after_a_bad_one_of_the_same_id(bench: Bench) -> None:
    outcome = bench.take("a.jsonl", lines(record(1, type="sight"), record(1)))
    assert (outcome.created, outcome.rejected) == (1, 1)


def test_a_merged_record_published_again_stays_merged_and_is_counted(bench: Bench) -> None:
    content = lines(*(record(number) for number in range(5)))
    bench.take("a.jsonl", content)
    bench.store.merge("towers:1", "towers:2")
    outcome = bench.take("a.jsonl", content)
    assert (outcome.rows, outcome.unchanged, outcome.merged, outcome.updated) == (5, 4, 1, 0)
    assert outcome.whole
    entry = bench.store.get("towers:1")
    assert entry is not None
    assert entry.state == "merged"


def test_a_record_withdrawn_by_decision_stays_withdrawn_and_is_told(bench: Bench) -> None:
    content = lines(*(record(number) for number in range(40)))
    bench.take("a.jsonl", content)
    bench.store.withdraw(["towers:1"], "她的意愿", decided=True)
    before = bench.store.last_seq()
    for complete in (False, True):
        outcome = bench.take("a.jsonl", content, complete=complete)
        assert (outcome.rows, outcome.unchanged, outcome.updated, outcome.withdrawn) == (40, 39, 0, 0)
        assert outcome.still_withdrawn == ("towers:1",)
        assert (outcome.whole, outcome.last_seq) == (True, before)
    entry = bench.store.get("towers:1")
    assert entry is not None
    assert (entry.state, entry.reason, entry.version) == ("withdrawn", "她的意愿", 2)


def test_a_record_a_complete_file_let_go_of_comes_back_with_a_file_that_has_it(bench: Bench) -> None:
    whole = lines(*(record(number) for number in range(40)))
    bench.take("a.jsonl", whole)
    assert bench.take("a.jsonl", lines(*(record(n) for n in range(39))), complete=True).withdrawn == 1
    outcome = bench.take("a.jsonl", whole, complete=True)
    assert (outcome.updated, outcome.still_withdrawn) == (1, ())
    assert len(bench.ids("towers")) == 40


def test_a_decided_record_may_leave_its_file_and_come_again(bench: Bench) -> None:
    whole = lines(*(record(number) for number in range(40)))
    bench.take("a.jsonl", whole)
    bench.store.withdraw(["towers:1"], "她的意愿", decided=True)
    without = bench.take("a.jsonl", lines(*(record(n) for n in range(40) if n != 1)), complete=True)
    assert (without.withdrawn, without.still_withdrawn) == (0, ())
    assert bench.take("a.jsonl", whole).still_withdrawn == ("towers:1",)


def test_a_restored_record_is_known_to_say_the_same(bench: Bench) -> None:
    content = lines(record(1), record(2))
    bench.take("a.jsonl", content)
    bench.store.withdraw(["towers:1"], "她的意愿", decided=True)
    bench.store.restore(["towers:1"])
    again = bench.take("a.jsonl", content)
    assert (again.unchanged, again.updated, again.last_seq) == (2, 0, 4)


def test_a_dry_run_counts_as_the_run_itself_does(bench: Bench) -> None:
    bench.take("a.jsonl", lines(*(record(number) for number in range(6))))
    bench.store.merge("towers:1", "towers:2")
    bench.store.withdraw(["towers:3"], "mistake")
    bench.store.withdraw(["towers:4", "towers:0"], "a wish", decided=True)
    content = lines(*(record(number) for number in range(5)), record(5, subjects=["塔"]), record(6))
    foreseen, done = bench.take("a.jsonl", content, dry_run=True), bench.take("a.jsonl", content)
    counts = [(o.rows, o.created, o.updated, o.unchanged, o.merged, o.rejected) for o in (foreseen, done)]
    assert counts == [(7, 1, 2, 1, 1, 0)] * 2
    assert foreseen.still_withdrawn == done.still_withdrawn == ("towers:0", "towers:4")


def test_a_file_of_another_data_set_leaves_the_run_of_that_data_set_alone(bench: Bench) -> None:
    bench.take("a.jsonl", lines(record(1)))
    bench.take("a.jsonl", lines(record(1)), dataset="bridges")
    runs = {run.dataset: (run.created, run.rejected) for run in bench.store.last_runs()}
    assert runs == {"towers": (1, 0), "bridges": (0, 1)}


def test_a_run_is_remembered_with_its_reasons(bench: Bench) -> None:
    bench.take("a.jsonl", lines(record(1), record(2, type="sight"), record(3, type="sight")))
    (run,) = bench.store.last_runs()
    assert (run.dataset, run.created, run.rejected) == ("towers", 1, 2)
    assert sum(run.reasons.values()) == 2


def test_a_row_that_says_the_same_again_is_taken_in_once_and_counted(bench: Bench) -> None:
    for counts in ((1, 0), (0, 1)):
        outcome = bench.take("a.jsonl", lines(record(1), record(1), record(1)))
        assert (outcome.created, outcome.unchanged) == counts
        assert outcome.whole
        assert outcome.changes == {"row: says the same as an earlier one; taken in once": 2}


def test_reasons_are_counted_a_kind_at_a_time(bench: Bench) -> None:
    lists = (record(number, subjects=["塔"] * number + [3]) for number in range(9))
    broken = b"".join(b'{"id": "towers:%d", x}\n' % 10**number for number in range(9))
    outcome = bench.take("a.jsonl", lines(*lists, record("x"), *[record("x", subjects=["又"])] * 9) + broken)
    assert sorted(outcome.reasons.values()) == [9, 9, 9]
    assert "subjects[]: is a number where text belongs" in outcome.reasons
    assert "id: stands on line … already" in outcome.reasons


def test_an_id_that_is_none_makes_no_data_set(bench: Bench) -> None:
    outcome = bench.take("a.jsonl", lines(record(1), record("x", id="no towers:1"), record("y", id="nowhere")))
    assert (outcome.rejected, outcome.datasets) == (2, ("towers",))
    assert [run.dataset for run in bench.store.last_runs()] == ["towers"]
