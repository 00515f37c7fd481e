"""Deliveries, worked off: the table is the queue, and the workers take from it what is due.

    claim    some deliveries that are due, which nobody else works on: a lease. Oldest first, but
             questions to the app before the rest
    ask      whatever the handler has to ask Linear, outside of any transaction
    apply    one transaction carries out what the event means, and finishes the delivery

So an event's effects are there with its end or not at all, and a worker that dies leaves a
delivery whose lease runs out. One that fails is tried again later, after those that came since, and
is parked in the end, and so is one at which workers die. Events may come twice and in any order:
each handler is made for that.
"""

import logging
import time
from datetime import timedelta
from itertools import takewhile

from django.db import transaction
from django.db.models import Case, F, QuerySet, When
from django.utils import timezone

from ..linear.deadline import time_limit
from ..linear.errors import LinearError
from ..linear.transport import CALL_SECONDS
from ..linear.webhooks import UnreadableEvent, read_event
from ..metrics import DELIVERIES_FINISHED
from ..models import WebhookDelivery
from .arrivals import Arrival, Outcome
from .handlers import handler_for

logger = logging.getLogger(__name__)

BATCH = 20
# Short, so that a storm doesn't keep the worker from what else there is to do.
DRAIN_SECONDS = 2.0
LEASE = timedelta(seconds=30)
# Somebody waits for the app's answer, who is told after ten seconds that there will be none.
IN_TURN = Case(When(event_type="AgentSessionEvent", then=0), default=1)
BACKOFF_SECONDS = (2, 10, 60, 600, 3600)
MOST_ATTEMPTS = len(BACKOFF_SECONDS) + 1
PROCESS_DIED = {
    "code": "process_died",
    "message": "Each attempt died with its process, or took too long.",
}


class _Overtaken(Exception):
    """Somebody else has finished the delivery meanwhile."""


def work_off() -> int:
    """Work off what is due, for two seconds; return how many deliveries came to an end."""
    stop_at = time.monotonic() + DRAIN_SECONDS
    finished = 0
    while time.monotonic() < stop_at and (claimed := _claim()):
        while claimed and time.monotonic() < stop_at:
            with time_limit(CALL_SECONDS):
                finished += attempt(claimed.pop(0))
        _give_back(claimed)
    return finished


def attempt(delivery: WebhookDelivery) -> bool:
    """Carry out what a claimed delivery means; return whether it came to an end."""
    if delivery.attempts > MOST_ATTEMPTS:
        # Those before have left no word: a failure would have parked it.
        return _park(delivery, PROCESS_DIED)
    try:
        outcome = _carry_out(delivery)
    except _Overtaken:
        return False
    except UnreadableEvent as error:  # nor will it be readable later
        return _park(delivery, {"code": "unreadable_event", "message": str(error)})
    except LinearError as error:
        return _failed(delivery, {"code": error.code, "message": str(error)})
    except Exception as error:
        # Whatever a handler did not foresee concerns this event alone: the others go on.
        logger.exception("delivery.failed", extra={"delivery": delivery.pk})
        return _failed(delivery, {"code": "internal_error", "message": type(error).__name__})
    DELIVERIES_FINISHED.labels(delivery.event_type, outcome).inc()
    return True


def _claim() -> list[WebhookDelivery]:
    now = timezone.now()
    due = WebhookDelivery.objects.filter(
        status=WebhookDelivery.Status.WAITING, next_attempt_at__lte=now
    ).order_by(IN_TURN, "id")
    with transaction.atomic():
        found = list(due.select_for_update(skip_locked=True).values_list("pk", "attempts")[:BATCH])
        claimed = WebhookDelivery.objects.filter(pk__in=_together(found))
        claimed.update(next_attempt_at=now + LEASE, attempts=F("attempts") + 1)
        return list(claimed.select_related("workspace__account").order_by("pk"))


def _together(found: list[tuple[int, int]]) -> list[int]:
    """Return the keys of what is claimed at once: the new ones, or one that has no end yet.

    At that one a worker may have died, and the next one would take its neighbours with it.
    """
    new = [key for key, _ in takewhile(lambda row: row[1] == 0, found)]
    return new or [key for key, _ in found[:1]]


def _give_back(claimed: list[WebhookDelivery]) -> None:
    """Let others take at once what there was no time for; it has not been attempted."""
    for delivery in claimed:
        _mine(delivery).update(next_attempt_at=timezone.now(), attempts=F("attempts") - 1)


def _carry_out(delivery: WebhookDelivery) -> Outcome:
    event = read_event(delivery.body.encode())
    arrival = Arrival(delivery.workspace, event, delivery.pk)
    handler = handler_for(event)
    answer = handler.ask(arrival)
    with transaction.atomic():
        outcome = handler.apply(arrival, answer)
        _finish(delivery, outcome)
    return outcome


def _finish(delivery: WebhookDelivery, outcome: Outcome) -> None:
    # Whoever's lease ran out while he worked leaves it to the one who has it now.
    if not _mine(delivery).update(
        status=WebhookDelivery.Status.DONE,
        outcome=outcome,
        error=None,
        finished_at=timezone.now(),
    ):
        raise _Overtaken


def _failed(delivery: WebhookDelivery, error: dict[str, str]) -> bool:
    """Note the failure; after the last attempt the delivery waits for a person."""
    if delivery.attempts >= MOST_ATTEMPTS:
        return _park(delivery, error)
    wait = timedelta(seconds=BACKOFF_SECONDS[delivery.attempts - 1])
    _mine(delivery).update(next_attempt_at=timezone.now() + wait, error=error)
    return False


def _park(delivery: WebhookDelivery, error: dict[str, str]) -> bool:
    parked = _mine(delivery).update(
        status=WebhookDelivery.Status.PARKED, finished_at=timezone.now(), error=error
    )
    logger.error("delivery.parked", extra={"delivery": delivery.pk, "code": error["code"]})
    DELIVERIES_FINISHED.labels(delivery.event_type, WebhookDelivery.Status.PARKED).inc(parked)
    return bool(parked)


def _mine(delivery: WebhookDelivery) -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(
        pk=delivery.pk, status=WebhookDelivery.Status.WAITING, attempts=delivery.attempts
    )
