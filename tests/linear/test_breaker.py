"""A host that keeps failing is left alone for a moment, then tried by one call."""

import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from linear_integration.linear import breaker
from linear_integration.linear.breaker import Breakers
from linear_integration.linear.errors import Unavailable


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
