"""Whether a workspace's webhooks keep our cards right, so that Linear need not be asked."""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from . import connection
from .models import Hook, Reconciliation

# Longer than from one comparison to the next.
TRUSTED_FOR = timedelta(minutes=20)


def followed_workspaces(keys: Collection[int]) -> set[int]:
    """Return those of the workspaces whose webhooks prove to tell us of everything.

    They are set up, and the last comparison with Linear found nothing that they had missed.
    """
    since = timezone.now() - TRUSTED_FOR
    compared = Reconciliation.objects.filter(workspace__in=keys, finished_at__gte=since)
    complete = compared.filter(Q(repaired_at=None) | Q(repaired_at__lt=since))
    told = Q(workspace__hook__webhook__in=connection.right_webhooks())
    if settings.LINEAR_WEBHOOK_SECRET:
        told |= Q(workspace__hook__token_kind=Hook.TokenKind.OAUTH)
    return set(complete.filter(told).values_list("workspace", flat=True))
