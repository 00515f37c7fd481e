"""A circuit breaker for each host: after five failures in a row calls are spared for five seconds.

Only a broken exchange or a 5xx is a failure; a refusal is an answer like any other, and a caller
that had no time to wait has learned nothing.
"""

import logging
import random
import threading
import time
from collections.abc import Callable

import httpx

from linear_integration.linear.errors import Timeout, Unavailable
from linear_integration.linear.sentences import gettext_noop

FAILURES = 5
OPEN_SECONDS = 5.0
PATIENCE_SECONDS = 1.0  # a host that was given less may be well
SERVER_ERROR = 500

logger = logging.getLogger(__name__)


class Breakers:
    """The breakers of all hosts that this process talks to."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of_host: dict[str, _Breaker] = {}

    def call(self, host: str, send: Callable[[], httpx.Response]) -> httpx.Response:
        """Return what `send` returns; raises Unavailable at once while the host is spared."""
        breaker = self._breaker(host)
        is_trial = breaker.admit()
        started = time.monotonic()
        is_well: bool | None = None
        try:
            response = send()
            is_well = response.status_code < SERVER_ERROR
            return response
        except Unavailable:
            is_well = False
            raise
        except Timeout:
            is_well = False if time.monotonic() - started >= PATIENCE_SECONDS else None
            raise
        finally:
            breaker.learn(is_well, is_trial=is_trial)

    def require_well(self, host: str) -> None:
        """Raise Unavailable, at once, where a call would be spared."""
        self._breaker(host).require_well()

    def spared_hosts(self) -> set[str]:
        """Return the hosts that calls are spared of, or have yet to show that they are well."""
        with self._lock:
            return {host for host, breaker in self._of_host.items() if breaker.is_open}

    def _breaker(self, host: str) -> "_Breaker":
        with self._lock:
            return self._of_host.setdefault(host, _Breaker(host))


class _Breaker:
    def __init__(self, host: str) -> None:
        self._host = host
        self._lock = threading.Lock()
        self._failures = 0
        self._spared_until = 0.0
        self._is_being_tried = False

    @property
    def is_open(self) -> bool:
        return self._failures >= FAILURES

    def require_well(self) -> None:
        with self._lock:
            if self._is_spared():
                raise _spared()

    def admit(self) -> bool:
        """Let a call pass, or raise Unavailable; True for the one that tries a spared host."""
        with self._lock:
            if self._is_spared():
                raise _spared()
            self._is_being_tried = self.is_open
            return self.is_open

    def _is_spared(self) -> bool:
        return self.is_open and (self._is_being_tried or time.monotonic() < self._spared_until)

    def learn(self, is_well: bool | None, *, is_trial: bool) -> None:
        """Take in how a call ended; None says nothing about the host."""
        with self._lock:
            self._is_being_tried = self._is_being_tried and not is_trial
            was_open = self._failures >= FAILURES
            if is_well is not None:
                self._failures = 0 if is_well else self._failures + 1
            is_open = self._failures >= FAILURES
            if is_open and is_well is False and (is_trial or not was_open):
                self._spared_until = time.monotonic() + OPEN_SECONDS
        if is_open != was_open:
            state = "open" if is_open else "closed"
            logger.warning("breaker.changed", extra={"host": self._host, "state": state})


def _spared() -> Unavailable:
    # Spread, so that not everybody comes back at the moment of the trial.
    seconds = OPEN_SECONDS * random.uniform(1.0, 1.6)  # noqa: S311 - nobody gains by guessing it
    return Unavailable(
        gettext_noop("Linear is not answering; it is left alone for a moment."),
        retry_after_seconds=seconds,
    )
