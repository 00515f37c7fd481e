"""Reads are repeated where that may help; writes never."""

import socket
import time
from collections.abc import Callable

import pytest

from linear_integration.linear.client import LinearClient
from linear_integration.linear.deadline import time_limit
from linear_integration.linear.errors import (
    Forbidden,
    LinearError,
    RateLimited,
    Reauthorize,
    Timeout,
    Unavailable,
)
from linear_integration.linear.inputs import AttachmentCreate
from linear_integration.linear.rate_limit import Budget

from . import answers
from .conftest import PretendedLinear
from .servers import Behaviour, http_answer, read_request, serving

VIEWER = {"data": {"viewer": answers.VIEWER}}
LINK = AttachmentCreate(id="a", issue_id="i", url="https://help/1", title="Help")
BROKEN = Unavailable("broken", outcome_unknown=True)


def failing(times: int) -> tuple[Behaviour, Callable[[], int]]:
    """Drops the connection that many times, then answers; also counts the requests."""
    requests: list[bytes] = []

    def behave(connection: socket.socket) -> None:
        while True:
            requests.append(read_request(connection))
            if len(requests) <= times:
                return
            connection.sendall(http_answer(VIEWER))

    return behave, lambda: len(requests)


def client_of(url: str) -> LinearClient:
    return LinearClient(api_url=url, authorization="key", budget=Budget())


@pytest.mark.parametrize("times", [0, 1, 2])
def test_a_read_survives_two_failures(times: int) -> None:
    behave, count = failing(times)
    with serving(behave) as server:
        assert client_of(server.url).viewer().id == "v"
    assert count() == times + 1


def test_a_read_gives_up_after_the_third_failure() -> None:
    behave, count = failing(9)
    with serving(behave) as server, pytest.raises(Unavailable) as caught:
        client_of(server.url).viewer()
    assert count() == 3
    assert not caught.value.outcome_unknown


def test_a_write_is_sent_once() -> None:
    behave, count = failing(9)
    with serving(behave) as server, pytest.raises(Unavailable):
        client_of(server.url).link_issue(LINK)
    assert count() == 1


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        (answers.error("m", type="ratelimited"), 400, RateLimited),
        (answers.error("m", type="authentication error"), 401, Reauthorize),
        (answers.error("m", type="forbidden"), 200, Forbidden),
    ],
)
def test_an_answer_that_will_stay_the_same_is_not_asked_for_again(
    linear: PretendedLinear, body: object, status: int, expected: type[LinearError]
) -> None:
    linear.will_answer(body, status=status)
    with pytest.raises(expected):
        linear.client.viewer()
    assert len(linear.requests) == 1


def test_who_is_told_when_to_come_back_does_not_come_earlier(linear: PretendedLinear) -> None:
    linear.answers = [Unavailable("Linear is left alone.", retry_after_seconds=5)]
    with pytest.raises(Unavailable):
        linear.client.viewer()
    assert len(linear.requests) == 1


def test_repeats_stay_within_the_time_limit(linear: PretendedLinear) -> None:
    linear.answers = [BROKEN]
    started = time.monotonic()
    with time_limit(0.55), pytest.raises(Unavailable):
        linear.client.viewer()
    assert time.monotonic() - started < 0.55
    assert len(linear.requests) < 3


def test_the_callers_limit_covers_all_calls_in_it(linear: PretendedLinear) -> None:
    linear.answers = [Timeout("too late")]
    with time_limit(0.1), pytest.raises(Timeout):
        linear.client.viewer()
    assert len(linear.requests) == 1


def test_a_call_is_logged_without_token_or_body(
    linear: PretendedLinear, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    linear.will_answer(VIEWER)
    linear.client.viewer()
    (record,) = [each for each in caplog.records if each.message == "call.finished"]
    assert record.__dict__["operation"] == "viewer"
    assert record.__dict__["outcome"] == "ok"
    everything = " ".join(str(each.__dict__) for each in caplog.records)
    assert "secret" not in everything
    assert "v@oauthapp.linear.app" not in everything
