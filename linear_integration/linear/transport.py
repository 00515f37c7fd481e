"""The one way out to Linear: a pooled HTTP client a process, guarded by limits of time and number.

A request passes the time limit, the bulkhead, the breaker of its host, then the pool.
"""

import os
import threading

import httpx

from linear_integration.linear.breaker import Breakers
from linear_integration.linear.bulkhead import Bulkhead
from linear_integration.linear.deadline import remaining_seconds, time_limit
from linear_integration.linear.errors import Timeout
from linear_integration.linear.pool import CONNECTIONS, ConnectionPool

CALL_SECONDS = 10.0
CALLS_AT_A_TIME = CONNECTIONS


class GuardedTransport(httpx.BaseTransport):
    """Sends requests, raising our own errors instead of httpx's."""

    def __init__(self) -> None:
        self._pool = ConnectionPool(httpx.create_ssl_context(trust_env=False))
        self._bulkhead = Bulkhead(CALLS_AT_A_TIME)
        self._breakers = Breakers()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the whole answer; raises Unavailable or Timeout within ten seconds."""
        if remaining_seconds() <= 0:
            raise Timeout("The time for calls to Linear is used up.")
        with time_limit(CALL_SECONDS), self._bulkhead.place():
            return self._breakers.call(request.url.host, lambda: self._pool.exchange(request))

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


_lock = threading.Lock()
_transport: httpx.BaseTransport | None = None
_client: httpx.Client | None = None


def shared_transport() -> httpx.BaseTransport:
    """Return this process's transport, for another client on top of it (which mustn't close it)."""
    global _transport
    with _lock:
        if _transport is None:
            _transport = GuardedTransport()
        return _transport


def http_client() -> httpx.Client:
    """Return this process's HTTP client, made when it is first needed: never before a fork."""
    global _client
    transport = shared_transport()
    with _lock:
        if _client is None:
            _client = httpx.Client(transport=transport, follow_redirects=False, trust_env=False)
        return _client


def reset_transport(transport: httpx.BaseTransport | None = None) -> None:
    """Close what is there and begin anew, on the given transport if there is one: for tests."""
    global _transport, _client
    with _lock:
        if _transport is not None:
            _transport.close()
        _transport, _client = transport, None


def _forget_after_fork() -> None:
    # A child must neither use nor close its parent's connections, nor wait for a lock that a
    # thread held which doesn't exist here.
    global _lock, _transport, _client
    _lock, _transport, _client = threading.Lock(), None, None


os.register_at_fork(after_in_child=_forget_after_fork)
