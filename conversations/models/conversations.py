"""Inboxes, the conversations that come in through them, and their messages."""

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from .customers import Contact
from .people import Account, User


class Inbox(models.Model):
    """A channel through which conversations come in."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="inboxes")
    name = models.CharField(max_length=255)
    channel = models.CharField(max_length=50)
    members = models.ManyToManyField(User, related_name="inboxes", blank=True)

    class Meta:
        verbose_name_plural = "inboxes"

    def __str__(self) -> str:
        return self.name


class Conversation(models.Model):
    """A thread with one contact; people know it by its `display_id`."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("status", "Open")
        RESOLVED = "resolved", pgettext_lazy("status", "Resolved")
        PENDING = "pending", pgettext_lazy("status", "Pending")
        SNOOZED = "snoozed", pgettext_lazy("status", "Snoozed")

    account = models.ForeignKey(Account, models.CASCADE, related_name="conversations")
    inbox = models.ForeignKey(Inbox, models.CASCADE, related_name="conversations")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="conversations")
    display_id = models.PositiveBigIntegerField()
    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    assignee = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="assigned_conversations"
    )
    subject = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_activity_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "display_id"], name="display_id_once"),
        ]
        indexes = [
            models.Index(
                fields=["account", "status", "-last_activity_at"], name="conversation_by_status"
            ),
            models.Index(fields=["account", "-last_activity_at"], name="conversation_by_activity"),
        ]

    def __str__(self) -> str:
        return f"#{self.display_id} {self.subject}"


class Message(models.Model):
    """An entry of a conversation; an incoming one without a sender is the contact's."""

    class Type(models.TextChoices):
        INCOMING = "incoming"
        OUTGOING = "outgoing"
        ACTIVITY = "activity"

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    message_type = models.CharField(max_length=20, choices=Type)
    private = models.BooleanField(default=False)
    content = models.TextField()
    content_attributes = models.JSONField(default=dict, blank=True)
    sender = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    # The same for whatever repeats one sending; most messages have none.
    idempotency_key = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["conversation", "id"], name="message_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "idempotency_key"],
                condition=models.Q(idempotency_key__isnull=False),
                name="message_sent_once",
            ),
        ]

    def __str__(self) -> str:
        return self.content[:80]

    @property
    def author(self) -> str:
        """What wrote it where that was no person, such as "Linear"; else nothing."""
        return str(self.content_attributes.get("author", ""))
