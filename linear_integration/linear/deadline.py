"""A total time limit for everything that a thread does with Linear inside a `with` block.

A socket's time-out counts for each read alone, so a peer that sends one byte a second never trips
it. The limit here is what all reads, retries and pages of a call together may take.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ends_at: ContextVar[float] = ContextVar("linear_deadline", default=float("inf"))


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Let the block take that long in all; inside another limit, the earlier end counts."""
    token = _ends_at.set(min(_ends_at.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _ends_at.reset(token)


def remaining_seconds() -> float:
    """Return what is left of the limit, 0.0 when it is over, infinity when there is none."""
    return max(0.0, _ends_at.get() - time.monotonic())


def capped(timeout_seconds: float | None) -> float | None:
    """Return a time-out that doesn't reach past the limit; None is for ever."""
    remaining = remaining_seconds()
    if timeout_seconds is None:
        return None if remaining == float("inf") else remaining
    return min(timeout_seconds, remaining)
