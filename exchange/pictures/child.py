"""The drawing process: reads jobs from its standard input, draws, answers; run as a file, it imports nothing of ours.

A frame is four bytes of length (big-endian) and as many bytes. A job is a JSON object; an answer is `0` and the picture
or `1` and a message.
"""

from __future__ import annotations

import json
import os
import select
import signal
import struct
import sys
from typing import Any, BinaryIO

import vl_convert

VEGALITE = "6.4"
LENGTH = struct.Struct(">I")


def main(idle_seconds: int, fonts: list[str]) -> None:
    """Ends when its input ends or nothing was asked for a while."""
    jobs, answers = _own_streams()
    for folder in fonts:
        vl_convert.register_font_directory(folder)
    while select.select([jobs], [], [], idle_seconds)[0]:
        job = _read(jobs)
        if job is None:
            return
        # Its default action ends the process from outside the interpreter, which the library holds while it draws.
        signal.alarm(int(job["seconds"]))
        answer = _answer(job)
        signal.alarm(0)
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Nothing that a library prints may end among the answers. Unbuffered, so that `select` sees what there is."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return os.fdopen(0, "rb", buffering=0), answers


def _read(jobs: BinaryIO) -> dict[str, Any] | None:
    head = _exactly(jobs, LENGTH.size)
    body = _exactly(jobs, LENGTH.unpack(head)[0]) if head else b""
    return json.loads(body) if body else None


def _exactly(jobs: BinaryIO, size: int) -> bytes:
    """Empty where the input ends before."""
    parts = bytearray()
    while len(parts) < size:
        part = jobs.read(size - len(parts))
        if not part:
            return b""
        parts += part
    return bytes(parts)


def _answer(job: dict[str, Any]) -> bytes:
    try:
        return b"0" + _draw(job)
    except Exception as error:  # noqa: BLE001 - whatever the library raises is told to who asked
        return b"1" + str(error)[:500].encode("utf-8", "replace")


def _draw(job: dict[str, Any]) -> bytes:
    if job["form"] == "png":
        return vl_convert.svg_to_png(job["svg"], scale=job["scale"])
    return vl_convert.vegalite_to_svg(job["spec"], vl_version=VEGALITE, allowed_base_urls=[]).encode()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
