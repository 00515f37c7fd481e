from __future__ import annotations

from dataclasses import dataclass

from .clock import Clock
from .settings import Switches

HOUR_SECONDS = 3600
MINUTE_SECONDS = 60
MAXIMUM_COMPLEXITY = 10_000
SEARCHES_PER_MINUTE = 30
_REQUESTS = {"api_key": 2_500, "oauth": 5_000, "anonymous": 600}
_COMPLEXITY = {"api_key": 3_000_000, "oauth": 2_000_000, "anonymous": 100_000}


@dataclass(slots=True)
class Bucket:
    """A leaky bucket: it refills steadily, ``allowed`` in ``period_seconds``."""

    allowed: int
    period_seconds: int
    level: float
    filled_at: float

    def take(self, amount: int, now: float) -> bool:
        """Take so much out, if it is there."""
        self.refill(now)
        if self.level < amount:
            return False
        self.level -= amount
        return True

    def refill(self, now: float) -> None:
        gained = max(now - self.filled_at, 0) * self.allowed / self.period_seconds
        self.level = min(self.level + gained, self.allowed)
        self.filled_at = now

    def wait_seconds(self, amount: int) -> int:
        """Tell how long it takes until so much is there again."""
        missing = max(amount - self.level, 0)
        return int(missing * self.period_seconds / self.allowed) + 1


class Limits:
    """The rate limits of every caller, as Linear's headers and rateLimitStatus show them."""

    def __init__(self, clock: Clock, switches: Switches) -> None:
        self._clock = clock
        self._switches = switches
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def requests(self, limit_key: str) -> Bucket:
        kind = limit_key.partition(":")[0]
        allowed = self._switches.requests_per_hour or _REQUESTS[kind]
        return self._bucket(limit_key, "requests", allowed, HOUR_SECONDS)

    def complexity(self, limit_key: str) -> Bucket:
        kind = limit_key.partition(":")[0]
        return self._bucket(limit_key, "complexity", _COMPLEXITY[kind], HOUR_SECONDS)

    def searches(self, limit_key: str) -> Bucket:
        return self._bucket(limit_key, "search", SEARCHES_PER_MINUTE, MINUTE_SECONDS)

    def take(self, bucket: Bucket, amount: int) -> bool:
        return bucket.take(amount, self._clock.seconds())

    def leave(self, limit_key: str, *, requests: int) -> None:
        """Take out of a caller's bucket what is more than so many requests."""
        bucket = self.requests(limit_key)
        bucket.level = min(bucket.level, requests)

    def headers(self, limit_key: str, points: int) -> dict[str, str]:
        """Write the headers that come with every answer; Reset is in epoch milliseconds."""
        headers = {"X-Complexity": str(points)}
        buckets = {"Requests": self.requests(limit_key), "Complexity": self.complexity(limit_key)}
        for name, bucket in buckets.items():
            headers[f"X-RateLimit-{name}-Limit"] = str(bucket.allowed)
            headers[f"X-RateLimit-{name}-Remaining"] = str(int(bucket.level))
            headers[f"X-RateLimit-{name}-Reset"] = str(self.reset_milliseconds(bucket))
        return headers

    def endpoint_headers(self, name: str, bucket: Bucket) -> dict[str, str]:
        """Write the headers of a root field's own limit, so that nobody takes it for the whole."""
        return {
            "X-RateLimit-Endpoint-Name": name,
            "X-RateLimit-Endpoint-Requests-Limit": str(bucket.allowed),
            "X-RateLimit-Endpoint-Requests-Remaining": str(int(bucket.level)),
            "X-RateLimit-Endpoint-Requests-Reset": str(self.reset_milliseconds(bucket)),
        }

    def reset_milliseconds(self, bucket: Bucket) -> int:
        """Return the time in epoch milliseconds that Linear names: a whole period from now."""
        return int((self._clock.seconds() + bucket.period_seconds) * 1000)

    def clear(self) -> None:
        """Fill every bucket."""
        self._buckets.clear()

    def _bucket(self, limit_key: str, name: str, allowed: int, period_seconds: int) -> Bucket:
        bucket = self._buckets.get((limit_key, name))
        now = self._clock.seconds()
        if bucket is None or bucket.allowed != allowed:
            bucket = Bucket(allowed, period_seconds, allowed, now)
            self._buckets[limit_key, name] = bucket
        bucket.refill(now)
        return bucket
