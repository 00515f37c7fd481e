"""What the people who look after conversations are told of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone

from .access import notifications_of, people_who_see
from .inserting import insert_if_new
from .models import Conversation, Membership, Notification

# As long as somebody may want to look again at what they have read.
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Unread:
    """How many notifications a member has not read: in all, and of one conversation.

    `newest_id` is that of the newest of them, 0 where there is none.
    """

    count: int
    of_conversation: int
    newest_id: int


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


def unread_of(member: Membership, display_id: int | None = None) -> Unread:
    """Count what the member has not read, and what of it is of the conversation of this number."""
    return Unread(
        **notifications_of(member)
        .filter(read_at=None)
        .aggregate(
            count=Count("pk"),
            of_conversation=Count("pk", filter=Q(conversation__display_id=display_id)),
            newest_id=Max("pk", default=0),
        )
    )


def unread_by_conversation(
    member: Membership, conversations: Sequence[Conversation]
) -> dict[int, int]:
    """Return how much the member has not read of each, by the conversation's primary key."""
    unread = Notification.objects.filter(
        user=member.user, conversation__in=conversations, read_at=None
    )
    return dict(unread.values_list("conversation").annotate(Count("pk")))


def mark_read(
    member: Membership, *, conversation: Conversation | None = None, until: int | None = None
) -> None:
    """Note that the member has read their notifications: of one conversation, or all.

    `until` is the id of the last one that they have seen; what came later stays unread.
    """
    unread = notifications_of(member).filter(read_at=None)
    if conversation is not None:
        unread = unread.filter(conversation=conversation)
    if until is not None:
        unread = unread.filter(id__lte=until)
    unread.update(read_at=timezone.now())


def prune_notifications() -> int:
    """Forget what was read a while ago; return how many notifications that were."""
    old = Notification.objects.filter(read_at__lt=timezone.now() - KEPT)
    return old.delete()[0]
