"""Deliveries are forgotten after a while, whatever became of them; what they did stays."""

import logging
import time
from datetime import timedelta

from django.utils import timezone

from ..models import WebhookDelivery

logger = logging.getLogger(__name__)

KEPT = timedelta(days=30)
# Small, so that no statement holds up those who store new ones.
BATCH = 500
# Shorter than a task may take; the next round goes on.
RUN_SECONDS = 40.0


def prune() -> int:
    """Forget what came to its end and is older than 30 days; return how many deliveries."""
    stop_at = time.monotonic() + RUN_SECONDS
    pruned = 0
    while time.monotonic() < stop_at and (number := _prune_some()):
        pruned += number
    if pruned:
        logger.info("deliveries.pruned", extra={"number": pruned})
    return pruned


def _prune_some() -> int:
    old = WebhookDelivery.objects.filter(received_at__lt=timezone.now() - KEPT)
    # One that waits has an end soon, whatever kept the workers from it.
    ended = old.exclude(status=WebhookDelivery.Status.WAITING)
    some = list(ended.order_by("received_at").values_list("pk", flat=True)[:BATCH])
    # Asked again: somebody may have replayed one of them meanwhile.
    return ended.filter(pk__in=some).delete()[0]
