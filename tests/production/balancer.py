"""A load balancer in small: connections go to the web servers in turn."""

import itertools
import socket
import threading
import time
from collections import Counter
from types import TracebackType
from typing import Self

DRAIN_SECONDS = 30


class Balancer:
    """Listens on a port of its own; what is taken out gets no new connection."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = int(self._listener.getsockname()[1])
        self._changed = threading.Condition()
        self._upstreams: list[int] = []
        self._open: Counter[int] = Counter()
        self._turn = itertools.count()

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        # Wakes the thread that accepts, which closing alone does not.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def put_in(self, port: int) -> None:
        """Give this web server its share from now on."""
        with self._changed:
            self._upstreams.append(port)

    def take_out(self, port: int) -> None:
        """Give it nothing more, and return when what it had has ended."""
        give_up_at = time.monotonic() + DRAIN_SECONDS
        with self._changed:
            self._upstreams.remove(port)
            while self._open[port]:
                assert self._changed.wait(give_up_at - time.monotonic()), "it does not drain"

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[caller], daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        with self._changed:
            port = self._upstreams[next(self._turn) % len(self._upstreams)]
            self._open[port] += 1
        try:
            with caller, socket.create_connection(("127.0.0.1", port)) as server:
                back = threading.Thread(target=_copy, args=[server, caller])
                back.start()
                _copy(caller, server)
                back.join()
        finally:
            with self._changed:
                self._open[port] -= 1
                self._changed.notify_all()


def _copy(source: socket.socket, target: socket.socket) -> None:
    """Pass everything on, and then the end."""
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return  # one of them has gone: the other end will see it
