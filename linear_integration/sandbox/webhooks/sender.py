from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

import httpx

from ..clock import Clock
from ..faults import Faults
from ..settings import Switches
from ..state.store import Store
from .courier import Courier
from .deliveries import Delivery, DeliveryLog
from .line import Line
from .outbox import Outbox
from .receivers import receivers_of
from .timetable import Timetable

RETRY_AFTER_SECONDS = (60, 3_600, 21_600)
_POSTPONED_SECONDS = 5


class Sender:
    """Delivers what is in the outbox, to each webhook in tasks of its own.

    First attempts at one webhook are made in order, one after another. A failed one is tried again
    after 1 minute, 1 hour and 6 hours, and nothing waits for it meanwhile.
    """

    def __init__(
        self, store: Store, clock: Clock, switches: Switches, faults: Faults, outbox: Outbox
    ) -> None:
        self.log = DeliveryLog(clock)
        self._store = store
        self._clock = clock
        self._switches = switches
        self._faults = faults
        self._outbox = outbox
        self._courier = Courier(store, clock, switches)
        self._timetable = Timetable(clock, self._queue)
        self._lines: dict[str, Line] = {}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Deliver until the block is left; what waits then is lost."""
        loop = asyncio.get_running_loop()
        # A timeout is set around the whole attempt; the environment's proxies are not for this.
        client = httpx.AsyncClient(timeout=None, limits=httpx.Limits(), trust_env=False)  # noqa: S113
        async with client as self._client:
            self._outbox.on_post = partial(_call_soon, loop, self._take_in)
            self._clock.on_move = self._timetable.set_alarm
            self._take_in()
            try:
                yield
            finally:
                self._outbox.on_post = self._clock.on_move = lambda: None
                tasks = [task for line in self._lines.values() for task in line.tasks]
                self.clear()
                await asyncio.gather(*tasks, return_exceptions=True)

    def redeliver(self, delivery_id: str) -> Delivery | None:
        """Attempt a delivery again, at once; None if it is not known (any more)."""
        delivery = self.log.reopen(delivery_id)
        if delivery:
            self._queue(delivery)
        return delivery

    def clear(self) -> None:
        """Forget all deliveries, also those under way."""
        for line in self._lines.values():
            for task in line.tasks:
                task.cancel()
        self._lines.clear()
        self._timetable.clear()
        self.log.clear()

    def _take_in(self) -> None:
        while event := self._outbox.take():
            for receiver in receivers_of(self._store, event):
                self._queue(self.log.open(event, receiver))

    def _queue(self, delivery: Delivery) -> None:
        webhook_id = delivery.receiver.webhook_id
        if webhook_id not in self._lines:
            self._lines[webhook_id] = Line(self._deliver)
        self._lines[webhook_id].add(delivery, self._switches.webhook_concurrency)

    async def _deliver(self, delivery: Delivery) -> bool:
        """Attempt a delivery unless a fault puts it off; tell whether it was attempted."""
        if delivery.rule is None and self._is_put_off(delivery):
            return False
        await self._courier.attempt(self._client, delivery)
        if delivery.status == "retrying":
            self._put_on_retry(delivery)
        return True

    def _is_put_off(self, delivery: Delivery) -> bool:
        rule = self._faults.take_for_webhook(delivery.body["type"], delivery.id)
        if rule is None:
            return False
        if rule.action == "drop":
            delivery.status = "dropped"
            return True
        delivery.rule = rule
        if rule.action not in {"late", "out_of_order"}:
            return False
        self._timetable.add(delivery, _POSTPONED_SECONDS if rule.seconds is None else rule.seconds)
        if rule.action == "out_of_order":
            self._lines[delivery.receiver.webhook_id].let_overtake(delivery)
        return True

    def _put_on_retry(self, delivery: Delivery) -> None:
        if delivery.retries == len(RETRY_AFTER_SECONDS):
            delivery.status = "failed"
            return
        seconds = RETRY_AFTER_SECONDS[delivery.retries] / self._switches.webhook_speed
        delivery.retries += 1
        self._timetable.add(delivery, seconds)


def _call_soon(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    loop.call_soon_threadsafe(call)
