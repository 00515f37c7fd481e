"""At most so many calls to Linear at a time, so that a hung Linear can't take every thread."""

import queue
import random
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from linear_integration.linear.errors import Unavailable
from linear_integration.linear.sentences import gettext_noop

WAIT_SECONDS = 0.5
FULL_SECONDS = 1.0
# Spread, so that those who were turned away together don't come back together.
RETRY_AFTER_SECONDS = (1.0, 3.0)

Place = TypeVar("Place")


class Bulkhead(Generic[Place]):
    """A room with places for calls; who finds none free may wait for half a second, if few do.

    Where somebody waited in vain nothing moves: then nobody waits for a second. The place that was
    left last is taken first, so that few places are kept warm.
    """

    def __init__(self, places: Iterable[Place], *, waiting: int) -> None:
        self._free: queue.LifoQueue[Place] = queue.LifoQueue()
        for place in places:
            self._free.put(place)
        self._seats = threading.Semaphore(waiting)
        self._full_until = 0.0

    @contextmanager
    def place(self) -> Iterator[Place]:
        """Hold a place for the block; raises Unavailable when there is none."""
        place = self._take()
        try:
            yield place
        finally:
            self._free.put(place)

    def require_room(self) -> None:
        """Raise Unavailable, at once, where a call would be turned away."""
        if self._free.empty() and time.monotonic() < self._full_until:
            raise _full()

    def _take(self) -> Place:
        try:
            return self._free.get_nowait()
        except queue.Empty:
            self.require_room()
        # Those who wait hold a thread: few enough that others are left for what is local.
        if not self._seats.acquire(blocking=False):
            raise _full()
        try:
            return self._free.get(timeout=WAIT_SECONDS)
        except queue.Empty:
            self._full_until = time.monotonic() + FULL_SECONDS
            raise _full() from None
        finally:
            self._seats.release()


def _full() -> Unavailable:
    seconds = random.uniform(*RETRY_AFTER_SECONDS)  # noqa: S311 - nobody gains by guessing it
    return Unavailable(
        gettext_noop("Too many calls to Linear are under way."), retry_after_seconds=seconds
    )
