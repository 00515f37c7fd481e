"""Celery tasks: each wakes up one use case."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from . import notifications


@shared_task
def prune_notifications() -> int:
    """Forget what people have read long ago."""
    return notifications.prune_notifications()


@shared_task
def clear_sessions() -> None:
    """Forget the sessions that have ended: nobody signs out of most of them."""
    SessionStore.clear_expired()
