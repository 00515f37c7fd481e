"""The one way out to Linear: a process's kept connections, guarded by limits of time and number.

A request passes the time limit, the bulkhead, the breaker of its host, then a connection.
"""

import os
import threading
from functools import lru_cache

import httpx

from linear_integration.linear.breaker import Breakers
from linear_integration.linear.bulkhead import Bulkhead
from linear_integration.linear.deadline import remaining_seconds, time_limit
from linear_integration.linear.errors import Timeout
from linear_integration.linear.pool import KeptConnection
from linear_integration.linear.sentences import gettext_noop

CALL_SECONDS = 10.0
# Of the web server's 64 threads, some have to be left for what is local.
CALLS_AT_A_TIME = 48
CALLS_WAITING = 12


class GuardedTransport(httpx.BaseTransport):
    """Sends requests, raising our own errors instead of httpx's."""

    def __init__(self) -> None:
        ssl_context = httpx.create_ssl_context(trust_env=False)
        self._connections = [KeptConnection(ssl_context) for _ in range(CALLS_AT_A_TIME)]
        self._bulkhead = Bulkhead(self._connections, waiting=CALLS_WAITING)
        self._breakers = Breakers()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the whole answer; raises Unavailable or Timeout within ten seconds."""
        if remaining_seconds() <= 0:
            raise Timeout(gettext_noop("The time for calls to Linear is used up."))
        with time_limit(CALL_SECONDS), self._bulkhead.place() as connection:
            return self._breakers.call(request.url.host, lambda: connection.exchange(request))

    def require_room(self, host: str) -> None:
        """Raise Unavailable where a call would not be let through now."""
        self._bulkhead.require_room()
        self._breakers.require_well(host)

    def spared_hosts(self) -> set[str]:
        """Return the hosts that are left alone for a moment."""
        return self._breakers.spared_hosts()

    def close(self) -> None:
        """Close every connection."""
        for connection in self._connections:
            connection.close()


_lock = threading.Lock()
_transport: httpx.BaseTransport | None = None


def shared_transport() -> httpx.BaseTransport:
    """Return this process's transport, made when it is first needed: never before a fork.

    A client of httpx's may stand on top of it, but must not close it.
    """
    global _transport
    with _lock:
        if _transport is None:
            _transport = GuardedTransport()
        return _transport


@lru_cache(maxsize=8)
def parsed_url(url: str) -> httpx.URL:
    """Return an address of Linear's, which are few, in parts."""
    return httpx.URL(url)


def require_room(url: str) -> None:
    """Raise Unavailable where a call to that address would not be let through now.

    Asked before work that only such a call can finish: while Linear hangs, saying no has to be
    cheap.
    """
    transport = shared_transport()
    if isinstance(transport, GuardedTransport):
        transport.require_room(parsed_url(url).host)


def spared_hosts() -> set[str]:
    """Return the hosts that this process leaves alone for a moment, since they fail."""
    transport = shared_transport()
    return transport.spared_hosts() if isinstance(transport, GuardedTransport) else set()


def reset_transport(transport: httpx.BaseTransport | None = None) -> None:
    """Close what is there and begin anew, on the given transport if there is one: for tests."""
    global _transport
    with _lock:
        if _transport is not None:
            _transport.close()
        _transport = transport


def _forget_after_fork() -> None:
    # A child must neither use nor close its parent's connections, nor wait for a lock that a
    # thread held which doesn't exist here.
    global _lock, _transport
    _lock, _transport = threading.Lock(), None


os.register_at_fork(after_in_child=_forget_after_fork)
