"""At most so many calls to Linear at a time, so that a hung Linear can't take every thread."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from linear_integration.linear.errors import Unavailable

WAIT_SECONDS = 0.05
RETRY_AFTER_SECONDS = 1.0


class Bulkhead:
    """A room for `places` calls. Whoever finds no place within 50 ms is turned away."""

    def __init__(self, places: int) -> None:
        self._places = threading.BoundedSemaphore(places)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place for the block; raises Unavailable when there is none."""
        if not self._places.acquire(timeout=WAIT_SECONDS):
            raise Unavailable(
                "Too many calls to Linear are under way.", retry_after_seconds=RETRY_AFTER_SECONDS
            )
        try:
            yield
        finally:
            self._places.release()
