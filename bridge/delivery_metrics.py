"""What Linear told us and what is not worked off, for Prometheus."""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import DatabaseError
from django.db.models import Min
from django.db.models.functions import Coalesce
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from linear_integration.models import WebhookDelivery

logger = logging.getLogger(__name__)


class OpenDeliveries(Collector):
    """The deliveries that wait or are parked, as the database has them at this moment."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Return how many there are, and how long the oldest has been waiting."""
        waiting = WebhookDelivery.objects.filter(status=WebhookDelivery.Status.WAITING)
        parked = WebhookDelivery.objects.filter(status=WebhookDelivery.Status.PARKED)
        try:
            numbers = waiting.count(), parked.count()
            # One that was replayed waits since then.
            oldest = waiting.aggregate(at=Min(Coalesce("replayed_at", "received_at")))["at"]
        except DatabaseError:
            logger.exception("metrics.database_unavailable")
            return
        yield from _families(*numbers, oldest)


def _families(waiting: int, parked: int, oldest: datetime | None) -> Iterable[GaugeMetricFamily]:
    age = (timezone.now() - oldest).total_seconds() if oldest else 0
    yield GaugeMetricFamily(
        "bridge_deliveries_waiting", "Events of Linear's that are to be worked off.", value=waiting
    )
    yield GaugeMetricFamily(
        "bridge_deliveries_oldest_waiting_seconds", "Age of the oldest of them.", value=age
    )
    yield GaugeMetricFamily(
        "bridge_deliveries_parked", "Events of Linear's that wait for a person.", value=parked
    )
