"""Conversations: begun, written in, opened and resolved."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from .activity import post_activity, touch
from .inserting import insert_if_new
from .listeners import tell_of_message, tell_of_status
from .models import Account, Contact, Conversation, Inbox, Message, User

RESTING = (Conversation.Status.RESOLVED, Conversation.Status.SNOOZED)


@transaction.atomic
def create_conversation(
    account: Account,
    *,
    inbox: Inbox,
    contact: Contact,
    subject: str = "",
    status: str = Conversation.Status.OPEN,
    assignee: User | None = None,
    created_at: datetime | None = None,
) -> Conversation:
    """Save a new conversation under the account's next display_id."""
    if {inbox.account_id, contact.account_id} != {account.pk}:
        raise ValueError("The inbox and the contact must be of the conversation's account.")
    moment = created_at or timezone.now()
    return Conversation.objects.create(
        account=account,
        inbox=inbox,
        contact=contact,
        display_id=_next_display_id(account),
        subject=subject,
        status=status,
        assignee=assignee,
        created_at=moment,
        last_activity_at=moment,
    )


@transaction.atomic
def create_message(
    conversation: Conversation,
    *,
    content: str,
    message_type: str = Message.Type.OUTGOING,
    private: bool = False,
    sender: User | None = None,
    created_at: datetime | None = None,
    idempotency_key: UUID | None = None,
) -> Message:
    """Save a message of the contact (incoming) or of the sender (outgoing).

    A private one is a note that only the account's people see. A key that the conversation has
    seen before saves nothing: the message that was saved then is returned. Of a new one the
    listeners are told.
    """
    if message_type == Message.Type.INCOMING and (private or sender is not None):
        raise ValueError("An incoming message is the contact's: without a sender, never private.")
    message = Message(
        conversation=conversation,
        message_type=message_type,
        private=private,
        content=content,
        sender=sender,
        idempotency_key=idempotency_key,
        created_at=created_at or timezone.now(),
    )
    if not insert_if_new(message):
        return conversation.messages.get(idempotency_key=idempotency_key)
    touch(conversation, message)
    tell_of_message(message)
    return message


@transaction.atomic
def toggle_status(conversation: Conversation, status: str, *, by: User) -> Conversation:
    """Give the conversation this status; if it had another, say so, and tell the listeners."""
    others = Conversation.objects.filter(pk=conversation.pk).exclude(status=status)
    changed = others.update(status=status)
    conversation.status = status
    if changed:
        post_activity(conversation, f"Conversation was marked {status} by {by}", by=by)
        tell_of_status(conversation, by=by)
    return conversation


@transaction.atomic
def reopen(
    conversation: Conversation, status: str, *, text: str, links: Mapping[str, str] | None = None
) -> bool:
    """Give a resolved or snoozed conversation this status, open or pending; return whether it was.

    One that is open or pending stays as it is, and the assignee stays in any case. The activity
    message has no sender, for no person reopens it: the thread shows `text` alone, which says what
    did.
    """
    if status not in (Conversation.Status.OPEN, Conversation.Status.PENDING):
        raise ValueError("A conversation is reopened as open or pending.")
    resting = Conversation.objects.filter(pk=conversation.pk, status__in=RESTING)
    if not resting.update(status=status):
        return False
    conversation.status = status
    post_activity(conversation, text, by=None, links=links)
    return True


@transaction.atomic
def assign(conversation: Conversation, assignee: User | None, *, by: User) -> Conversation:
    """Give the conversation to this agent, or to nobody, with an activity message if it changes."""
    unchanged = Q(assignee=assignee) if assignee else Q(assignee__isnull=True)
    others = Conversation.objects.filter(pk=conversation.pk).exclude(unchanged)
    changed = others.update(assignee=assignee)
    conversation.assignee = assignee
    if changed:
        text = (
            f"Assigned to {assignee} by {by}"
            if assignee
            else f"Conversation was unassigned by {by}"
        )
        post_activity(conversation, text, by=by)
    return conversation


def _next_display_id(account: Account) -> int:
    # The UPDATE holds the account's row until the new conversation is committed or given up:
    # no number is given twice, and none is lost.
    row = Account.objects.filter(pk=account.pk)
    row.update(last_display_id=F("last_display_id") + 1)
    return row.values_list("last_display_id", flat=True).get()
