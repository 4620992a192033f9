"""Keys in the store: issued, found by their text alone, rotated with overlap, revoked, changed; what is refused."""

from __future__ import annotations

import re
import sqlite3
import string
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from records import keys
from records.errors import InvalidKey, KeyRefused, UnknownKey
from records.key_checking import plain_origin
from records.keyring import LONGEST_OVERLAP
from records.keys import Key, Kind, Standing, Wish
from records.store import Store

NOW = datetime(2026, 11, 28, 8, 30, tzinfo=UTC)
WISH = Wish("Museum walks", "dev@example.org", "An app that shows what stands near.")
PAGE = replace(WISH, kind=Kind.PUBLISHABLE, origins=("https://Example.org:443/", "http://localhost:3000"))


def test_a_key_is_found_by_its_text_and_kept_without_it(store: Store) -> None:
    issued = store.keys.issue(WISH, at=NOW)
    assert re.fullmatch(r"wenmai_sk_[0-9A-Za-z]{40}", issued.text)
    assert re.fullmatch(keys.ID_PATTERN, issued.key.id)
    key = store.keys.find(issued.text)
    assert key == issued.key == store.keys.get(issued.key.id)
    assert (key.name, key.contact, key.purpose, key.kind) == (WISH.name, WISH.contact, WISH.purpose, Kind.SECRET)
    assert (key.tier, key.scopes, key.origins, dict(key.overrides)) == ("standard", ("read", "bulk"), (), {})
    assert (key.created, key.last_used, key.line) == (NOW, None, key.id)
    assert key.standing(NOW) is Standing.VALID
    assert issued.text not in repr(issued)
    assert store.keys.find(issued.text[:-1] + "~") is None


