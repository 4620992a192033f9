"""Answers as bytes that another process can trust: sealed with the node's secret, and bound to their question."""

from __future__ import annotations

import hashlib
import hmac
import struct

import orjson

from api.caching.answers import Answer

_SEAL_BYTES = 16
_LENGTH = struct.Struct(">I")


def pack(answer: Answer, key: bytes, secret: bytes) -> bytes:
    """`seal · length of head · head (JSON: position, headers, what it is about) · body`."""
    head = orjson.dumps([answer.position, answer.headers, answer.about])
    content = b"".join((_LENGTH.pack(len(head)), head, answer.body))
    return _seal(content, key, secret) + content


def unpack(packed: bytes, key: bytes, secret: bytes) -> Answer | None:
    """The answer to this question; None for whatever this node did not pack as such."""
    seal, content = packed[:_SEAL_BYTES], packed[_SEAL_BYTES:]
    if not hmac.compare_digest(seal, _seal(content, key, secret)):
        return None
    (length,) = _LENGTH.unpack_from(content)
    begins = _LENGTH.size + length
    (build, seq), headers, about = orjson.loads(content[_LENGTH.size : begins])
    pairs = (tuple((name, value) for name, value in given) for given in (headers, about))
    return Answer((build, seq), content[begins:], *pairs)


def _seal(content: bytes, key: bytes, secret: bytes) -> bytes:
    """With the secret a key of BLAKE2, which takes 64 bytes at most."""
    sealed = hashlib.blake2b(key, digest_size=_SEAL_BYTES, key=hashlib.blake2b(secret).digest())
    sealed.update(content)
    return sealed.digest()
