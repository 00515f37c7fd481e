"""Sockets for httpcore whose every wait ends with the call's time limit.

httpcore takes its network from outside (`network_backend`), which is the public place to do this.
https://www.encode.io/httpcore/network-backends/
"""

import socket
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from linear_integration.linear.deadline import capped, remaining_seconds

WRITE_BYTES = 16 * 1024


class DeadlineBackend(httpcore.SyncBackend):
    """Connections that respect the time limit of the thread that uses them."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        # One by one: the connection below starts its time-out anew for each of a host's addresses.
        error: Exception = httpcore.ConnectError("the host has no address")
        for address in _addresses(host, port):
            if remaining_seconds() <= 0:
                raise httpcore.ConnectTimeout("the time limit is over")
            try:
                stream = super().connect_tcp(
                    address, port, capped(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failure:
                error = failure
            else:
                return DeadlineStream(stream)
        raise error


class DeadlineStream(httpcore.NetworkStream):
    """A stream whose reads and writes together take no longer than the time limit."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if remaining_seconds() <= 0:
            raise httpcore.ReadTimeout("the time limit is over")
        return self._stream.read(max_bytes, capped(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        # In pieces: the stream below starts its time-out anew for whatever the peer takes.
        for start in range(0, len(buffer), WRITE_BYTES):
            if remaining_seconds() <= 0:
                raise httpcore.WriteTimeout("the time limit is over")
            self._stream.write(buffer[start : start + WRITE_BYTES], capped(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        if remaining_seconds() <= 0:
            raise httpcore.ConnectTimeout("the time limit is over")
        return DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, capped(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
    return [str(address[0]) for *_, address in found]
