"""What Linear's webhooks have brought, and the webhooks of our own."""

import uuid

from django.db import models
from django.utils import timezone

from conversations.models import User

from ..encryption import EncryptedTextField
from .workspaces import Hook, Workspace


class Webhook(models.Model):
    """A webhook that we made in Linear for a hook whose token may: an administrator's API key.

    Its address ends with `key`; `linear_id` was chosen and stored before Linear was asked.
    """

    hook = models.OneToOneField(Hook, models.CASCADE, related_name="webhook")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    linear_id = models.UUIDField(default=uuid.uuid4, editable=False)
    secret = EncryptedTextField()
    created_at = models.DateTimeField(default=timezone.now)
    # When Linear last said that it is there; unset until it has.
    confirmed_at = models.DateTimeField(null=True)
    # Where Linear sends events, as far as it said; the release before this one writes neither.
    address = models.TextField(blank=True, default="", db_default="")
    is_enabled = models.BooleanField(default=True, db_default=True)
    # Why it is not as it should be, the last time: {code, message}.
    error = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.hook.workspace}: {self.linear_id}"


class WebhookDelivery(models.Model):
    """One event for one workspace of an account, and what became of it.

    `body` is what was signed, as text; `body_hash` its SHA-256, by which a repeated delivery is
    known. `next_attempt_at` is also the end of the lease of whoever works on it. `outcome` says
    what a finished one did, `error` ({code, message}) why the last attempt failed.
    """

    class Status(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        # Failed as often as it was tried; an administrator may replay it.
        PARKED = "parked"

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="deliveries", db_index=False
    )
    body_hash = models.CharField(max_length=64)
    event_type = models.CharField(max_length=64)
    action = models.CharField(max_length=64)
    # Of the issue, comment, attachment … that it is about; empty where it names none.
    entity_id = models.CharField(max_length=36, blank=True)
    body = models.TextField()
    headers = models.JSONField(default=dict)
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    error = models.JSONField(null=True)
    # The administrator who wanted it worked off again, last of all.
    replayed_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    replayed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "webhook deliveries"
        constraints = [
            models.UniqueConstraint(fields=["workspace", "body_hash"], name="one_delivery_per_body")
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                name="deliveries_waiting",
                condition=models.Q(status="waiting"),
            ),
            models.Index(
                fields=["workspace"],
                name="deliveries_parked",
                condition=models.Q(status="parked"),
            ),
            models.Index(fields=["workspace", "-id"], name="deliveries_newest_first"),
            models.Index(
                fields=["workspace", "entity_id", "event_type", "action"],
                name="deliveries_of_entity",
            ),
            models.Index(fields=["received_at"], name="deliveries_to_prune"),
            models.Index(
                fields=["replayed_by"],
                name="deliveries_replayed_by",
                condition=models.Q(replayed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.action} ({self.status})"
