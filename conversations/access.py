"""The only doors to what an account guards.

Whoever may not see a thing is answered as if it did not exist: every door raises `Http404`.
"""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, Model, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from .models import (
    Account,
    APIToken,
    Company,
    Contact,
    Conversation,
    Inbox,
    Invitation,
    Membership,
    Notification,
    User,
)
from .prepared import Parameter, PreparedQuery

Row = TypeVar("Row", bound=Model)

LARGEST_ID = 2**63 - 1


def membership_for(user: User, account_id: int) -> Membership:
    """Return the user's membership of the account, with `account` and `user` loaded."""
    _require_possible(account_id)
    member = _one(_MEMBERSHIP.all(user=user.pk, account=account_id))
    member.user = user
    return member


def administrator_for(user: User, account_id: int) -> Membership:
    """Return the membership of an administrator; an agent's raises `PermissionDenied`."""
    member = membership_for(user, account_id)
    if not member.is_administrator:
        raise PermissionDenied(_("Only administrators can change the account's settings."))
    return member


def members_of(member: Membership) -> QuerySet[Membership]:
    """Return the account's members by name, with `user` loaded."""
    members = Membership.objects.filter(account=member.account).select_related("user")
    return members.order_by("user__name", "user__email")


def member_for(member: Membership, user_id: int) -> Membership:
    """Return the membership of another in the same account, or the member's own."""
    return _only(members_of(member), user_id=user_id)


def invitation_for(administrator: Membership, invitation_id: int) -> Invitation:
    """Return one of the account's invitations, whatever became of it."""
    return _only(Invitation.objects.filter(account=administrator.account), id=invitation_id)


def inboxes_of(member: Membership) -> QuerySet[Inbox]:
    """Return the inboxes that a member sees: an administrator all, an agent their own."""
    inboxes = Inbox.objects.filter(account=member.account)
    return inboxes if member.is_administrator else inboxes.filter(members=member.user)


def inbox_for(member: Membership, inbox_id: int) -> Inbox:
    """Return one of the inboxes that the member sees."""
    return _only(inboxes_of(member), id=inbox_id)


def people_who_see(inbox: Inbox) -> QuerySet[User]:
    """Return the people of the inbox's account who see it, by name."""
    seeing = Q(role=Membership.Role.ADMINISTRATOR) | Q(user__in=inbox.members.all())
    memberships = Membership.objects.filter(seeing, account=inbox.account_id, user__is_active=True)
    return User.objects.filter(memberships__in=memberships).order_by("name", "id")


def agent_for(inbox: Inbox, user_id: int) -> User:
    """Return one of the people who see the inbox."""
    return _only(people_who_see(inbox), id=user_id)


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
    if member.is_administrator:
        seen = _conversations_in(member.account)
    else:
        seen = _conversations_seen_by(member.user, member.account)
    return seen if member.sees_only is None else seen.filter(display_id=member.sees_only)


def conversation_for(member: Membership, display_id: int) -> Conversation:
    """Return a conversation that the member sees, with `account` and `contact` loaded."""
    return _conversation(_OF_ACCOUNT if member.is_administrator else _SEEN, member, display_id)


def conversation_to_show(member: Membership, display_id: int) -> Conversation:
    """Return the same with all that is shown of it: inbox, company and assignee, too."""
    prepared = _OF_ACCOUNT_TO_SHOW if member.is_administrator else _SEEN_TO_SHOW
    return _conversation(prepared, member, display_id)


def notifications_of(member: Membership) -> QuerySet[Notification]:
    """Return the member's own notifications, of the conversations that they see."""
    return Notification.objects.filter(user=member.user, conversation__in=conversations_of(member))


def notifications_to_prepare(*, of_administrators: bool) -> QuerySet[Notification]:
    """Return the same for a query that is built once; its parameters are `user` and `account`.

    Who sees one conversation alone, in a frame elsewhere, must not be asked for by it.
    """
    seen = (
        _conversations_in(_ACCOUNT)
        if of_administrators
        else _conversations_seen_by(_USER, _ACCOUNT)
    )
    return Notification.objects.filter(user=_USER, conversation__in=seen)


def token_for(user: User, token_id: int) -> APIToken:
    """Return one of the user's own tokens, revoked or not; they belong to no account."""
    return _only(APIToken.objects.filter(user=user), id=token_id)


def _conversation(
    prepared: PreparedQuery[Conversation], member: Membership, display_id: int
) -> Conversation:
    _require_possible(display_id)
    if member.sees_only not in (None, display_id):
        raise Http404
    values = {"user": member.user_id, "account": member.account_id, "number": display_id}
    conversation = _one(prepared.all(**values))
    conversation.account = member.account
    return conversation


def _only(rows: QuerySet[Row], **lookup: int) -> Row:
    _require_possible(*lookup.values())
    return _one(list(rows.filter(**lookup)))


def _require_possible(*numbers: int) -> None:
    # No row has such an id, and PostgreSQL would refuse the number itself.
    if any(not 0 <= number <= LARGEST_ID for number in numbers):
        raise Http404


def _one(rows: list[Row]) -> Row:
    if not rows:
        raise Http404
    return rows[0]


def _conversations_in(account: Account | Parameter) -> QuerySet[Conversation]:
    return Conversation.objects.filter(account=account)


def _conversations_seen_by(
    agent: User | Parameter, account: Account | Parameter
) -> QuerySet[Conversation]:
    return _conversations_in(account).filter(inbox__members=agent)


_USER, _ACCOUNT, _NUMBER = (
    Parameter(name, BigIntegerField()) for name in ("user", "account", "number")
)
_MEMBERSHIP = PreparedQuery(
    lambda: Membership.objects.filter(user=_USER, account=_ACCOUNT).select_related("account")
)


def _one_of_account() -> QuerySet[Conversation]:
    return _conversations_in(_ACCOUNT).filter(display_id=_NUMBER).select_related("contact")


def _one_seen() -> QuerySet[Conversation]:
    seen = _conversations_seen_by(_USER, _ACCOUNT)
    return seen.filter(display_id=_NUMBER).select_related("contact")


_SHOWN = ("inbox", "contact__company", "assignee")
_OF_ACCOUNT, _SEEN = PreparedQuery(_one_of_account), PreparedQuery(_one_seen)
_OF_ACCOUNT_TO_SHOW = PreparedQuery(lambda: _one_of_account().select_related(*_SHOWN))
_SEEN_TO_SHOW = PreparedQuery(lambda: _one_seen().select_related(*_SHOWN))