def test_no_part_of_a_text_is_on_the_disk(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("disk")
    store = Store.open(f"sqlite:///{folder}/records.db")
    chance = [store.keys.issue(WISH).text.removeprefix("wenmai_sk_") for _ in range(20)]
    store.close()
    with sqlite3.connect(folder / "records.db") as connection:
        held = "\n".join(connection.iterdump()).encode()
    held += b"".join(path.read_bytes() for path in folder.iterdir())
    assert WISH.name.encode() in held
    for text in chance:
        assert all(text[start : start + 8].encode() not in held for start in range(len(text) - 8))


def test_a_store_that_has_no_keys_yet_gets_its_own_seal(fresh_url: str, tmp_path: Path) -> None:
    one, other = Store.open(fresh_url), Store.open(f"sqlite:///{tmp_path}/other.db")
    again = Store.open(fresh_url)
    assert len(one.keys.seal) == 32
    assert one.keys.seal == again.keys.seal != other.keys.seal
    foreign = other.keys.issue(WISH).text
    assert keys.is_whole(foreign)
    assert not keys.is_sealed(foreign, one.keys.seal)
    assert one.keys.find(foreign) is None
    for found in (one, other, again):
        found.close()


def test_every_single_slip_of_the_finger_is_told_without_a_look_up() -> None:
    text = keys.make(Kind.SECRET, b"s" * 32)
    assert keys.is_whole(text)
    for place in range(len(text)):
        for letter in string.ascii_letters + string.digits:
            assert keys.is_whole(text[:place] + letter + text[place + 1 :]) == (letter == text[place])
        assert not keys.is_whole(text[:place] + text[place + 1 :])
        swapped = text[:place] + text[place : place + 2][::-1] + text[place + 2 :]
        assert keys.is_whole(swapped) == (swapped == text)
    assert not keys.is_whole(text.swapcase())
    assert not keys.is_whole(text + "\n")


def test_keys_are_chance() -> None:
    made = [keys.make(Kind.SECRET, b"s" * 32) for _ in range(2_000)]
    assert len(set(made)) == 2_000
    for place in range(10, 38):
        assert len({text[place] for text in made}) == 62


def test_a_rotated_key_goes_on_for_the_overlap_and_its_successor_is_like_it(store: Store) -> None:
    old = store.keys.issue(PAGE, at=NOW)
    store.keys.change(old.key.id, tier="partner", overrides={"day": 5}, scopes=["read"])
    new = store.keys.rotate(old.key.id, timedelta(hours=24), at=NOW + timedelta(days=3))
    replaced = store.keys.find(old.text)
    assert replaced is not None
    assert replaced.replaced_by == new.key.id
    assert replaced.valid_until == NOW + timedelta(days=4)
    assert replaced.standing(NOW + timedelta(days=3, hours=23)) is Standing.REPLACED
    assert replaced.standing(NOW + timedelta(days=4)) is Standing.EXPIRED
    assert new.key.standing(NOW + timedelta(days=400)) is Standing.VALID
    assert new.text != old.text
    same = replace(new.key, id=old.key.id, created=NOW, replaced_by=new.key.id, valid_until=replaced.valid_until)
    assert same == replaced
    assert new.key.line == old.key.id
    third = store.keys.rotate(new.key.id, timedelta(), at=NOW + timedelta(days=5))
    assert [key.id for key in store.keys.line(third.key.id)] == [old.key.id, new.key.id, third.key.id]


def test_a_key_has_one_successor(store: Store) -> None:
    old = store.keys.issue(WISH)
    new = store.keys.rotate(old.key.id, timedelta(hours=1))
    with pytest.raises(KeyRefused, match=new.key.id):
        store.keys.rotate(old.key.id, timedelta(hours=1))
    assert len(store.keys.all()) == 2


def test_of_many_who_rotate_at_once_one_does(store: Store) -> None:
    old, begin, outcomes = store.keys.issue(WISH), Barrier(6), []

    def rotate() -> None:
        begin.wait()
        try:
            outcomes.append(store.keys.rotate(old.key.id, timedelta(hours=1)).key.id)
        except KeyRefused:
            outcomes.append("")

    together = [Thread(target=rotate) for _ in range(6)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    (done,) = filter(None, outcomes)
    assert store.keys.get(old.key.id).replaced_by == done
    assert {key.id for key in store.keys.all()} == {old.key.id, done}


def test_a_revoked_key_is_so_for_good(store: Store) -> None:
    issued = store.keys.issue(WISH)
    revoked = store.keys.revoke(issued.key.id, "seen in a public repository", at=NOW)
    assert (revoked.revoked, revoked.revoked_why) == (NOW, "seen in a public repository")
    assert revoked.standing(NOW) is Standing.REVOKED
    assert store.keys.find(issued.text) == revoked
    for act in (
        lambda: store.keys.revoke(issued.key.id, "again"),
        lambda: store.keys.rotate(issued.key.id, timedelta(hours=1)),
    ):
        with pytest.raises(KeyRefused, match="public repository"):
            act()


def test_use_is_noted_by_the_day_and_never_goes_back(store: Store) -> None:
    first, second, third = (store.keys.issue(WISH).key.id for _ in range(3))
    store.keys.used({first, second}, date(2026, 11, 28))
    store.keys.used({first}, date(2026, 11, 27))
    assert [store.keys.get(one).last_used for one in (first, second, third)] == [date(2026, 11, 28)] * 2 + [None]


@pytest.mark.slow
def test_keys_need_no_number_of_a_change_and_wait_for_no_writer_on_postgresql(postgres_url: str) -> None:
    store = Store.open(postgres_url)
    with store._database.writing():
        issued = store.keys.issue(WISH)
        store.keys.used({issued.key.id}, date(2026, 11, 28))
    assert store.last_seq() == 0
    store.close()


def _told(refused: pytest.ExceptionInfo[InvalidKey]) -> set[str]:
    return {problem.path for problem in refused.value.problems}


def test_everything_wrong_with_a_wish_is_told_at_once(sqlite_store: Store) -> None:
    wrong = Wish(
        "a\r\nX-Admin: yes", "nobody", "", Kind.PUBLISHABLE, ("https://a.org/x", "*"), ("read", "fly"), "Gold!"
    )
    with pytest.raises(InvalidKey) as refused:
        sqlite_store.keys.issue(wrong)
    assert _told(refused) == {"name", "contact", "purpose", "origins[0]", "origins[1]", "scopes", "tier"}
    assert sqlite_store.keys.all() == []


REFUSED: dict[str, tuple[Wish, str]] = {
    "a name that turns the text around": (replace(WISH, name="x\u202etxt.exe"), "name"),
    "a name too long": (replace(WISH, name="x" * 101), "name"),
    "a name of blanks": (replace(WISH, name="   "), "name"),
    "half a character": (replace(WISH, name="\ud800"), "name"),
    "a purpose with a NUL": (replace(WISH, purpose="a\0b"), "purpose"),
    "no way to reach anyone": (replace(WISH, contact="me"), "contact"),
    "two mail addresses": (replace(WISH, contact="a@b.org, c@d.org"), "contact"),
    "a page without origins": (replace(PAGE, origins=()), "origins"),
    "a secret with origins": (replace(PAGE, kind=Kind.SECRET), "origins"),
    "too many origins": (replace(PAGE, origins=tuple(f"https://{n}.org" for n in range(21))), "origins"),
    "a page that writes": (replace(PAGE, scopes=("read", "write")), "scopes"),
    "no scope": (replace(WISH, scopes=()), "scopes"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_wish_may_not_hold(sqlite_store: Store, name: str) -> None:
    wish, path = REFUSED[name]
    with pytest.raises(InvalidKey) as refused:
        sqlite_store.keys.issue(wish)
    assert _told(refused) == {path}


@pytest.mark.parametrize(
    "contact", ["dev@example.org", "https://example.org/contact", "+86 10 8500 7114", "李雷@例子.中国", "010-85007114"]
)
def test_contacts_that_reach_someone(sqlite_store: Store, contact: str) -> None:
    assert sqlite_store.keys.issue(replace(WISH, contact=f" {contact} ")).key.contact == contact


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://example.org", "https://example.org"),
        ("HTTPS://Example.ORG:443/", "https://example.org"),
        ("http://example.org:80", "http://example.org"),
        ("http://example.org:8080", "http://example.org:8080"),
        ("https://例子.测试", "https://xn--fsqu00a.xn--0zwm56d"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_origins_are_kept_as_browsers_send_them(given: str, kept: str) -> None:
    assert plain_origin(given) == kept


@pytest.mark.parametrize(
    "text",
    [
        *("", "*", "null", "example.org", "https://", "https://*.example.org", "https://a@b.org", "https://a.org/x"),
        *("https://a.org?x", "https://a.org#x", "ftp://a.org", "javascript:alert(1)", "https://a.org:99999"),
        *("https://-a.org", "https://a.org\r\nX: y", "https://a b.org", "https://a..org", "https://a.org\\@b.org"),
        "https://" + "a" * 300,
    ],
)
def test_what_is_no_origin(text: str) -> None:
    with pytest.raises(ValueError, match="is not an origin"):
        plain_origin(text)


def test_what_cannot_be_changed_is_told(sqlite_store: Store) -> None:
    key = sqlite_store.keys.issue(PAGE).key
    with pytest.raises(InvalidKey) as refused:
        sqlite_store.keys.change(key.id, tier="Gold!", scopes=["moderate"], overrides={"day": -1})
    assert _told(refused) == {"tier", "scopes", "overrides.day"}
    for overlap in (timedelta(seconds=-1), LONGEST_OVERLAP + timedelta(seconds=1)):
        with pytest.raises(InvalidKey):
            sqlite_store.keys.rotate(key.id, overlap)
    with pytest.raises(InvalidKey):
        sqlite_store.keys.revoke(key.id, " ")
    assert sqlite_store.keys.all() == [key]


def test_a_text_given_for_an_id_is_not_repeated(sqlite_store: Store) -> None:
    issued = sqlite_store.keys.issue(WISH)
    for given in (issued.text, "key-aaaaaaaaaaaa", "key-\ud800", ""):
        with pytest.raises(UnknownKey) as refused:
            sqlite_store.keys.get(given)
        assert issued.text not in str(refused.value)


def test_a_key_says_what_it_is() -> None:
    assert {Kind.SECRET.mark, Kind.PUBLISHABLE.mark} == {"wenmai_sk_", "wenmai_pk_"}
    key = Key("key-a", "key-a", Kind.SECRET, "n", "c", "p", (), ("read",), "standard", {}, NOW)
    assert key.standing(NOW) is Standing.VALID
