"""What a key is: who may ask for more, what the text of a key looks like, and what may be said when asking for one."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import string
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
BODY, SEAL, CHECK = 28, 6, 6
"""Characters of each part of a key: chance (166 bits), what only this node's database could have put there, check."""

SCOPES = ("read", "bulk", "write", "moderate")
OPEN_SCOPES = ("read", "bulk")
"""Those anyone has; the others are given by the operator."""

STANDARD = "standard"
_MARKS = {"secret": "wenmai_sk_", "publishable": "wenmai_pk_"}
TEXT = re.compile(rf"wenmai_[sp]k_[0-9A-Za-z]{{{BODY + SEAL + CHECK}}}")
"""A whole key, wherever it stands."""

ID_PATTERN = r"^key-[a-z2-7]{12}$"


class Kind(StrEnum):
    """Whether a key is kept by a server, or stands in a page for all to read."""

    SECRET = "secret"  # noqa: S105
    PUBLISHABLE = "publishable"

    @property
    def mark(self) -> str:
        """What the text of such a key begins with."""
        return _MARKS[self.value]


class Standing(StrEnum):
    """Whether a key opens anything; a replaced one does until its time is over."""

    VALID = "valid"
    REPLACED = "replaced"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for with a key; see `records.key_checking` for what may stand in it."""

    name: str
    contact: str
    purpose: str
    kind: Kind = Kind.SECRET
    origins: tuple[str, ...] = ()
    scopes: tuple[str, ...] = OPEN_SCOPES
    tier: str = STANDARD


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept, without its text.

    `line` is the id of the first key of which this one is, by rotations, the successor: what is counted, is counted
    by it. `overrides` are limits by name. `last_used` is a day, None where it never was.
    """

    id: str
    line: str
    kind: Kind
    name: str
    contact: str
    purpose: str
    origins: tuple[str, ...]
    scopes: tuple[str, ...]
    tier: str
    overrides: Mapping[str, int]
    created: datetime
    last_used: date | None = None
    replaced_by: str = ""
    valid_until: datetime | None = None
    revoked: datetime | None = None
    revoked_why: str = ""

    def standing(self, now: datetime) -> Standing:
        if self.revoked is not None:
            return Standing.REVOKED
        if self.valid_until is None:
            return Standing.VALID
        return Standing.REPLACED if now < self.valid_until else Standing.EXPIRED


@dataclass(frozen=True, slots=True)
class Issued:
    """A new key, and its text, which is nowhere else."""

    key: Key
    text: str = field(repr=False)


def new_id() -> str:
    """The name of a key, which is no secret: 60 bits of chance."""
    return "key-" + "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(12))


def make(kind: Kind, seal: bytes) -> str:
    """The text of a new key; `seal` is the database's own secret."""
    body = kind.mark + "".join(secrets.choice(ALPHABET) for _ in range(BODY))
    sealed = body + _seal(body, seal)
    return sealed + _check(sealed)


def is_whole(text: str) -> bool:
    """Whether the text has the form of a key and its check is right: if not, it was mistyped or cut."""
    return TEXT.fullmatch(text) is not None and _check(text[:-CHECK]) == text[-CHECK:]


def is_sealed(text: str, seal: bytes) -> bool:
    """Whether a whole key was made over this database: one that was made up is known without looking for it."""
    body, given = text[: -CHECK - SEAL], text[-CHECK - SEAL : -CHECK]
    return hmac.compare_digest(_seal(body, seal), given)


def digest(text: str) -> bytes:
    """What is kept of a key. A plain hash: the text is chance, too long to be guessed however fast one tries."""
    return hashlib.sha256(text.encode()).digest()


def _seal(body: str, seal: bytes) -> str:
    return _digits(hashlib.blake2b(body.encode(), key=seal, digest_size=8).digest(), SEAL)


def _check(sealed: str) -> str:
    return _digits(zlib.crc32(sealed.encode()).to_bytes(4), CHECK)


def _digits(number: bytes, count: int) -> str:
    """The last `count` digits of a number to the base of the alphabet."""
    left, found = int.from_bytes(number), ""
    for _ in range(count):
        left, digit = divmod(left, len(ALPHABET))
        found = ALPHABET[digit] + found
    return found
