"""`wenmai keys` as an operator types it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from indexers.cli import main
from records.keys import TEXT
from records.store import Store

HOLDER = ("--name", "Museum walks", "--contact", "dev@example.org", "--purpose", "An app that shows what stands near.")


class Operator:
    """Types `wenmai keys …` on one node."""

    def __init__(self, url: str) -> None:
        self.url = url

    def types(self, *words: str) -> Result:
        return CliRunner().invoke(main, ("keys", *words), env={"WENMAI_DATABASE_URL": self.url})

    def does(self, *words: str) -> Any:
        """What the closing line of a command that did all says."""
        done = self.types(*words)
        assert done.exit_code == 0, done.output
        (line,) = done.stdout.splitlines()
        told = json.loads(line)
        assert (told["command"], told["done"]) == (f"keys {words[0]}", True)
        return told


@pytest.fixture
def operator(database_url: str) -> Operator:
    return Operator(database_url)


def test_a_key_is_given_shown_once_and_listed_without_its_text(operator: Operator) -> None:
    given = operator.types("issue", *HOLDER, "--tier", "partner", "--scope", "read", "--scope", "write")
    told = json.loads(given.stdout)
    assert TEXT.fullmatch(told["key"])
    assert told["key"] in given.stderr
    assert (told["tier"], told["scopes"], told["standing"], told["line"]) == (
        "partner",
        ["read", "write"],
        "valid",
        told["id"],
    )
    for shown in (operator.types("list"), operator.types("list", "--json"), operator.types("show", told["id"])):
        assert shown.exit_code == 0
        assert told["id"] in shown.output
        assert told["key"] not in shown.output
    (listed,) = operator.does("list", "--json")["keys"]
    assert listed == {name: told[name] for name in listed}
    table = operator.types("list").stdout.splitlines()
    assert table[0].split() == ["id", "standing", "tier", "kind", "created", "last", "used", "name"]
    assert table[1].endswith("Museum walks")


def test_a_key_is_rotated_and_its_whole_line_revoked(operator: Operator) -> None:
    first = operator.does("issue", *HOLDER)
    second = operator.does("rotate", first["id"], "--overlap", "48")
    assert second["replaces"]["standing"] == "replaced"
    assert second["replaces"]["replaced_by"] == second["id"]
    assert operator.does("show", second["id"])["line"] == [first["id"], second["id"]]
    assert "replaced by " + second["id"] in operator.types("show", first["id"]).stderr
    revoked = operator.does("revoke", first["id"], "--reason", "lost", "--line")["revoked"]
    assert revoked == [first["id"], second["id"]]
    store = Store.open(operator.url)
    found = [store.keys.find(one["key"]) for one in (first, second)]
    store.close()
    assert [key.revoked_why for key in found if key] == ["lost", "lost"]


def test_a_key_gets_other_powers(operator: Operator) -> None:
    key = operator.does("issue", *HOLDER)["id"]
    assert operator.does("tier", key, "partner")["tier"] == "partner"
    assert operator.does("override", key, "daily=900000", "burst=50")["overrides"] == {"burst": 50, "daily": 900_000}
    assert operator.does("override", key)["overrides"] == {}
    assert operator.does("scopes", key, "moderate", "read")["scopes"] == ["read", "moderate"]


FAILURES = {
    "everything wrong at once": (["issue", "--name", "a\nb", "--contact", "me", "--purpose", " "], 1, "contact: "),
    "a page without origins": (["issue", *HOLDER, "--kind", "publishable"], 1, "origins: "),
    "an unknown scope": (["issue", *HOLDER, "--scope", "fly"], 2, "moderate"),
    "no such key": (["show", "key-aaaaaaaaaaaa"], 1, "key-aaaaaaaaaaaa"),
    "no number": (["override", "key-aaaaaaaaaaaa", "daily=many"], 1, "daily=900000"),
    "no limit of that name": (["override", "key-aaaaaaaaaaaa", "day=5"], 1, "daily"),
    "no tier of that name": (["tier", "key-aaaaaaaaaaaa", "standrad"], 1, "standard, partner"),
    "the tier of those without a key": (["issue", *HOLDER, "--tier", "anonymous"], 1, "standard, partner"),
    "an overlap beyond reason": (["rotate", "key-aaaaaaaaaaaa", "--overlap", "100000"], 2, "2160"),
    "no reason": (["revoke", "key-aaaaaaaaaaaa"], 2, "--reason"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_one_line_for_each_reader(sqlite_url: str, name: str) -> None:
    words, code, said = FAILURES[name]
    failed = Operator(sqlite_url).types(*words)
    assert failed.exit_code == code
    (line,) = failed.stdout.splitlines()
    told = json.loads(line)
    assert (told["command"], told["done"]) == (f"keys {words[0]}", False)
    assert said in told["error"]
    assert said in failed.stderr


def test_the_text_of_a_key_given_for_its_id_is_not_repeated(sqlite_url: str, tmp_path: Path) -> None:
    operator = Operator(sqlite_url)
    text = operator.does("issue", *HOLDER)["key"]
    failed = operator.types("revoke", text, "--reason", "lost")
    assert failed.exit_code == 1
    assert text not in failed.output
    assert "key-" in failed.stderr


def test_a_limit_of_nothing_is_refused(sqlite_url: str) -> None:
    operator = Operator(sqlite_url)
    key = operator.does("issue", *HOLDER)["id"]
    failed = operator.types("override", key, "daily=0")
    assert failed.exit_code == 1
    assert "overrides.daily" in failed.stderr


def test_an_operators_own_tier_may_be_given(sqlite_url: str) -> None:
    own = {"WENMAI_DATABASE_URL": sqlite_url, "WENMAI_LIMIT_MUSEUMS": "10/second, 100/minute, 1000/day"}
    given = CliRunner().invoke(main, ("keys", "issue", *HOLDER, "--tier", "museums"), env=own)
    assert json.loads(given.stdout)["tier"] == "museums"
