"""How a peer may behave on its socket, and a client that meets it."""

import socket
import time

import pytest

from linear_integration.linear.client import LinearClient
from linear_integration.linear.errors import LinearError
from linear_integration.linear.inputs import AttachmentCreate
from linear_integration.linear.rate_limit import Budget

from . import answers
from .servers import Behaviour, http_answer, read_request

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
