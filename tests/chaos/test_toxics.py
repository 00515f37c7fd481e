"""Each toxic bites, and what it has held comes through, or doesn't, when it is taken away."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from random import Random

import pytest

from ..sandbox_process import free_port
from .proxy import Proxy
from .toxics import (
    Bandwidth,
    BlackHole,
    Down,
    Latency,
    LimitData,
    ResetPeer,
    Slicer,
    SlowClose,
    Toxic,
)

ANSWER = b"0123456789" * 100
SHORT_SECONDS, LONG_SECONDS = 0.3, 10.0
FOR_EVER = 3600.0


def serve(listener: socket.socket) -> None:
    """Answer each question that ends with "?"; after "bye" close the connection."""
    with suppress(OSError):
        while True:
            threading.Thread(target=answer, args=[listener.accept()[0]], daemon=True).start()


def answer(connection: socket.socket) -> None:
    """Answer one connection's questions."""
    with connection, suppress(OSError):
        while asked := connection.recv(1000):
            if asked.endswith(b"bye"):
                return
            if asked.endswith(b"?"):
                connection.sendall(ANSWER)


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    """A proxy before a server that answers."""
    port = free_port()
    with closing(socket.create_server(("127.0.0.1", port))) as listener:
        threading.Thread(target=serve, args=[listener], daemon=True).start()
        with closing(Proxy("test", port)) as proxy:
            yield proxy
        listener.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def client(proxy: Proxy) -> Iterator[socket.socket]:
    """A connection that has had one answer already, as one from a pool has."""
    with connect(proxy) as client:
        client.sendall(b"first?")
        assert read(client, len(ANSWER)) == ANSWER
        yield client


def connect(proxy: Proxy) -> socket.socket:
    """Return a connection through the proxy."""
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=LONG_SECONDS)


def read(client: socket.socket, size: int) -> bytes:
    """Return that many bytes, or those before the connection's end."""
    found = b""
    while len(found) < size and (more := client.recv(size - len(found))):
        found += more
    return found


def is_silent(client: socket.socket) -> bool:
    """Whether neither a byte nor the end comes for a moment."""
    client.settimeout(SHORT_SECONDS)
    try:
        client.recv(1)
    except TimeoutError:
        return True
    finally:
        client.settimeout(LONG_SECONDS)
    return False


def test_latency_holds_answers_back(proxy: Proxy, client: socket.socket) -> None:
    proxy.poison(Latency(Random(1), seconds=FOR_EVER))
    client.sendall(b"now?")
    assert is_silent(client)
    assert proxy.heal().fired == 1
    assert read(client, len(ANSWER)) == ANSWER


def test_down_resets_and_refuses(proxy: Proxy, client: socket.socket) -> None:
    proxy.poison(Down())
    with pytest.raises(ConnectionResetError):
        client.recv(1)
    with pytest.raises(ConnectionRefusedError):
        connect(proxy)
    proxy.heal()
    with connect(proxy) as again:
        again.sendall(b"back?")
        assert read(again, len(ANSWER)) == ANSWER


@pytest.mark.parametrize("toxic", [Bandwidth, Slicer])
def test_an_answer_comes_whole_but_in_small_pieces(
    proxy: Proxy, client: socket.socket, toxic: type[Toxic]
) -> None:
    proxy.poison(toxic())
    client.sendall(b"slowly?")
    first = client.recv(len(ANSWER))
    assert 0 < len(first) < len(ANSWER)
    assert first + read(client, len(ANSWER) - len(first)) == ANSWER


def test_slow_close_hides_that_the_server_has_closed(proxy: Proxy, client: socket.socket) -> None:
    proxy.poison(SlowClose(FOR_EVER))
    client.sendall(b"bye")
    assert is_silent(client)
    proxy.heal()
    assert client.recv(1) == b""


def test_a_black_hole_says_nothing_and_ends_with_a_reset(
    proxy: Proxy, client: socket.socket
) -> None:
    proxy.poison(BlackHole())
    client.sendall(b"anybody?")
    assert is_silent(client)
    proxy.heal()
    with pytest.raises(ConnectionResetError):
        client.recv(1)


def test_a_reset_comes_in_the_middle_of_an_answer(proxy: Proxy, client: socket.socket) -> None:
    proxy.poison(ResetPeer())
    client.sendall(b"half?")
    assert read(client, len(ANSWER) // 2) == ANSWER[: len(ANSWER) // 2]
    with pytest.raises(ConnectionResetError):
        client.recv(1)


def test_limit_data_closes_after_a_hundred_bytes(proxy: Proxy, client: socket.socket) -> None:
    proxy.poison(LimitData())
    client.sendall(b"all?")
    assert read(client, len(ANSWER)) == ANSWER[:100]


def test_a_gate_holds_the_connection_until_it_is_released(
    proxy: Proxy, client: socket.socket
) -> None:
    called = threading.Event()
    gate = proxy.gate(b"INSERT?", "up", called.set)
    client.sendall(b"INS")
    assert not gate.is_hit(SHORT_SECONDS)
    client.sendall(b"ERT?")
    assert gate.is_hit(LONG_SECONDS)
    assert called.wait(LONG_SECONDS)
    assert is_silent(client)
    gate.release()
    assert read(client, len(ANSWER)) == ANSWER
    client.sendall(b"INSERT?")
    assert read(client, len(ANSWER)) == ANSWER, "it closes once"


def test_a_gate_that_is_dropped_loses_what_it_held(proxy: Proxy, client: socket.socket) -> None:
    gate = proxy.gate(b"0123", "down", lambda: None)
    client.sendall(b"COMMIT?")
    assert gate.is_hit(LONG_SECONDS)
    gate.drop()
    with pytest.raises(ConnectionResetError):
        client.recv(1)
