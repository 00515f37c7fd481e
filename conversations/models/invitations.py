"""Invitations to an account."""

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from .conversations import Inbox
from .people import Account, Membership, User

WAITING = models.Q(accepted_at=None, revoked_at=None)


class Invitations(models.QuerySet["Invitation"]):
    """Finds invitations by what became of them."""

    def waiting(self) -> "Invitations":
        """Return those that nobody accepted or revoked; too old ones are among them."""
        return self.filter(WAITING)


class Invitation(models.Model):
    """An offer to join an account, by a link; only the SHA-256 of the link's secret is kept."""

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        REVOKED = "revoked"
        EXPIRED = "expired"

    account = models.ForeignKey(Account, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=255, blank=True)
    role = models.CharField(max_length=20, choices=Membership.Role, default=Membership.Role.AGENT)
    inboxes = models.ManyToManyField(Inbox, related_name="+", blank=True)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = Invitations.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "account",
                Lower("email"),
                condition=WAITING,
                name="invitation_once_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.account}"

    @property
    def state(self) -> State:
        """Whether it can still be accepted, and if not, why."""
        if self.accepted_at is not None:
            return self.State.ACCEPTED
        if self.revoked_at is not None:
            return self.State.REVOKED
        return self.State.OPEN if timezone.now() < self.expires_at else self.State.EXPIRED

    @property
    def is_administrator(self) -> bool:
        """Whether it lets in an administrator, who sees every inbox."""
        return self.role == Membership.Role.ADMINISTRATOR

    def is_for(self, user: User) -> bool:
        """Whether it was made out to this person's e-mail address."""
        return self.email.lower() == user.email.lower()
