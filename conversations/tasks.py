"""Celery tasks: each wakes up one use case."""

from celery import shared_task

from . import notifications


@shared_task
def prune_notifications() -> int:
    """Forget what people have read long ago."""
    return notifications.prune_notifications()
