"""Deliveries that an administrator wants worked off again: parked ones, and finished ones, too."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from conversations.models import Membership

from ..models import WebhookDelivery
from .deliveries import LEASE

Status = WebhookDelivery.Status


def replay(delivery: WebhookDelivery, *, by: Membership) -> bool:
    """Let a delivery be worked off again, now; return whether it had to wait for that.

    One that is due within half a minute is left alone: somebody may be at work on it.
    """
    now = timezone.now()
    waits_long = Q(status=Status.WAITING, next_attempt_at__gt=now + LEASE)
    rows = WebhookDelivery.objects.filter(pk=delivery.pk)
    return bool(_replay(rows.filter(~Q(status=Status.WAITING) | waits_long), by=by))


def replay_parked(member: Membership) -> int:
    """Let all parked deliveries of the account be worked off again; return how many they are."""
    return _replay(parked_of(member), by=member)


def parked_of(member: Membership) -> QuerySet[WebhookDelivery]:
    """Return the parked deliveries of the account."""
    return WebhookDelivery.objects.filter(workspace__account=member.account, status=Status.PARKED)


def _replay(deliveries: QuerySet[WebhookDelivery], *, by: Membership) -> int:
    now = timezone.now()
    return deliveries.update(
        status=Status.WAITING,
        attempts=0,
        next_attempt_at=now,
        finished_at=None,
        outcome="",
        error=None,
        replayed_by=by.user,
        replayed_at=now,
    )
