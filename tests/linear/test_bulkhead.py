"""The room for calls: who gets a place, who waits for one, who is turned away."""

import threading

import pytest

from linear_integration.linear.bulkhead import Bulkhead
from linear_integration.linear.errors import Unavailable

from ..threads import in_parallel


def test_the_place_that_was_left_last_is_taken_first() -> None:
    bulkhead = Bulkhead(["a", "b", "c"], waiting=0)
    with bulkhead.place() as first:
        pass
    with bulkhead.place() as second:
        assert second == first


def test_whoever_finds_no_place_and_no_seat_is_turned_away() -> None:
    bulkhead = Bulkhead(["only"], waiting=0)
    with bulkhead.place(), pytest.raises(Unavailable) as caught, bulkhead.place():
        pass
    assert caught.value.retry_after_seconds is not None
    assert not caught.value.outcome_unknown


def test_whoever_waits_gets_a_place_that_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linear_integration.linear.bulkhead.WAIT_SECONDS", 10)
    bulkhead = Bulkhead(["only"], waiting=1)
    is_taken = threading.Event()
    served: list[str] = []

    def call(number: int) -> None:
        if number == 1:
            is_taken.wait(10)
        with bulkhead.place() as place:
            is_taken.set()
            served.append(place)

    in_parallel(2, call)
    assert served == ["only", "only"]


def test_a_call_that_fails_leaves_its_place() -> None:
    bulkhead = Bulkhead(["only"], waiting=0)
    with pytest.raises(ValueError, match="broken"), bulkhead.place():
        raise ValueError("broken")
    with bulkhead.place() as place:
        assert place == "only"


def test_once_somebody_has_waited_in_vain_a_full_room_says_so_at_once() -> None:
    bulkhead = Bulkhead(["only"], waiting=1)
    bulkhead.require_room()
    with bulkhead.place():
        bulkhead.require_room()
        with pytest.raises(Unavailable), bulkhead.place():
            pass
        with pytest.raises(Unavailable):
            bulkhead.require_room()
    bulkhead.require_room()
