"""Private notes that the product itself writes into a conversation."""

from uuid import UUID

from django.db import transaction

from .activity import touch
from .inserting import insert_if_new
from .models import Conversation, Message


@transaction.atomic(savepoint=False)
def post_note(
    conversation: Conversation, text: str, *, author: str, key: UUID | None = None
) -> Message | None:
    """Write a private note that no person wrote: `author` says who did, such as "Linear".

    The text is Markdown of which people see the plain text; lines after `>` are shown as a quote. A
    key that the conversation has seen before saves nothing and returns None. Listeners are not
    told: they never hear of what they write themselves.
    """
    message = Message(
        conversation=conversation,
        message_type=Message.Type.OUTGOING,
        private=True,
        content=text,
        content_attributes={"author": author},
        idempotency_key=key,
    )
    if not insert_if_new(message):
        return None
    touch(conversation, message)
    return message
