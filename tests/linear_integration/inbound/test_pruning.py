"""Deliveries are forgotten after 30 days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from linear_integration import tasks
from linear_integration.inbound import pruning
from linear_integration.inbound.pruning import KEPT
from linear_integration.models import Hook, WebhookDelivery

from .arriving import delivered, parked

pytestmark = pytest.mark.django_db(transaction=True)

OLD = timezone.now() - KEPT - timedelta(minutes=1)
NOT_YET = timezone.now() - KEPT + timedelta(hours=1)


def test_what_has_ended_is_forgotten_after_thirty_days_parked_or_not(acme: Hook) -> None:
    assert timedelta(days=30) == KEPT
    kept = [delivered(acme, received_at=NOT_YET), parked(acme, received_at=NOT_YET)]
    delivered(acme, received_at=OLD)
    parked(acme, received_at=OLD)
    assert tasks.prune_deliveries() == 2
    assert list(WebhookDelivery.objects.order_by("pk")) == kept
    assert tasks.prune_deliveries() == 0


def test_one_that_waits_is_kept_however_old_it_is(acme: Hook) -> None:
    delivered(acme, status="waiting", outcome="", received_at=OLD)
    assert tasks.prune_deliveries() == 0


def test_many_go_in_small_batches(acme: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "BATCH", 3)
    for _ in range(10):
        delivered(acme, received_at=OLD)
    assert pruning.prune() == 10


def test_a_round_ends_in_time_and_the_next_one_goes_on(
    acme: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered(acme, received_at=OLD)
    monkeypatch.setattr(pruning, "RUN_SECONDS", 0.0)
    assert pruning.prune() == 0
    monkeypatch.undo()
    assert pruning.prune() == 1
