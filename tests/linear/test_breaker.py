"""A host that keeps failing is left alone for a moment, then tried by one call."""

import contextlib
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import time_machine

from linear_integration.linear import breaker
from linear_integration.linear.breaker import Breakers
from linear_integration.linear.errors import Timeout, Unavailable


def fail() -> httpx.Response:
    raise Unavailable("broken", outcome_unknown=True)


def answer(status: int) -> httpx.Response:
    return httpx.Response(status)


@pytest.fixture
def breakers(monkeypatch: pytest.MonkeyPatch) -> Breakers:
    monkeypatch.setattr(breaker, "OPEN_SECONDS", 0.2)
    return Breakers()


def trip(breakers: Breakers, host: str = "linear") -> None:
    for _ in range(5):
        with pytest.raises(Unavailable, match="broken"):
            breakers.call(host, fail)


def is_spared(breakers: Breakers, host: str = "linear") -> bool:
    sent = []

    def send() -> httpx.Response:
        sent.append(1)
        return answer(200)

    with contextlib.suppress(Unavailable):
        breakers.call(host, send)
    return not sent


def test_five_failures_in_a_row_open_it(breakers: Breakers) -> None:
    for _ in range(4):
        with pytest.raises(Unavailable):
            breakers.call("linear", fail)
    assert not is_spared(breakers)  # which was a success: the count begins anew
    trip(breakers)
    assert is_spared(breakers)
    assert not is_spared(breakers, "another host")


def test_who_is_turned_away_learns_when_to_come_back(breakers: Breakers) -> None:
    trip(breakers)
    with pytest.raises(Unavailable) as caught:
        breakers.call("linear", lambda: answer(200))
    assert caught.value.retry_after_seconds
    assert not caught.value.outcome_unknown


def test_server_errors_count_and_are_returned(breakers: Breakers) -> None:
    for _ in range(5):
        assert breakers.call("linear", lambda: answer(503)).status_code == 503
    assert is_spared(breakers)


@pytest.mark.parametrize("status", [200, 302, 400, 401, 404, 429])
def test_refusals_do_not_count(breakers: Breakers, status: int) -> None:
    for _ in range(10):
        assert breakers.call("linear", lambda: answer(status)).status_code == status
    assert not is_spared(breakers)


def test_after_the_pause_one_call_tries_and_a_success_closes_it(breakers: Breakers) -> None:
    trip(breakers)
    time.sleep(0.25)
    under_way, release = threading.Event(), threading.Event()

    def probe() -> httpx.Response:
        under_way.set()
        release.wait(5)
        return answer(200)

    with ThreadPoolExecutor(1) as threads:
        probing = threads.submit(breakers.call, "linear", probe)
        assert under_way.wait(5)
        assert is_spared(breakers)
        release.set()
        assert probing.result().status_code == 200
    assert not is_spared(breakers)


def test_a_failed_try_opens_it_again(breakers: Breakers) -> None:
    trip(breakers)
    time.sleep(0.25)
    with pytest.raises(Unavailable, match="broken"):
        breakers.call("linear", fail)
    assert is_spared(breakers)


def test_of_many_calls_at_once_one_tries(breakers: Breakers) -> None:
    trip(breakers)
    time.sleep(0.25)
    sent = []
    together, release = threading.Barrier(32), threading.Event()

    def send() -> httpx.Response:
        sent.append(1)
        release.wait(5)
        return answer(200)

    def call() -> None:
        together.wait(5)
        with contextlib.suppress(Unavailable):
            breakers.call("linear", send)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(32) as threads:
            for _ in range(32):
                threads.submit(call)
            time.sleep(0.2)
            release.set()
    finally:
        sys.setswitchinterval(interval)
    assert len(sent) == 1


def time_out() -> httpx.Response:
    raise Timeout("too late")


def test_callers_without_time_say_nothing_of_the_host(breakers: Breakers) -> None:
    for _ in range(10):
        with pytest.raises(Timeout):
            breakers.call("linear", time_out)
    assert not is_spared(breakers)


def test_a_host_that_lets_callers_wait_has_failed(
    breakers: Breakers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breaker, "PATIENCE_SECONDS", 0)
    for _ in range(5):
        with pytest.raises(Timeout):
            breakers.call("linear", time_out)
    assert is_spared(breakers)


def test_a_try_without_time_leaves_room_for_another(breakers: Breakers) -> None:
    trip(breakers)
    time.sleep(0.25)
    with pytest.raises(Timeout):
        breakers.call("linear", time_out)
    assert not is_spared(breakers)


@pytest.mark.parametrize("seconds", [-3_600, 3_600])
def test_a_clock_that_is_set_changes_nothing(breakers: Breakers, seconds: int) -> None:
    trip(breakers)
    with time_machine.travel(time.time() + seconds, tick=True):
        time.sleep(0.25)
        assert not is_spared(breakers)


def test_calls_do_not_wait_for_each_other(breakers: Breakers) -> None:
    both = threading.Barrier(2)

    def send() -> httpx.Response:
        both.wait(5)
        return answer(200)

    with ThreadPoolExecutor(2) as threads:
        calls = [threads.submit(breakers.call, "linear", send) for _ in range(2)]
        assert [call.result().status_code for call in calls] == [200, 200]


def test_opening_is_logged(breakers: Breakers, caplog: pytest.LogCaptureFixture) -> None:
    trip(breakers)
    (record,) = [each for each in caplog.records if each.message == "breaker.changed"]
    assert (record.__dict__["host"], record.__dict__["state"]) == ("linear", "open")


def test_nobody_has_room_while_a_host_is_spared_or_being_tried(breakers: Breakers) -> None:
    breakers.require_well("linear")
    trip(breakers)
    with pytest.raises(Unavailable):
        breakers.require_well("linear")
    time.sleep(0.25)

    def try_it() -> httpx.Response:
        with pytest.raises(Unavailable):
            breakers.require_well("linear")
        return httpx.Response(200)

    breakers.require_well("linear")
    breakers.call("linear", try_it)
    breakers.require_well("linear")
