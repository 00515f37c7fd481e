"""Activity messages: the lines in a conversation that say what was done to it."""

from collections.abc import Mapping

from django.db import transaction

from .models import Conversation, Message, User


@transaction.atomic
def post_activity(
    conversation: Conversation,
    text: str,
    *,
    by: User | None,
    links: Mapping[str, str] | None = None,
) -> Message:
    """Write an activity message; `text` is shown as it is.

    `links` maps a word that stands in square brackets in the text to the URL that it links to:
    `{"ENG-123": "https://…"}`.
    """
    message = Message.objects.create(
        conversation=conversation,
        message_type=Message.Type.ACTIVITY,
        content=text,
        content_attributes={"links": dict(links)} if links else {},
        sender=by,
    )
    touch(conversation, message)
    return message


def touch(conversation: Conversation, message: Message) -> None:
    """Note that the conversation's last activity is this message."""
    conversation.last_activity_at = message.created_at
    conversation.save(update_fields=["last_activity_at"])
