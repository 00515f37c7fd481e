"""The helpdesk's own data: accounts with their people, customers, inboxes and conversations."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Users(BaseUserManager["User"]):
    """Creates people and finds them by e-mail address, in whatever case it is written."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a new user; without a password they can't sign in on the web."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a new user who may use the Django admin."""
        return self.create_user(email, password, **fields, is_staff=True, is_superuser=True)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user who signs in with this e-mail address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who works in one account or several."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=255)
    avatar_url = models.URLField(blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Users] = Users()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def memberships_in_order(self) -> "models.QuerySet[Membership]":
        """Return the user's memberships with their accounts, the oldest account first."""
        return self.memberships.select_related("account").order_by("account_id")


class Account(models.Model):
    """A tenant; everything but people belongs to exactly one."""

    name = models.CharField(max_length=255)
    features = models.JSONField(default=list, blank=True)
    embedding_origins = models.JSONField(default=list, blank=True, editable=False)
    last_display_id = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    def has_feature(self, name: str) -> bool:
        """Whether the feature of this name is switched on here."""
        return name in self.features


class Membership(models.Model):
    """A user's role in an account."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", _("Administrator")
        AGENT = "agent", _("Agent")

    account = models.ForeignKey(Account, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role, default=Role.AGENT)
    # Not stored: the number of the one conversation that is seen where a token names it.
    sees_only: int | None = None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "user"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.account}"

    @property
    def is_administrator(self) -> bool:
        """Whether this member sees every inbox and may change the account's settings."""
        return self.role == self.Role.ADMINISTRATOR


class APIToken(models.Model):
    """A secret that stands for a user; only its SHA-256 is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Company(models.Model):
    """A customer's firm."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="companies")
    name = models.CharField(max_length=255)
    domain = models.CharField(max_length=253, blank=True)

    class Meta:
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """A customer's person."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="contacts")
    company = models.ForeignKey(
        Company, models.SET_NULL, null=True, blank=True, related_name="contacts"
    )
    name = models.CharField(max_length=255)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "account",
                Lower("email"),
                condition=~models.Q(email=""),
                name="contact_email_once_an_account",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Inbox(models.Model):
    """A channel through which conversations come in."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="inboxes")
    name = models.CharField(max_length=255)
    channel = models.CharField(max_length=50)
    members = models.ManyToManyField(User, related_name="inboxes", blank=True)

    class Meta:
        verbose_name_plural = "inboxes"

    def __str__(self) -> str:
        return self.name


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

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "account",
                Lower("email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
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


class Conversation(models.Model):
    """A thread with one contact; people know it by its `display_id`."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("status", "Open")
        RESOLVED = "resolved", pgettext_lazy("status", "Resolved")
        PENDING = "pending", pgettext_lazy("status", "Pending")
        SNOOZED = "snoozed", pgettext_lazy("status", "Snoozed")

    account = models.ForeignKey(Account, models.CASCADE, related_name="conversations")
    inbox = models.ForeignKey(Inbox, models.CASCADE, related_name="conversations")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="conversations")
    display_id = models.PositiveBigIntegerField()
    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    assignee = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="assigned_conversations"
    )
    subject = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_activity_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "display_id"], name="display_id_once"),
        ]
        indexes = [
            models.Index(
                fields=["account", "status", "-last_activity_at"], name="conversation_by_status"
            ),
            models.Index(fields=["account", "-last_activity_at"], name="conversation_by_activity"),
        ]

    def __str__(self) -> str:
        return f"#{self.display_id} {self.subject}"


class Message(models.Model):
    """An entry of a conversation; an incoming one without a sender is the contact's."""

    class Type(models.TextChoices):
        INCOMING = "incoming"
        OUTGOING = "outgoing"
        ACTIVITY = "activity"

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    message_type = models.CharField(max_length=20, choices=Type)
    private = models.BooleanField(default=False)
    content = models.TextField()
    content_attributes = models.JSONField(default=dict, blank=True)
    sender = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    # The same for whatever repeats one sending; most messages have none.
    idempotency_key = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["conversation", "id"], name="message_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "idempotency_key"],
                condition=models.Q(idempotency_key__isnull=False),
                name="message_sent_once",
            ),
        ]

    def __str__(self) -> str:
        return self.content[:80]
