"""What the people who look after conversations are told of them."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from .access import people_who_see
from .inserting import insert_if_new
from .models import Conversation, Notification


@transaction.atomic(savepoint=False)
def notify(
    conversation: Conversation, text: str, *, key: UUID, links: Mapping[str, str] | None = None
) -> None:
    """Tell the conversation's assignee of an event in it, once for each key.

    Where nobody is assigned, or somebody who sees the conversation no longer, nobody is told. Text
    and links are those of an activity message.
    """
    # Who is assigned now: the caller may have read the conversation a while ago.
    seeing = people_who_see(conversation.inbox)
    assignee = seeing.filter(assigned_conversations=conversation).first()
    if assignee is None:
        return
    notification = Notification(
        user=assignee, conversation=conversation, text=text, links=dict(links or {}), key=key
    )
    insert_if_new(notification)
