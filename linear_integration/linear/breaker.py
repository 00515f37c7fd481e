"""A circuit breaker for each host: after five failures in a row calls are spared for five seconds.

Only a broken exchange or a 5xx is a failure; a refusal is an answer like any other.
"""

import logging
import threading
from collections.abc import Callable

import httpx
import pybreaker

from linear_integration.linear.errors import Unavailable

FAILURES = 5
OPEN_SECONDS = 5
SERVER_ERROR = 500

logger = logging.getLogger(__name__)


class Breakers:
    """The breakers of all hosts that this process talks to."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of_host: dict[str, pybreaker.CircuitBreaker] = {}

    def call(self, host: str, send: Callable[[], httpx.Response]) -> httpx.Response:
        """Return what `send` returns; raises Unavailable at once while the host is spared."""
        breaker = self._breaker(host)
        if breaker.current_state == pybreaker.STATE_HALF_OPEN:  # somebody is trying already
            raise _spared()
        try:
            # Not breaker.call(): it holds its lock as long as the call takes.
            with breaker.calling():
                response = send()
                if response.status_code >= SERVER_ERROR:
                    raise _ServerFailedError(response)
        except _ServerFailedError as failure:
            return failure.response
        except pybreaker.CircuitBreakerError as error:
            raise _spared() from error
        return response

    def _breaker(self, host: str) -> pybreaker.CircuitBreaker:
        with self._lock:
            if host not in self._of_host:
                self._of_host[host] = pybreaker.CircuitBreaker(
                    fail_max=FAILURES,
                    reset_timeout=OPEN_SECONDS,
                    listeners=[_Log()],
                    name=host,
                    throw_new_error_on_trip=False,
                )
            return self._of_host[host]


class _ServerFailedError(Exception):
    """Lets the breaker see an answer as a failure."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(response.status_code)
        self.response = response


class _Log(pybreaker.CircuitBreakerListener):
    def state_change(
        self,
        cb: pybreaker.CircuitBreaker,
        old_state: pybreaker.CircuitBreakerState | None,
        new_state: pybreaker.CircuitBreakerState,
    ) -> None:
        logger.warning("breaker.changed", extra={"host": cb.name, "state": new_state.name})


def _spared() -> Unavailable:
    return Unavailable(
        "Linear is not answering; it is left alone for a moment.",
        retry_after_seconds=float(OPEN_SECONDS),
    )
