from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from .deliveries import Delivery

MAXIMUM_WAITING = 10_000


class Line:
    """The deliveries that wait for one webhook, worked off in order.

    The tasks that do so end when nothing waits, and are begun again by what comes next.
    """

    def __init__(self, deliver: Callable[[Delivery], Awaitable[bool]]) -> None:
        """Take what attempts a delivery: it tells whether anything was sent."""
        self._deliver = deliver
        self._waiting: deque[Delivery] = deque()
        self._overtaken: list[Delivery] = []
        self.tasks: set[asyncio.Task[None]] = set()

    def add(self, delivery: Delivery, concurrency: int) -> None:
        """Put a delivery at the end, to be worked off by so many tasks at a time."""
        if len(self._waiting) >= MAXIMUM_WAITING:
            delivery.status = "failed"
            return
        self._waiting.append(delivery)
        # A task that has ended is in the set until its callback runs, and takes nothing any more.
        if sum(not task.done() for task in self.tasks) < concurrency:
            task = asyncio.create_task(self._work_off())
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    def let_overtake(self, delivery: Delivery) -> None:
        """Bring a delivery that is put off back as soon as another was sent."""
        self._overtaken.append(delivery)

    async def _work_off(self) -> None:
        while self._waiting:
            delivery = self._waiting.popleft()
            if delivery in self._overtaken:  # its time came before another delivery did
                self._overtaken.remove(delivery)
            if delivery.is_open and await self._deliver(delivery):
                self._bring_back()

    def _bring_back(self) -> None:
        self._waiting.extendleft(reversed(self._overtaken))
        self._overtaken.clear()
