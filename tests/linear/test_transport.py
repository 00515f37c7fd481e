"""The way out survives whatever a peer does with its socket."""

import gzip
import os
import socket
import ssl
import threading
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from linear_integration.linear.errors import LinearError, Unavailable
from linear_integration.linear.transport import CALLS_AT_A_TIME, shared_transport

from .behaviours import (
    VIEWER,
    answering,
    client_of,
    drop,
    half_a_body,
    not_http,
    write,
)
from .servers import Behaviour, http_answer, read_request, serving, unused_port


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
    packed = gzip.compress(b" " * 12_000_000)
    assert len(packed) < 20_000
    answer = http_answer(packed, headers="Content-Encoding: gzip\r\n")
    with serving(answering(answer)) as server:
        assert "too large" in str(write(server.url))


@pytest.mark.parametrize("encoding", ["gzip", "gzip, gzip"])
def test_unpacking_never_takes_much_memory(encoding: str) -> None:
    packed = gzip.compress(b" " * 300_000_000)
    if encoding == "gzip, gzip":
        packed = gzip.compress(packed)
    answer = http_answer(packed, headers=f"Content-Encoding: {encoding}\r\n")
    tracemalloc.start()
    try:
        with serving(answering(answer)) as server:
            assert write(server.url).outcome_unknown
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


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
    received: list[bytes] = []

    def behave(connection: socket.socket) -> None:
        headers = "Set-Cookie: a=b\r\nLocation: http://127.0.0.1:9/\r\n"
        while True:
            head = connection.recv(65_536, socket.MSG_PEEK)
            read_request(connection)
            received.append(head)
            connection.sendall(http_answer(b"", 302, headers))

    with serving(behave) as server:
        for _ in range(2):
            assert type(write(server.url)) is Unavailable
    assert len(received) == 2
    assert b"cookie" not in received[1].lower()


def test_the_environments_proxies_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{unused_port()}")
    with serving(answering(VIEWER)) as server:
        assert client_of(server.url).viewer().id == "v"


def test_a_child_process_makes_its_own_transport() -> None:
    before = shared_transport()
    pid = os.fork()
    if pid == 0:
        os._exit(0 if shared_transport() is not before else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert shared_transport() is before


def test_certificates_are_checked() -> None:
    context = httpx.create_ssl_context(trust_env=False)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_a_call_beyond_the_last_place_is_turned_away_at_once() -> None:
    arrived = threading.Semaphore(0)
    release = threading.Event()

    def behave(connection: socket.socket) -> None:
        read_request(connection)
        arrived.release()
        release.wait(10)
        connection.sendall(VIEWER)

    with serving(behave) as server, ThreadPoolExecutor(CALLS_AT_A_TIME) as threads:
        calls = [threads.submit(client_of(server.url).viewer) for _ in range(CALLS_AT_A_TIME)]
        for _ in calls:
            assert arrived.acquire(timeout=10)
        turned_away = [timed_write(server.url) for _ in range(3)]
        release.set()
        assert [call.result().id for call in calls] == ["v"] * CALLS_AT_A_TIME
    assert min(seconds for _, seconds in turned_away) < 0.1
    for error, _ in turned_away:
        assert type(error) is Unavailable
        assert not error.outcome_unknown
        assert error.retry_after_seconds is not None
    assert server.connections == CALLS_AT_A_TIME


def timed_write(url: str) -> tuple[LinearError, float]:
    started = time.monotonic()
    return write(url), time.monotonic() - started
