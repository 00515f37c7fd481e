"""Notifications for tests."""

from uuid import uuid4

from conversations.models import Conversation, Notification, User
from conversations.notifications import notify


def tell(conversation: Conversation, user: User, text: str = "ENG-1 is completed") -> Notification:
    """Assign the conversation to the person, and tell them of an event."""
    Conversation.objects.filter(pk=conversation.pk).update(assignee=user)
    key = uuid4()
    notify(conversation, text, key=key)
    return Notification.objects.get(user=user, key=key)


def count_unread(user: User) -> int:
    """Return how many notifications the person has not read, whether they see them or not."""
    return Notification.objects.filter(user=user, read_at=None).count()
