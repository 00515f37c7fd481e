"""What is demanded of the answers that agents get while Linear hangs."""

import pytest

from .agents import Answer
from .hang import bars

FAST, SLOW = [Answer(502, 20.0)] * 20, [Answer(502, 900.0)] * 20


def _missed(told: list[list[Answer]]) -> list[str]:
    return [bar.what for bar in bars(told) if not bar.is_met]


def test_refusals_may_be_slow_in_one_window_but_not_in_most() -> None:
    assert _missed([FAST, SLOW, FAST]) == []
    assert _missed([SLOW, FAST, SLOW]) == ["refused creates: p95 in ms, median of windows"]


def test_who_was_let_through_and_waited_for_linear_counts_as_no_refusal() -> None:
    assert _missed([[*FAST, *[Answer(504, 10_000.0)] * 20]]) == []


def test_an_answer_that_tells_too_little_is_one_too_many() -> None:
    flawed = Answer(504, 10_000.0, flaw="it names no Retry-After of a second or more")
    assert _missed([[*FAST, flawed]]) == [
        "creates that were answered ill-formed or without Retry-After"
    ]


def test_without_a_refusal_there_was_no_strain() -> None:
    with pytest.raises(RuntimeError, match="Nobody was refused"):
        _missed([[Answer(200, 100.0)]])
