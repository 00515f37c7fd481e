"""Invitations: a link for one person, good once and for some days; it is not sent from here."""

import logging
import secrets
from collections.abc import Collection
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .members import hold_members
from .models import Account, Inbox, Invitation, Membership, User
from .tokens import digest_of

logger = logging.getLogger(__name__)

LASTS = timedelta(days=7)


class InvitationEnded(Exception):
    """It was accepted or revoked, or is too old."""


@transaction.atomic
def invite(
    by: Membership, *, email: str, name: str, role: str, inboxes: Collection[Inbox]
) -> tuple[Invitation, str]:
    """Return a new invitation and the secret of its link, which can't be read again.

    It takes the place of an earlier one for the same address. Who is a member already raises
    `ValidationError`.
    """
    if any(inbox.account_id != by.account_id for inbox in inboxes):
        raise ValueError("The inboxes must be of the account.")
    email = email.strip().lower()
    hold_members(by.account)
    if Membership.objects.filter(account=by.account, user__email__iexact=email).exists():
        raise ValidationError({"email": _("This person is a member already.")})
    waiting_invitations_of(by.account).filter(email=email).update(revoked_at=timezone.now())
    raw = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        account=by.account,
        email=email,
        name=name,
        role=role,
        digest=digest_of(raw),
        invited_by=by.user,
        expires_at=timezone.now() + LASTS,
    )
    invitation.inboxes.set(inboxes)
    _log("invitation.created", invitation)
    return invitation, raw


def waiting_invitations_of(account: Account) -> QuerySet[Invitation]:
    """Return the invitations that nobody accepted or revoked, too old ones too, latest first."""
    return Invitation.objects.waiting().filter(account=account).order_by("-id")


def find_invitation(digest: str) -> Invitation | None:
    """Return the invitation whose link has the secret of this digest, whatever became of it."""
    invitations = Invitation.objects.select_related("account", "invited_by")
    return invitations.filter(digest=digest).first()


def revoke_invitation(invitation: Invitation) -> None:
    """End the invitation; one that was accepted or revoked before stays so."""
    if Invitation.objects.waiting().filter(pk=invitation.pk).update(revoked_at=timezone.now()):
        _log("invitation.revoked", invitation)


@transaction.atomic
def accept(invitation: Invitation, user: User) -> Membership:
    """Make the user, for whom it is, a member; raises `InvitationEnded` unless it is open.

    Who has become a member meanwhile keeps the role that they have.
    """
    if not invitation.is_for(user):
        raise ValueError("The invitation is for another person.")
    _use(invitation)
    return _admit(invitation, user)


@transaction.atomic
def accept_as_new_user(invitation: Invitation, *, name: str, password: str) -> User:
    """Create the user for whom it is, and make them a member.

    Raises `InvitationEnded` unless it is open, and `ValidationError` if there is such a user.
    """
    _use(invitation)
    try:
        with transaction.atomic():
            user = User.objects.create_user(invitation.email, password, name=name)
    except IntegrityError as error:
        reason = _("There is a user with this e-mail address already. Sign in to accept.")
        raise ValidationError(reason) from error
    _admit(invitation, user)
    return user


def has_user(invitation: Invitation) -> bool:
    """Whether the invited person has a user already, to sign in with."""
    return User.objects.filter(email__iexact=invitation.email).exists()


def _use(invitation: Invitation) -> None:
    """Mark the invitation as accepted: of several at once, one gets through."""
    now = timezone.now()
    unused = Invitation.objects.waiting().filter(pk=invitation.pk, expires_at__gt=now)
    if not unused.update(accepted_at=now):
        raise InvitationEnded


def _admit(invitation: Invitation, user: User) -> Membership:
    member, is_new = Membership.objects.get_or_create(
        account=invitation.account, user=user, defaults={"role": invitation.role}
    )
    if is_new:
        user.inboxes.add(*invitation.inboxes.all())
    _log("invitation.accepted", invitation)
    return member


def _log(event: str, invitation: Invitation) -> None:
    fields = {"account_id": invitation.account_id, "invitation_id": invitation.pk}
    logger.info(event, extra={**fields, "role": invitation.role})
