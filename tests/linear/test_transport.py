"""The way out survives whatever a peer does with its socket."""

import gzip
import os
import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from linear_integration.linear import pool, transport
from linear_integration.linear.client import LinearClient
from linear_integration.linear.deadline import time_limit
from linear_integration.linear.errors import LinearError, Timeout, Unavailable
from linear_integration.linear.inputs import AttachmentCreate
from linear_integration.linear.rate_limit import Budget
from linear_integration.linear.transport import http_client

from . import answers
from .servers import Behaviour, http_answer, read_request, serving, unused_port

VIEWER = http_answer({"data": {"viewer": answers.VIEWER}})
LINK = AttachmentCreate(id="a", issue_id="i", url="https://help/1", title="Help")


def client_of(url: str) -> LinearClient:
    return LinearClient(api_url=url, authorization="Bearer secret", budget=Budget())


def write(url: str) -> LinearError:
    """The error of a mutation, which is sent once."""
    with pytest.raises(LinearError) as caught:
        client_of(url).link_issue(LINK)
    return caught.value


def answering(answer: bytes) -> Behaviour:
    def behave(connection: socket.socket) -> None:
        while True:
            read_request(connection)
            connection.sendall(answer)

    return behave


def drip(answer: bytes, at_once: int = 0) -> Behaviour:
    def behave(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(answer[:at_once])
        for byte in answer[at_once:]:
            connection.sendall(bytes([byte]))
            time.sleep(0.05)

    return behave


def hang(connection: socket.socket) -> None:
    read_request(connection)
    connection.recv(1)


def drop(connection: socket.socket) -> None:
    read_request(connection)


def half_a_body(connection: socket.socket) -> None:
    read_request(connection)
    connection.sendall(VIEWER[: len(VIEWER) // 2])


def not_http(connection: socket.socket) -> None:
    read_request(connection)
    connection.sendall(b"SSH-2.0-OpenSSH\r\n\r\n")


def sip(connection: socket.socket) -> None:
    while connection.recv(100_000):
        time.sleep(0.01)


def read_nothing(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    time.sleep(1)


@pytest.mark.parametrize("behaviour", [drip(VIEWER), hang], ids=["drip", "hang"])
def test_a_call_ends_with_its_time_limit(behaviour: Behaviour) -> None:
    with serving(behaviour) as server:
        started = time.monotonic()
        with time_limit(0.4), pytest.raises(Timeout):
            client_of(server.url).viewer()
        assert time.monotonic() - started < 0.8


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
            http_client().get(server.url)
        assert time.monotonic() - started < 0.7


@pytest.mark.parametrize("behaviour", [read_nothing, sip])
def test_a_peer_that_hardly_reads_ends_with_the_time_limit(behaviour: Behaviour) -> None:
    with serving(behaviour) as server:
        started = time.monotonic()
        with time_limit(0.4), pytest.raises(Timeout):
            http_client().post(server.url, content=b"x" * 20_000_000)
        assert time.monotonic() - started < 0.8


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


@pytest.mark.parametrize("behaviour", [drop, half_a_body, not_http])
def test_a_write_whose_answer_is_lost_may_have_been_done(behaviour: Behaviour) -> None:
    with serving(behaviour) as server:
        error = write(server.url)
        assert type(error) is Unavailable
        assert error.outcome_unknown
        assert server.connections == 1


def test_a_write_that_never_got_there_was_not_done() -> None:
    error = write(f"http://127.0.0.1:{unused_port()}")
    assert type(error) is Unavailable
    assert not error.outcome_unknown


def test_a_peer_without_tls_is_never_sent_the_token() -> None:
    received: list[bytes] = []

    def behave(connection: socket.socket) -> None:
        received.append(connection.recv(65_536))

    with serving(behave) as server:
        error = write(server.url.replace("http:", "https:"))
    assert type(error) is Unavailable
    assert not error.outcome_unknown
    assert b"secret" not in received[0]


def test_a_hanging_tls_handshake_ends_with_the_time_limit() -> None:
    def behave(connection: socket.socket) -> None:
        connection.recv(65_536)
        time.sleep(1)

    with serving(behave) as server, time_limit(0.3):
        error = write(server.url.replace("http:", "https:"))
    assert isinstance(error, Timeout)
    assert not error.outcome_unknown


def test_an_answer_of_fifty_megabytes_is_not_taken() -> None:
    sent = []

    def behave(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n")
        for _ in range(50):
            connection.sendall(b" " * 1_000_000)
            sent.append(1)

    with serving(behave) as server:
        error = write(server.url)
    assert "too large" in str(error)
    assert error.outcome_unknown
    assert len(sent) < 40


def test_a_small_answer_that_unpacks_to_a_large_one_is_not_taken() -> None:
    packed = gzip.compress(b" " * 50_000_000)
    assert len(packed) < 100_000
    answer = http_answer(packed, headers="Content-Encoding: gzip\r\n")
    with serving(answering(answer)) as server:
        assert "too large" in str(write(server.url))


@pytest.mark.parametrize("body", [gzip.compress(VIEWER)[:-40], b"not packed at all"])
def test_broken_compression_is_an_unreadable_answer(body: bytes) -> None:
    answer = http_answer(body, headers="Content-Encoding: gzip\r\n")
    with serving(answering(answer)) as server:
        error = write(server.url)
    assert type(error) is Unavailable
    assert error.outcome_unknown


def test_packed_answers_are_read() -> None:
    body = gzip.compress(VIEWER.split(b"\r\n\r\n", 1)[1])
    answer = http_answer(body, headers="Content-Encoding: gzip\r\n")
    with serving(answering(answer)) as server:
        assert client_of(server.url).viewer().id == "v"


def test_calls_share_connections() -> None:
    with serving(answering(VIEWER)) as server:
        for _ in range(20):
            client_of(server.url).viewer()
        assert server.connections == 1


def test_a_connection_that_the_peer_closed_is_replaced() -> None:
    def once(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(VIEWER)

    with serving(once) as server:
        for _ in range(3):
            assert client_of(server.url).viewer().id == "v"
            time.sleep(0.05)
        assert server.connections == 3


def test_redirects_are_not_followed_and_cookies_not_kept() -> None:
    headers = "Set-Cookie: a=b\r\nLocation: http://127.0.0.1:9/\r\n"
    with serving(answering(http_answer(b"", 302, headers))) as server:
        assert http_client().get(server.url).status_code == 302
        assert not http_client().cookies


def test_the_environments_proxies_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{unused_port()}")
    with serving(answering(VIEWER)) as server:
        assert client_of(server.url).viewer().id == "v"


def test_a_child_process_makes_its_own_client() -> None:
    before = http_client()
    pid = os.fork()
    if pid == 0:
        os._exit(0 if http_client() is not before else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert http_client() is before


def test_certificates_are_checked() -> None:
    context = httpx.create_ssl_context(trust_env=False)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_the_thirty_third_call_is_turned_away_at_once() -> None:
    arrived = threading.Semaphore(0)
    release = threading.Event()

    def behave(connection: socket.socket) -> None:
        read_request(connection)
        arrived.release()
        release.wait(10)
        connection.sendall(VIEWER)

    with serving(behave) as server, ThreadPoolExecutor(32) as threads:
        calls = [threads.submit(client_of(server.url).viewer) for _ in range(32)]
        for _ in calls:
            assert arrived.acquire(timeout=10)
        started = time.monotonic()
        error = write(server.url)
        took = time.monotonic() - started
        release.set()
        assert [call.result().id for call in calls] == ["v"] * 32
    assert took < 0.1
    assert type(error) is Unavailable
    assert not error.outcome_unknown
    assert error.retry_after_seconds is not None
    assert server.connections == 32 == pool.CONNECTIONS
