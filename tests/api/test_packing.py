"""Packed answers: what comes out is what went in, or nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.caching.answers import Answer
from api.caching.packing import pack, unpack

SECRET = b"a secret"
ANSWERS = st.builds(
    Answer,
    st.tuples(st.text(max_size=20), st.integers(-1, 2**62)),
    st.binary(max_size=300),
    st.lists(st.tuples(st.text(max_size=8), st.text(max_size=30)), max_size=4).map(tuple),
)


@given(ANSWERS)
def test_an_answer_comes_out_as_it_went_in(answer: Answer) -> None:
    assert unpack(pack(answer, b"key", SECRET), b"key", SECRET) == answer


@given(ANSWERS, st.data())
def test_changed_anywhere_it_is_nothing(answer: Answer, data: st.DataObject) -> None:
    packed = bytearray(pack(answer, b"key", SECRET))
    packed[data.draw(st.integers(0, len(packed) - 1))] ^= data.draw(st.integers(1, 255))
    assert unpack(bytes(packed), b"key", SECRET) is None


@given(ANSWERS, st.data())
def test_cut_short_it_is_nothing(answer: Answer, data: st.DataObject) -> None:
    packed = pack(answer, b"key", SECRET)
    assert unpack(packed[: data.draw(st.integers(0, len(packed) - 1))], b"key", SECRET) is None


@given(st.binary(max_size=200))
def test_rubbish_is_nothing(rubbish: bytes) -> None:
    assert unpack(rubbish, b"key", SECRET) is None


def test_the_answer_to_another_question_or_of_another_node_is_nothing() -> None:
    packed = pack(Answer(("build", 1), b"body", ()), b"key", SECRET)
    assert unpack(packed, b"other", SECRET) is None
    assert unpack(packed, b"key", b"another secret") is None
