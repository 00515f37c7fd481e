"""The only doors to what an account guards.

Whoever may not see a thing is answered as if it did not exist: every door raises `Http404`.
"""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from .models import Company, Contact, Conversation, Inbox, Membership, User

Row = TypeVar("Row", bound=Model)

LARGEST_ID = 2**63 - 1


def membership_for(user: User, account_id: int) -> Membership:
    """Return the user's membership of the account, with `account` and `user` loaded."""
    memberships = Membership.objects.select_related("account", "user")
    return _only(memberships.filter(user=user), account_id=account_id)


def inboxes_of(member: Membership) -> QuerySet[Inbox]:
    """Return the inboxes that a member sees: an administrator all, an agent their own."""
    inboxes = Inbox.objects.filter(account=member.account)
    return inboxes if member.is_administrator else inboxes.filter(members=member.user)


def inbox_for(member: Membership, inbox_id: int) -> Inbox:
    """Return one of the inboxes that the member sees."""
    return _only(inboxes_of(member), id=inbox_id)


def contacts_of(member: Membership) -> QuerySet[Contact]:
    """Return the account's contacts, with `company` loaded; they belong to no inbox."""
    return Contact.objects.filter(account=member.account).select_related("company")


def contact_for(member: Membership, contact_id: int) -> Contact:
    """Return one of the account's contacts."""
    return _only(contacts_of(member), id=contact_id)


def company_for(member: Membership, company_id: int) -> Company:
    """Return one of the account's companies."""
    return _only(Company.objects.filter(account=member.account), id=company_id)


def conversations_of(member: Membership) -> QuerySet[Conversation]:
    """Return the conversations of the inboxes that the member sees."""
    conversations = Conversation.objects.filter(account=member.account)
    if member.is_administrator:
        return conversations
    return conversations.filter(inbox__in=inboxes_of(member))


def conversation_for(member: Membership, display_id: int) -> Conversation:
    """Return a conversation that the member sees, with account, inbox, contact and company."""
    conversations = conversations_of(member).select_related(
        "account", "inbox", "contact__company", "assignee"
    )
    return _only(conversations, display_id=display_id)


def _only(rows: QuerySet[Row], **lookup: int) -> Row:
    # No row has such an id, and PostgreSQL would refuse the number itself.
    if any(not 0 <= number <= LARGEST_ID for number in lookup.values()):
        raise Http404
    row = rows.filter(**lookup).first()
    if row is None:
        raise Http404
    return row
