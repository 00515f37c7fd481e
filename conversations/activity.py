"""Activity messages: the lines in a conversation that say what was done to it."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import BigIntegerField, DateTimeField

from .inserting import insert_if_new
from .models import Conversation, Message, User
from .prepared import Parameter, PreparedUpdate


@transaction.atomic(savepoint=False)
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
    message = Message(
        conversation=conversation,
        message_type=Message.Type.ACTIVITY,
        content=text,
        content_attributes={"links": dict(links)} if links else {},
        sender=by,
    )
    insert_if_new(message)
    touch(conversation, message)
    return message


def touch(conversation: Conversation, message: Message) -> None:
    """Note that the conversation's last activity is this message."""
    conversation.last_activity_at = message.created_at
    _TOUCH.run(conversation=conversation.pk, moment=message.created_at)


_TOUCH = PreparedUpdate(
    lambda: Conversation.objects.filter(pk=Parameter("conversation", BigIntegerField())),
    last_activity_at=Parameter("moment", DateTimeField()),
)
