"""The `wenmai` command as an operator types it: what it says, what a program reads, how it exits."""

from __future__ import annotations

import gzip
import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog
from click.testing import CliRunner, Result

from indexers.cli import main
from tests.indexers.taking import lines, record


@dataclass(frozen=True, slots=True)
class Node:
    """A node in a folder, run in this process."""

    folder: Path

    def run(self, *words: str, **settings: str) -> Result:
        return CliRunner().invoke(main, words, env={"WENMAI_DATA": str(self.folder / "node")} | settings)

    def file(self, name: str, content: bytes) -> str:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return str(path)


def told(result: Result) -> dict[str, Any]:
    """The one line a program reads; there must be just one."""
    (line,) = result.stdout.splitlines()
    outcome: dict[str, Any] = json.loads(line)
    return outcome


@pytest.fixture
def node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Node:
    monkeypatch.chdir(tmp_path)
    for name in ("WENMAI_DATABASE_URL", "WENMAI_ENGINE_URL"):
        monkeypatch.delenv(name, raising=False)
    return Node(tmp_path)


def test_from_a_file_to_the_index_and_back_to_the_counts(node: Node) -> None:
    file = node.file("towers.jsonl", lines(record(1), record(2), record(3, type="sight")))
    taken = node.run("ingest", file)
    outcome = told(taken)
    assert (taken.exit_code, outcome["done"], outcome["searchable_seq"]) == (1, False, 2)
    (counted,) = outcome["files"]
    assert (counted["rows"], counted["created"], counted["rejected"]) == (3, 2, 1)
    assert "3 rows" in taken.stderr
    assert counted["rejects_file"] in taken.stderr
    status = told(node.run("status", "--json"))
    assert (status["index"]["records"], status["index"]["seq"], status["seq"]) == (2, 2, 2)
    assert status["datasets"][0]["last_run"]["rejected"] == 1


def test_lines_for_people_are_not_wrapped(node: Node) -> None:
    name = "a-name-that-goes-on-" + "and-on-" * 20 + "[bold].jsonl"
    taken = node.run("ingest", node.file(name, lines(record(1))), "--no-sync")
    first, *_ = taken.stderr.splitlines()
    assert first.startswith(f"{name}: 1 rows")
    assert first.endswith("0 rejected")


def test_status_shows_names_whole_and_where_the_rejects_are(node: Node) -> None:
    name = "a" * 64
    rows = [{**record(number), "id": f"{name}:{number}", "dataset": name} for number in range(3)]
    rows[2]["type"] = "sight"
    taken = told(node.run("ingest", node.file("long.jsonl", lines(*rows))))
    shown = node.run("status")
    assert shown.exit_code == 0
    assert f"{name}        2" in shown.stdout
    assert f"{name}: rejected rows are in {taken['files'][0]['rejects_file']}" in shown.stdout
    assert "index answers with 2 records at change 2" in shown.stdout


def test_status_of_a_node_in_which_nothing_was_ever_done(node: Node) -> None:
    shown = node.run("status")
    assert shown.exit_code == 0
    assert "does NOT answer" in shown.stdout


