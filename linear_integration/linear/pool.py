"""A kept connection: one request out, one whole answer in, or one of our errors.

httpx's own transport can't be given a network, so this one drives httpcore, as httpx's does.
"""

import ssl
from collections.abc import Iterable

import httpcore
import httpx

from linear_integration.linear.bodies import ACCEPTED_ENCODING, whole_body
from linear_integration.linear.errors import LinearError, Timeout, Unavailable
from linear_integration.linear.network import DeadlineBackend
from linear_integration.linear.sentences import gettext_noop

IDLE_SECONDS = 30.0
TIMEOUTS_SECONDS = {"connect": 2.0, "read": 8.0, "write": 8.0, "pool": 1.0}

# Of the answer's headers, those that no longer hold once the body is read, and cookies: one
# client serves every tenant.
DROPPED_HEADERS = {b"content-encoding", b"content-length", b"transfer-encoding", b"set-cookie"}

# Whether a write may have been executed: not when the request never left us whole.
NOT_SENT = (
    httpcore.ConnectError,
    httpcore.ConnectTimeout,
    httpcore.PoolTimeout,
    httpcore.UnsupportedProtocol,
    httpcore.LocalProtocolError,
)
BROKEN = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol)


class KeptConnection:
    """One connection, kept for the next call; opened when it is needed, and anew when it broke.

    A pool of httpcore's with one place each: with many, every call looks at all of them.
    """

    def __init__(self, ssl_context: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context,
            max_connections=1,
            max_keepalive_connections=1,
            keepalive_expiry=IDLE_SECONDS,
            network_backend=DeadlineBackend(),
        )

    def exchange(self, request: httpx.Request) -> httpx.Response:
        """Return the answer with its body read and decoded; raises Unavailable or Timeout."""
        try:
            answer = self._pool.handle_request(_outgoing(request))
            try:
                return _whole(answer)
            finally:
                answer.close()
        except httpcore.TimeoutException as error:
            raise _error(Timeout, gettext_noop("Linear did not answer in time."), error) from error
        except BROKEN as error:
            raise _error(
                Unavailable, gettext_noop("The connection to Linear failed."), error
            ) from error

    def close(self) -> None:
        """Close it."""
        self._pool.close()


def _outgoing(request: httpx.Request) -> httpcore.Request:
    if request.headers.get("Accept-Encoding") != ACCEPTED_ENCODING:
        request.headers["Accept-Encoding"] = ACCEPTED_ENCODING
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        ),
        headers=request.headers.raw,
        content=request.read(),
        extensions={"timeout": TIMEOUTS_SECONDS},
    )


def _whole(answer: httpcore.Response) -> httpx.Response:
    parts = answer.stream
    if not isinstance(parts, Iterable):
        raise TypeError("a sync pool answers with a sync stream")
    headers = [(name.lower(), value) for name, value in answer.headers]
    encodings = [value for name, value in headers if name == b"content-encoding"]
    body = whole_body(parts, b", ".join(encodings).decode("latin-1"))
    kept = [(name, value) for name, value in headers if name not in DROPPED_HEADERS]
    return httpx.Response(answer.status, headers=kept, content=body)


def _error(error_class: type[LinearError], message: str, cause: Exception) -> LinearError:
    return error_class(message, outcome_unknown=not isinstance(cause, NOT_SENT))
