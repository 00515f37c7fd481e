"""However slow a peer is, a call ends with its time limit."""

import socket
import time
from typing import Any

import httpx
import pytest

from linear_integration.linear import transport
from linear_integration.linear.deadline import time_limit
from linear_integration.linear.errors import Timeout
from linear_integration.linear.transport import shared_transport

from .behaviours import LINK, VIEWER, answering, client_of, drip, hang, read_nothing, sip, write
from .servers import Behaviour, full_listener, serving


@pytest.mark.parametrize("behaviour", [drip(VIEWER), hang], ids=["drip", "hang"])
def test_a_call_ends_with_its_time_limit(behaviour: Behaviour) -> None:
    with serving(behaviour) as server:
        started = time.monotonic()
        with time_limit(0.4), pytest.raises(Timeout):
            client_of(server.url).viewer()
        assert time.monotonic() - started < 1.5


def test_a_write_whose_body_drips_may_have_been_done() -> None:
    with serving(drip(VIEWER, at_once=VIEWER.index(b"{"))) as server, time_limit(0.4):
        error = write(server.url)
    assert isinstance(error, Timeout)
    assert error.outcome_unknown


def test_the_transport_has_a_limit_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert transport.CALL_SECONDS == 10
    monkeypatch.setattr(transport, "CALL_SECONDS", 0.3)
    with serving(drip(VIEWER)) as server:
        started = time.monotonic()
        with pytest.raises(Timeout):
            shared_transport().handle_request(httpx.Request("GET", server.url))
        assert time.monotonic() - started < 1.5


@pytest.mark.parametrize("behaviour", [read_nothing, sip])
def test_a_peer_that_hardly_reads_ends_with_the_time_limit(behaviour: Behaviour) -> None:
    with serving(behaviour) as server:
        request = httpx.Request("POST", server.url, content=b"x" * 60_000_000)
        started = time.monotonic()
        with time_limit(0.4), pytest.raises(Timeout):
            shared_transport().handle_request(request)
        assert time.monotonic() - started < 1.5


def test_a_used_up_limit_sends_nothing() -> None:
    with serving(answering(VIEWER)) as server, time_limit(0), pytest.raises(Timeout) as caught:
        client_of(server.url).link_issue(LINK)
    assert not caught.value.outcome_unknown
    assert server.connections == 0


def test_a_used_up_limit_is_not_the_hosts_fault() -> None:
    with serving(answering(VIEWER)) as server:
        for _ in range(6):
            with time_limit(0), pytest.raises(Timeout):
                client_of(server.url).viewer()
        assert client_of(server.url).viewer().id == "v"


def test_a_host_of_many_dead_addresses_ends_with_the_time_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lookup = socket.getaddrinfo

    def many(host: str, port: int, *arguments: Any, **options: Any) -> list[Any]:
        found = lookup("127.0.0.1", port, *arguments, **options)
        return found * 8 if host == "linear.test" else found

    with full_listener() as url:
        monkeypatch.setattr(socket, "getaddrinfo", many)
        started = time.monotonic()
        with time_limit(0.3):
            error = write(url.replace("127.0.0.1", "linear.test"))
        assert time.monotonic() - started < 0.9
    assert isinstance(error, Timeout)
    assert not error.outcome_unknown


def test_a_hanging_tls_handshake_ends_with_the_time_limit() -> None:
    def behave(connection: socket.socket) -> None:
        connection.recv(65_536)
        time.sleep(1)

    with serving(behave) as server, time_limit(0.3):
        error = write(server.url.replace("http:", "https:"))
    assert isinstance(error, Timeout)
    assert not error.outcome_unknown
