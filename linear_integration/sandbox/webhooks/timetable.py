from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from itertools import count

from ..clock import Clock
from .deliveries import Delivery


class Timetable:
    """Calls for deliveries when they are due by the sandbox's clock, also when that is moved."""

    def __init__(self, clock: Clock, call: Callable[[Delivery], None]) -> None:
        self._clock = clock
        self._call = call
        self._entries: list[tuple[float, int, Delivery]] = []
        self._numbers = count()
        self._alarm: asyncio.TimerHandle | None = None

    def add(self, delivery: Delivery, seconds: float) -> None:
        """Call for a delivery in so many seconds, and not at the time that it had before."""
        delivery.due = self._clock.seconds() + seconds
        heapq.heappush(self._entries, (delivery.due, next(self._numbers), delivery))
        self.set_alarm()

    def set_alarm(self) -> None:
        """Wake up for the earliest entry; to be called when the clock was moved."""
        if self._alarm:
            self._alarm.cancel()
            self._alarm = None
        if self._entries:
            wait = max(self._entries[0][0] - self._clock.seconds(), 0)
            self._alarm = asyncio.get_running_loop().call_later(wait, self._call_due)

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        if self._alarm:
            self._alarm.cancel()

    def _call_due(self) -> None:
        while self._entries and self._entries[0][0] <= self._clock.seconds():
            due, _, delivery = heapq.heappop(self._entries)
            if delivery.due == due:
                delivery.due = None
                self._call(delivery)
        self.set_alarm()