FAILURES = {
    "no such file": (["ingest", "nowhere.jsonl"], 1, "key-sites"),
    "a source whose files are elsewhere": (["ingest", "key-sites"], 1, "--folder"),
    "nothing named": (["ingest"], 2, "wenmai sources"),
    "no such folder": (["ingest", "key-sites", "--folder", "nowhere"], 2, "nowhere"),
    "no such mapping": (["ingest", "x.csv", "--mapping", "nowhere.toml"], 2, "nowhere.toml"),
    "a data set with a slash": (["ingest", "x.jsonl", "--dataset", "../x"], 2, "letters"),
    "an unknown command": (["ingets"], 2, "ingets"),
    "an unknown option": (["sync", "--wach"], 2, "--watch"),
    "merging what is not there": (["merge", "towers:1", "towers:2"], 1, "towers:1"),
    "no port": (["serve", "--port", "0"], 2, "65535"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_one_line_for_each_reader(node: Node, name: str) -> None:
    words, code, said = FAILURES[name]
    failed = node.run(*words)
    assert failed.exit_code == code
    assert told(failed)["done"] is False
    assert said in told(failed)["error"]
    assert said in failed.stderr
    assert "Traceback" not in failed.stderr


SETTINGS = {
    "WENMAI_DATABASE_URL": ("mysql://x/y", "sqlite:///"),
    "WENMAI_ENGINE_URL": ("nonsense", "tantivy:"),
    "WENMAI_LIMIT_PARTNER": ("many", "60/5 seconds, 600/minute, 50000/day"),
    "WENMAI_PROXIES": ("nginx", "0 to 16"),
    "WENMAI_LIMITS": ("perhaps", "'on' or 'off'"),
    "WENMAI_DATA": ("/proc/nowhere", "/proc/nowhere"),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_that_cannot_be_is_said_with_what_can(node: Node, name: str) -> None:
    value, said = SETTINGS[name]
    failed = node.run("sync", **{name: value})
    assert (failed.exit_code, told(failed)["command"]) == (1, "sync")
    assert said in told(failed)["error"]


@pytest.mark.parametrize(
    "name",
    ["ingest", "sync", "build", "serve", "demo", "sources", "status", "withdraw", "withdrawn", "restore", "merge"],
)
def test_every_command_explains_itself_whole(node: Node, name: str) -> None:
    assert node.run(name, "--help").exit_code == 0
    line = next(line for line in node.run("--help").stdout.splitlines() if line.startswith(f"  {name} "))
    assert line.endswith(".")
    assert "..." not in line


def test_every_option_says_what_it_does(node: Node) -> None:
    bare = [
        f"{name} {option.opts[0]}"
        for name, command in main.commands.items()
        for option in command.params
        if option.param_type_name == "option" and not getattr(option, "hidden", False) and not option.help  # type: ignore[attr-defined]
    ]
    assert bare == []


def test_a_dry_run_tells_every_rejected_row_by_its_line(node: Node) -> None:
    rows = lines(record(1)) + b"{bad\n" + lines(record(2, type="sight"), record(1, subjects=["又"]))
    shown = node.run("ingest", node.file("towers.jsonl", rows), "--dry-run")
    assert "line 2: broken JSON" in shown.stderr
    assert "line 3 towers:2: type: is not in the vocabulary" in shown.stderr
    assert "line 4 towers:1: id: stands on line 1 already" in shown.stderr


def test_a_dry_run_leaves_no_trace(node: Node) -> None:
    shown = node.run("ingest", node.file("towers.jsonl", lines(record(1))), "--dry-run")
    assert (shown.exit_code, told(shown)["searchable_seq"]) == (0, None)
    assert "1 would be created" in shown.stderr
    assert "第1号塔" in shown.stderr
    assert told(node.run("status", "--json"))["datasets"] == []


def test_complete_tells_what_it_refused_to_withdraw(node: Node) -> None:
    node.run("ingest", node.file("towers.jsonl", lines(*(record(number) for number in range(30)))), "--no-sync")
    short = node.file("short.jsonl", lines(*(record(number) for number in range(10))))
    refused = node.run("ingest", short, "--complete", "--no-sync")
    assert refused.exit_code == 1
    assert "20 would be withdrawn: towers:10, towers:11" in refused.stderr
    assert "and 10 more" in refused.stderr
    assert told(node.run("ingest", short, "--complete", "--allow-loss", "--no-sync"))["files"][0]["withdrawn"] == 20


def test_a_folder_gives_all_that_is_known_in_it_and_names_the_rest(node: Node) -> None:
    node.file("mixed/a.jsonl", lines(record(1)))
    node.file("mixed/b.jsonl.gz", gzip.compress(lines(record(2))))
    node.file("mixed/c.csv", b"a,b\n1,2\n")
    node.file("mixed/read.me", b"x")
    taken = node.run("ingest", "mixed", "--no-sync")
    assert [file["source"] for file in told(taken)["files"]] == ["a.jsonl", "b.jsonl.gz"]
    (warning,) = (json.loads(line) for line in taken.stderr.splitlines() if line.startswith("{"))
    assert (warning["level"], warning["files"]) == ("warning", ["c.csv", "read.me"])
    assert told(node.run("ingest", "--all", "mixed", "--no-sync"))["files"][1]["unchanged"] == 1


def test_an_empty_file_is_said_to_be_empty(node: Node) -> None:
    taken = node.run("ingest", node.file("empty.jsonl", b""), "--no-sync")
    assert (taken.exit_code, told(taken)["done"]) == (0, True)
    assert "holds no rows" in taken.stderr


def test_withdraw_names_what_was_not_there(node: Node) -> None:
    node.run("ingest", node.file("towers.jsonl", lines(record(1), record(2))), "--no-sync")
    withdrawn = node.run("withdraw", "towers:1", "towers:9", "--reason", "重复")
    assert withdrawn.exit_code == 1
    assert (told(withdrawn)["withdrawn"], told(withdrawn)["not_live"]) == (["towers:1"], ["towers:9"])
    assert "towers:9" in withdrawn.stderr
    assert told(node.run("merge", "towers:2", "towers:1"))["done"] is False
    assert told(node.run("status", "--json"))["datasets"][0]["withdrawn"] == 1


def test_what_an_operator_withdrew_stays_away_night_after_night_until_it_is_restored(node: Node) -> None:
    file = node.file("towers.jsonl", lines(record(1), record(2)))
    node.run("ingest", file)
    assert told(node.run("withdraw", "towers:1", "--reason", "她的意愿"))["withdrawn"] == ["towers:1"]
    taken = node.run("ingest", file, "--complete")
    (counted,) = told(taken)["files"]
    assert (taken.exit_code, counted["updated"], counted["unchanged"]) == (0, 0, 1)
    assert counted["still_withdrawn"] == {"count": 1, "ids": ["towers:1"]}
    assert "1 were withdrawn by decision, and stay so: towers:1" in taken.stderr
    status = told(node.run("status", "--json"))
    assert (status["seq"], status["index"]["records"]) == (3, 1)
    back = node.run("restore", "towers:1", "towers:2", "towers:9")
    assert back.exit_code == 1
    assert (told(back)["restored"], told(back)["not_withdrawn"]) == (["towers:1"], ["towers:2", "towers:9"])
    assert "live again as they were last, until a file brings them up to date: towers:1" in back.stderr
    assert told(node.run("status", "--json"))["index"]["records"] == 2
    (again,) = told(node.run("ingest", file))["files"]
    assert (again["unchanged"], again["last_seq"], again["still_withdrawn"]["count"]) == (2, 4, 0)


def test_what_is_withdrawn_by_decision_is_listed_with_its_reason(node: Node) -> None:
    file = node.file("towers.jsonl", lines(record(1), record(2)))
    node.run("ingest", file)
    assert "0 withdrawn by decision" in node.run("withdrawn").stderr
    node.run("withdraw", "towers:1", "--reason", "她的意愿")
    node.run("ingest", node.file("towers.jsonl", lines(record(1))), "--complete", "--allow-loss")
    listed = node.run("withdrawn")
    shown = [json.loads(line) for line in listed.stdout.splitlines()]
    assert [(one["id"], one["reason"], one["decided"]) for one in shown] == [("towers:1", "她的意愿", True)]
    assert "1 withdrawn by decision" in listed.stderr
    every = [json.loads(line) for line in node.run("withdrawn", "--all").stdout.splitlines()]
    assert [(one["id"], one["decided"]) for one in every] == [("towers:1", True), ("towers:2", False)]


def test_build_makes_a_new_build_of_all(node: Node) -> None:
    node.run("ingest", node.file("towers.jsonl", lines(record(1), record(2))))
    before = told(node.run("status", "--json"))["index"]
    built = told(node.run("build"))
    after = told(node.run("status", "--json"))["index"]
    assert (built["done"], built["built"], built["written"], built["seq"]) == (True, True, 2, 2)
    assert before["build"] != after["build"]
    assert before["records"] == after["records"] == 2


def test_sources_are_listed_with_their_files(node: Node) -> None:
    listed = node.run("sources").stdout
    assert "key-sites" in listed
    assert "heritage-national-key-sites.csv.gz" in listed


def test_log_lines_have_one_form_wherever_they_come_from(node: Node, capfd: pytest.CaptureFixture[str]) -> None:
    node.run("sources")
    structlog.get_logger("a").warning("ours", at="塔")
    logging.getLogger("b").warning("theirs: %s", "塔")
    ours, theirs = (json.loads(line) for line in capfd.readouterr().err.splitlines())
    assert (ours["event"], theirs["event"]) == ("ours", "theirs: 塔")
    assert set(ours) - {"at"} == set(theirs) == {"event", "level", "timestamp"}


def test_a_node_is_not_served_with_faulty_shapes(node: Node, tmp_path: Path) -> None:
    path = tmp_path / "shapes.geojson"
    path.write_text('{"type": "FeatureCollection", "source": "x", "features": []}', encoding="utf-8")
    failed = node.run("serve", WENMAI_SHAPES=str(path))
    assert failed.exit_code == 1
    assert "审图号" in told(failed)["error"]
    assert str(path) in told(failed)["error"]


def test_a_node_is_not_served_with_an_engine_nobody_knows(node: Node) -> None:
    failed = node.run("serve", WENMAI_ENGINE_URL="nonsense:x")
    assert failed.exit_code == 1
    assert "tantivy:" in told(failed)["error"]
