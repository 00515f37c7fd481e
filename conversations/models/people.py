"""Accounts, the people who work in them, and their tokens."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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
    embedding_origins = models.JSONField(default=list, db_default=[], blank=True, editable=False)
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
