"""The Linear workspaces of an account, and what is known of each."""

from typing import ClassVar

from django.db import models

from conversations.models import Account, Inbox, User

from .grants import Grant, Grants


class Workspace(models.Model):
    """A Linear workspace that an account has, or once had, a hook to.

    Links and operations hang here and not on the hook, so that disconnecting loses none of them and
    connecting the same workspace again brings them back.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="linear_workspaces")
    linear_id = models.UUIDField()
    name = models.CharField(max_length=255)
    url_key = models.CharField(max_length=255)
    logo_url = models.URLField(max_length=2048, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "linear_id"], name="one_row_per_workspace")
        ]

    def __str__(self) -> str:
        return self.name


class Hooks(Grants["Hook"]):
    """Loads hooks without their tokens."""


class Hook(Grant):
    """One account's connection to one Linear workspace."""

    log_name = "hook"

    class TokenKind(models.TextChoices):
        OAUTH = "oauth"
        API_KEY = "api_key"

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="hook")
    token_kind = models.CharField(max_length=20, choices=TokenKind)
    is_app = models.BooleanField()
    connected_by = models.ForeignKey(User, models.SET_NULL, null=True)

    objects: ClassVar[Hooks] = Hooks()

    def __str__(self) -> str:
        return f"{self.workspace} ({self.token_kind}, {self.status})"


class ConnectionHealth(models.Model):
    """How the calls to a connected workspace went lately, whichever process made them.

    `budget` holds Linear's limits by name, each {limit, remaining, resets_at (seconds since the
    epoch)}; `error` the last failure as {code, message, operation, request_id}, which is over when
    `recovered_at` is set. It hangs on the workspace, so that a late note can't hinder a disconnect.
    """

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="health")
    asked_at = models.DateTimeField()
    budget = models.JSONField(default=dict)
    error = models.JSONField(null=True)
    failed_at = models.DateTimeField(null=True)
    recovered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.workspace}: asked {self.asked_at:%Y-%m-%d %H:%M}"


class EntityCache(models.Model):
    """What Linear last said of a workspace's teams (`team_id` empty) or of one team's entities."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="entity_caches")
    team_id = models.CharField(max_length=36, blank=True)
    content = models.JSONField()
    fetched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "team_id"], name="one_cache_per_team")
        ]

    def __str__(self) -> str:
        return f"{self.workspace}: {self.team_id or 'teams'}"


class InboxDefaults(models.Model):
    """What a new issue begins with in an inbox's conversations, as an administrator set it.

    The ids are Linear's; what they name may have gone since.
    """

    inbox = models.OneToOneField(Inbox, models.CASCADE, related_name="linear_defaults")
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="inbox_defaults")
    team_id = models.UUIDField()
    project_id = models.UUIDField(null=True)
    assignee_id = models.UUIDField(null=True)
    priority = models.PositiveSmallIntegerField(null=True)
    label_ids = models.JSONField(default=list)
    template_id = models.UUIDField(null=True)

    class Meta:
        verbose_name_plural = "inbox defaults"

    def __str__(self) -> str:
        return f"Defaults of {self.inbox}"
