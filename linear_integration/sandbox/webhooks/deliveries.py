from __future__ import annotations

from collections import Counter, deque
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, get_args
from uuid import uuid4

from ..clock import Clock, stamp
from ..faults import Rule
from ..request_log import KEPT
from .events import Event
from .receivers import Receiver

Status = Literal["waiting", "retrying", "delivered", "failed", "dropped", "cancelled"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to deliver: the answer's status, or what went wrong; ``mode`` is the fault's name."""

    at: str
    status: int | None
    answer: str
    duration_ms: float
    mode: str | None


@dataclass(slots=True, eq=False)
class Delivery:
    """One event on its way to one webhook; ``id`` is its ``Linear-Delivery``, also of retries.

    ``timestamp_ms`` is the first attempt's. ``due`` is when the next attempt is to be made, in the
    sandbox's seconds. ``rule`` is the fault that the next attempt falls under.
    """

    receiver: Receiver
    organization_id: str
    body: dict[str, Any]
    queued_at: str
    id: str = field(default_factory=lambda: str(uuid4()))
    status: Status = "waiting"
    attempts: list[Attempt] = field(default_factory=list)
    retries: int = 0
    timestamp_ms: int | None = None
    due: float | None = None
    rule: Rule | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether there is still something to attempt."""
        return self.status in {"waiting", "retrying"}

    def as_dict(self) -> dict[str, Any]:
        """Write the delivery for ``GET /_sandbox/deliveries``."""
        due = stamp(datetime.fromtimestamp(self.due, UTC)) if self.due else None
        return {
            "id": self.id,
            "webhook_id": self.receiver.webhook_id,
            "url": self.receiver.url,
            "type": self.body["type"],
            "action": self.body["action"],
            "organization_id": self.organization_id,
            "status": self.status,
            "queued_at": self.queued_at,
            "next_attempt_at": due,
            "attempts": [asdict(attempt) for attempt in self.attempts],
            "body": self.body,
        }


class DeliveryLog:
    """The last deliveries, the newest last; all of them are counted."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: deque[Delivery] = deque(maxlen=KEPT)
        self._open: set[Delivery] = set()
        self._ended: Counter[Status] = Counter()
        self._count_at = KEPT

    def open(self, event: Event, receiver: Receiver) -> Delivery:
        """Add the delivery of an event that has just happened."""
        now = self._clock.stamp()
        envelope = {
            "action": event.action,
            "type": event.kind,
            "createdAt": now,
            **event.body,
            "organizationId": event.organization_id,
            "webhookId": receiver.webhook_id,
        }
        delivery = Delivery(receiver, event.organization_id, envelope, now)
        self._kept.append(delivery)
        self._open.add(delivery)
        if len(self._open) > self._count_at:
            self._count_ended()
            # Later the more there are under way, so that counting takes no time to speak of.
            self._count_at = KEPT + 2 * len(self._open)
        return delivery

    def reopen(self, delivery_id: str) -> Delivery | None:
        """Return the delivery of that id, waiting anew; None if it is not kept any more."""
        delivery = self.find(delivery_id)
        if delivery:
            self._count_ended()
            if delivery not in self._open:
                self._ended[delivery.status] -= 1
                self._open.add(delivery)
            delivery.due = None
            delivery.status = "waiting"
        return delivery

    def find(self, delivery_id: str) -> Delivery | None:
        """Return the delivery of that id, while it is kept."""
        return next((kept for kept in self._kept if kept.id == delivery_id), None)

    def as_list(self) -> list[dict[str, Any]]:
        """Write the log for ``GET /_sandbox/deliveries``."""
        return [delivery.as_dict() for delivery in self._kept]

    def counts(self) -> dict[str, int]:
        """Count all deliveries by status, those included that are not kept any more."""
        self._count_ended()
        under_way = Counter(delivery.status for delivery in self._open)
        return {status: self._ended[status] + under_way[status] for status in get_args(Status)}

    def clear(self) -> None:
        """Empty the log."""
        self._kept.clear()
        self._open.clear()
        self._ended.clear()

    def _count_ended(self) -> None:
        ended = {delivery for delivery in self._open if not delivery.is_open}
        self._ended.update(delivery.status for delivery in ended)
        self._open -= ended
