"""What the people who look after conversations are told of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import BigIntegerField, Count, Max, Q, QuerySet
from django.utils import timezone

from .access import LARGEST_ID, notifications_of, notifications_to_prepare, people_who_see
from .inserting import insert_if_new
from .models import Conversation, Membership, Notification
from .prepared import Parameter, PreparedValues

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
    if member.sees_only is not None:
        raise ValueError("A frame elsewhere has no notifications.")
    prepared = _UNREAD_OF_ADMINISTRATOR if member.is_administrator else _UNREAD_OF_AGENT
    number = None if display_id is None or display_id > LARGEST_ID else display_id
    found = prepared.all(user=member.user_id, account=member.account_id, number=number)
    return Unread(*found[0]) if found else Unread(0, 0, 0)


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


def _unread(*, of_administrators: bool) -> QuerySet[Notification, tuple[int, ...]]:
    here = Q(conversation__display_id=Parameter("number", BigIntegerField()))
    unread = notifications_to_prepare(of_administrators=of_administrators).filter(read_at=None)
    counted = (
        unread.order_by()
        .values("user")
        .annotate(count=Count("pk"), of_conversation=Count("pk", filter=here), newest_id=Max("pk"))
    )
    return counted.values_list("count", "of_conversation", "newest_id")


# Asked for by every page.
_UNREAD_OF_ADMINISTRATOR = PreparedValues(lambda: _unread(of_administrators=True))
_UNREAD_OF_AGENT = PreparedValues(lambda: _unread(of_administrators=False))
