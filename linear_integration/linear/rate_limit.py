"""What is left of a workspace's allowance, read from the headers of Linear's answers.

Limits differ by kind of token and have changed often, so no number is written here.
https://linear.app/developers/rate-limiting
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

_HEADERS = {"requests": "x-ratelimit-requests", "complexity": "x-ratelimit-complexity"}
_ENDPOINT_HEADER = "x-ratelimit-endpoint-requests"
_EVERYTHING = ""
# Linear's limits are by the hour.
LONGEST_WAIT_SECONDS = 3600.0


@dataclass(frozen=True)
class Allowance:
    """One limit: `remaining` of `limit`, full again at `resets_at` (seconds since the epoch)."""

    limit: int
    remaining: int
    resets_at: float

    def fraction(self, now: float) -> float:
        """Return what is left as 0.0 … 1.0; an allowance whose reset has passed is full."""
        if now >= self.resets_at or self.limit <= 0:
            return 1.0
        return max(0.0, min(1.0, self.remaining / self.limit))


class Budget:
    """The allowance of one connection to Linear, shared by all threads that use it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._allowances: dict[str, Allowance] = {}
        self._blocked_until: dict[str, float] = {}

    def observe(self, headers: Mapping[str, str]) -> None:
        """Take in the headers of an answer (names in any case, as httpx gives them)."""
        seen = {
            name: allowance
            for name, prefix in _HEADERS.items()
            if (allowance := _allowance(headers, prefix)) is not None
        }
        with self._lock:
            self._allowances.update(seen)

    def refuse(self, headers: Mapping[str, str], operation: str) -> float | None:
        """Take in a RATELIMITED answer; return the seconds to wait, None if it named none.

        When it is the operation's own limit that is used up, only that operation is held back.
        """
        self.observe(headers)
        seconds = _wait_seconds(headers)
        if seconds is not None:
            own = _allowance(headers, _ENDPOINT_HEADER)
            name = operation if own is not None and own.remaining <= 0 else _EVERYTHING
            with self._lock:
                self._blocked_until[name] = time.time() + seconds
        return seconds

    def blocked_for_seconds(self, operation: str = _EVERYTHING) -> float:
        """Return how long calls (of that operation) are to be held back; 0.0 is not at all."""
        with self._lock:
            until = max(
                self._blocked_until.get(_EVERYTHING, 0.0), self._blocked_until.get(operation, 0.0)
            )
        return max(0.0, until - time.time())

    @property
    def remaining_fraction(self) -> float:
        """What is left of the scarcest limit, 0.0 … 1.0; 1.0 as long as nothing is known."""
        now = time.time()
        with self._lock:
            return min((each.fraction(now) for each in self._allowances.values()), default=1.0)

    @property
    def allowances(self) -> dict[str, Allowance]:
        """The limits last heard of, by name: `requests`, `complexity`."""
        with self._lock:
            return dict(self._allowances)


def _allowance(headers: Mapping[str, str], prefix: str) -> Allowance | None:
    numbers = [_number(headers.get(f"{prefix}-{part}")) for part in ("limit", "remaining", "reset")]
    limit, remaining, reset_ms = numbers
    if limit is None or remaining is None or reset_ms is None:
        return None
    return Allowance(int(limit), int(remaining), reset_ms / 1000)


def retry_after_seconds(headers: Mapping[str, str]) -> float | None:
    """Return what an answer's Retry-After says, an hour at most; None if nothing readable."""
    seconds = _number(headers.get("retry-after"))
    return None if seconds is None else min(seconds, LONGEST_WAIT_SECONDS)


def _wait_seconds(headers: Mapping[str, str]) -> float | None:
    if (named := retry_after_seconds(headers)) is not None:
        return named
    prefixes = (*_HEADERS.values(), _ENDPOINT_HEADER)
    spent = [
        allowance.resets_at
        for allowance in (_allowance(headers, prefix) for prefix in prefixes)
        if allowance is not None and allowance.remaining <= 0
    ]
    return min(max(0.0, max(spent) - time.time()), LONGEST_WAIT_SECONDS) if spent else None


def _number(text: str | None) -> float | None:
    """Return a header's number; None for a missing, unreadable, negative or endless one."""
    try:
        number = float(text) if text is not None else -1.0
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None
