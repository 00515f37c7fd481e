"""What people are told of conversations that they look after."""

from django.db import models
from django.utils import timezone

from .conversations import Conversation
from .people import User


class Notification(models.Model):
    """An event in a conversation that a person has to see; unread until they have."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="notifications")
    text = models.TextField()
    # As an activity message has them: the URL of each word in square brackets.
    links = models.JSONField(default=dict, blank=True)
    # The same for whatever repeats one event.
    key = models.UUIDField(editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notification_once"),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="notification_latest"),
            models.Index(
                fields=["user", "conversation"],
                condition=models.Q(read_at=None),
                name="notification_unread",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
