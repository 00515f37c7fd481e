"""An account's members: their role, their inboxes, and how they leave.

An account always keeps an administrator who can sign in.
"""

import logging
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .access import conversations_of, member_for
from .models import Account, Conversation, Inbox, Invitation, Membership

logger = logging.getLogger(__name__)

ADMINISTRATOR = Membership.Role.ADMINISTRATOR


@transaction.atomic
def change_member(
    by: Membership, user_id: int, *, role: str, inboxes: Collection[Inbox]
) -> Membership:
    """Give a member this role and exactly these inboxes of the account.

    The last administrator as an agent raises `ValidationError`. Conversations that the member sees
    no longer are nobody's from then on.
    """
    hold_members(by.account)
    member = member_for(by, user_id)
    if member.is_administrator and role != ADMINISTRATOR:
        _require_another_administrator(member)
        _revoke_invitations_known_to(member)
    member.role = role
    member.save(update_fields=["role"])
    _set_inboxes(member, inboxes)
    hidden = _assigned_to(member).exclude(pk__in=conversations_of(member).values("pk"))
    hidden.update(assignee=None)
    _log("member.changed", member, by)
    return member


@transaction.atomic
def remove_member(by: Membership, user_id: int) -> Membership:
    """Take a member out of the account; the last administrator raises `ValidationError`.

    The user stays, with their other accounts. Their conversations here are nobody's from then on,
    and no link that they know lets them in again.
    """
    hold_members(by.account)
    member = member_for(by, user_id)
    _require_another_administrator(member)
    _revoke_invitations_known_to(member)
    _set_inboxes(member, [])
    _assigned_to(member).update(assignee=None)
    Membership.objects.filter(pk=member.pk).delete()
    _log("member.removed", member, by)
    return member


def hold_members(account: Account) -> None:
    """Let nobody else change who is in the account until the transaction ends."""
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)


def is_last_administrator(member: Membership) -> bool:
    """Whether nobody else who can sign in administers the account."""
    administrators = Membership.objects.filter(account=member.account, role=ADMINISTRATOR)
    others = administrators.filter(user__is_active=True).exclude(pk=member.pk)
    return member.is_administrator and not others.exists()


def count_assigned(member: Membership) -> int:
    """Return how many conversations of the account are assigned to the member."""
    return _assigned_to(member).count()


def _require_another_administrator(member: Membership) -> None:
    if is_last_administrator(member):
        reason = _(
            "%(name)s is the only administrator. Make somebody else administrator of the account "
            "first."
        )
        raise ValidationError(reason, params={"name": member.user})


def _set_inboxes(member: Membership, inboxes: Collection[Inbox]) -> None:
    if any(inbox.account_id != member.account_id for inbox in inboxes):
        raise ValueError("The inboxes must be of the member's account.")
    had = member.user.inboxes.filter(account=member.account)
    member.user.inboxes.remove(*had.exclude(pk__in=[inbox.pk for inbox in inboxes]))
    member.user.inboxes.add(*inboxes)


def _assigned_to(member: Membership) -> QuerySet[Conversation]:
    return member.account.conversations.filter(assignee=member.user)


def _revoke_invitations_known_to(member: Membership) -> None:
    known = Q(invited_by=member.user) | Q(email__iexact=member.user.email)
    waiting = Invitation.objects.waiting().filter(known, account=member.account)
    waiting.update(revoked_at=timezone.now())


def _log(event: str, member: Membership, by: Membership) -> None:
    fields = {"account_id": member.account_id, "user_id": member.user_id, "by": by.user_id}
    logger.info(event, extra={**fields, "role": member.role})
