"""Where what a reader has typed stands in a suggestion, however it was typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search.half_typed import is_mixed, reaches
from search.results import Span
from search.text.keys import squeezed, typed
from search.text.pinyin import Piece, has_han, pieces
from search.text.syllables import plain


def suggestion_spans(text: str, typed_text: str) -> tuple[Span, ...]:
    """The beginning of `text`, or of the last name in it (`Blake, William`, `William Blake`), that the typed letters,
    syllables or initials stand for; none where they fit in no way."""
    wanted = typed(typed_text)
    if not wanted:
        return ()
    for offset in (0, *(place + len(parting) for parting in (", ", " ") if (place := text.rfind(parting)) >= 0)):
        part = text[offset:]
        end = next(_ends(part, wanted), 0)
        if end:
            return ((offset, offset + end),)
    return ()


def _ends(text: str, wanted: str) -> Iterator[int]:
    """Each way the beginning of a text reads as typed: as it is, by syllables, by initials."""
    if squeezed(text).startswith(wanted):
        yield next(end for end in range(1, len(text) + 1) if squeezed(text[:end]).startswith(wanted))
    spoken = pieces(text)
    if has_han(spoken):
        yield from (spoken[reach.pieces - 1].end for reach in reaches(text, wanted)) if is_mixed(wanted) else ()
        yield from _read_as(spoken, wanted)
        yield from _initials(spoken, wanted)


def _read_as(spoken: Sequence[Piece], wanted: str) -> Iterator[int]:
    if not spoken:
        return
    for reading in map(plain, spoken[0].readings):
        if reading.startswith(wanted):
            yield spoken[0].end
        elif wanted.startswith(reading):
            yield from _read_as(spoken[1:], wanted[len(reading) :])


def _initials(spoken: Sequence[Piece], wanted: str) -> Iterator[int]:
    rest = wanted
    for piece in spoken:
        heads = [reading[0] if piece.han else reading for reading in piece.readings]
        head = next((head for head in heads if rest.startswith(head) or head.startswith(rest)), "")
        if not head:
            return
        rest = rest[len(head) :]
        if not rest:
            yield piece.end
            return
