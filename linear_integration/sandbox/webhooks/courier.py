from __future__ import annotations

from time import perf_counter

import httpx

from ..clock import Clock
from ..settings import Switches
from ..state.store import Store
from .deliveries import Attempt, Delivery
from .outcomes import note_outcome
from .post import now_ms, post
from .receivers import find_receiver


class Courier:
    """Makes the attempts to deliver, and notes how each ended."""

    def __init__(self, store: Store, clock: Clock, switches: Switches) -> None:
        self._store = store
        self._clock = clock
        self._switches = switches

    async def attempt(self, client: httpx.AsyncClient, delivery: Delivery) -> None:
        """Attempt a delivery once, or twice if its fault says so; its last answer counts."""
        delivery.due = None
        is_twice = delivery.rule is not None and delivery.rule.action == "duplicate"
        for _ in range(2 if is_twice else 1):
            # The webhook may have another address or secret by now, or be gone.
            receiver = find_receiver(
                self._store, delivery.receiver.webhook_id, delivery.organization_id
            )
            if receiver is None:
                delivery.status = "cancelled"
                return
            delivery.receiver = receiver
            await self._attempt(client, delivery)
        delivery.rule = None
        delivery.status = "delivered" if delivery.attempts[-1].status == 200 else "retrying"

    async def _attempt(self, client: httpx.AsyncClient, delivery: Delivery) -> None:
        if delivery.timestamp_ms is None or self._switches.webhook_retries_restamped:
            delivery.timestamp_ms = now_ms()
        at, begun = self._clock.stamp(), perf_counter()
        status, answer = await post(client, delivery, delivery.receiver, delivery.timestamp_ms)
        duration_ms = round((perf_counter() - begun) * 1000, 1)
        mode = delivery.rule.action if delivery.rule else None
        attempt = Attempt(at, status, answer, duration_ms, mode)
        delivery.attempts.append(attempt)
        note_outcome(self._store, self._clock, self._switches, delivery, attempt)
