"""Celery tasks: each wakes up one use case, whose work stands in the database."""

from celery import shared_task

from . import operations, reconciliation
from .agents import notices
from .connection import connecting, personal, tokens
from .inbound import deliveries, pruning


@shared_task
def sweep_operations() -> int:
    """Finish the writes to Linear that were left open."""
    return operations.sweep()


@shared_task
def work_off_deliveries() -> int:
    """Carry out what Linear's webhooks have brought."""
    return deliveries.work_off()


@shared_task
def prune_mentions() -> int:
    """Forget what people in Linear said to the app long ago."""
    return notices.prune()


@shared_task
def prune_deliveries() -> int:
    """Forget the deliveries of long ago."""
    return pruning.prune()


@shared_task
def refresh_tokens() -> int:
    """Refresh the tokens whose time has come."""
    return tokens.refresh_due()


@shared_task
def reconcile() -> int:
    """Compare what we have with Linear, where it is time."""
    return reconciliation.reconcile_due()


@shared_task
def set_up_webhooks() -> int:
    """Have Linear's webhooks of our own be as they should be, and look now and then if they are."""
    return connecting.check_webhooks()


@shared_task
def disconnect_leavers() -> int:
    """Revoke the personal connections of people who have left, and of workspaces that are gone."""
    return personal.disconnect_leavers()
