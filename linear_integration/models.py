"""What the bridge remembers of Linear: workspaces, hooks, issues, links and operations."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.models import Account, Conversation, Inbox, User

from .encryption import EncryptedTextField


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


class Hooks(models.Manager["Hook"]):
    """Loads hooks without their tokens, so that one that can't be decrypted disturbs nobody."""

    def get_queryset(self) -> models.QuerySet["Hook"]:
        """Return the hooks; a token is read from the database when it is looked at."""
        return super().get_queryset().defer("access_token", "refresh_token")

    def with_tokens(self) -> models.QuerySet["Hook"]:
        """Return the hooks with their tokens; loading one may raise DecryptionError."""
        return super().get_queryset()


class Hook(models.Model):
    """One account's connection to one Linear workspace."""

    class Status(models.TextChoices):
        ENABLED = "enabled"
        # Linear refuses the token, and a person has to connect again.
        REAUTHORIZE = "reauthorize"

    class TokenKind(models.TextChoices):
        OAUTH = "oauth"
        API_KEY = "api_key"

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="hook")
    status = models.CharField(max_length=20, choices=Status, default=Status.ENABLED)
    token_kind = models.CharField(max_length=20, choices=TokenKind)
    access_token = EncryptedTextField()
    refresh_token = EncryptedTextField(null=True)
    token_expires_at = models.DateTimeField(null=True)
    token_refresh_at = models.DateTimeField(null=True)
    refresh_lease_until = models.DateTimeField(null=True)
    scopes = models.JSONField(default=list)
    viewer_id = models.UUIDField()
    viewer_name = models.CharField(max_length=255)
    is_app = models.BooleanField()
    connected_by = models.ForeignKey(User, models.SET_NULL, null=True)
    connected_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Hooks] = Hooks()

    def __str__(self) -> str:
        return f"{self.workspace} ({self.token_kind}, {self.status})"

    @property
    def is_expired(self) -> bool:
        """Whether Linear would refuse the access token by now; an API key has no end."""
        return self.token_expires_at is not None and self.token_expires_at <= timezone.now()


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


class Issue(models.Model):
    """A linked Linear issue as we last saw it."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="issues")
    linear_id = models.UUIDField()
    identifier = models.CharField(max_length=64)
    title = models.TextField()
    url = models.URLField(max_length=2048)
    card = models.JSONField()
    linear_updated_at = models.DateTimeField()
    fetched_at = models.DateTimeField()
    # When Linear was last asked, even if it did not answer.
    asked_at = models.DateTimeField()
    # Since when Linear has not known the issue any more, or not shown it to us.
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "linear_id"], name="one_row_per_issue")
        ]

    def __str__(self) -> str:
        return self.identifier


class IssueLink(models.Model):
    """Joins a conversation and an issue; `link_id` is the id of Linear's attachment."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="issue_links")
    issue = models.ForeignKey(Issue, models.CASCADE, related_name="links")
    link_id = models.UUIDField()
    title = models.TextField(blank=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "issue"], name="one_link_per_issue"),
        ]
        indexes = [models.Index(fields=["link_id"])]

    def __str__(self) -> str:
        return f"{self.issue} on {self.conversation}"


class Operation(models.Model):
    """One write to Linear that can be repeated safely, and its record.

    `issue_id` and `link_id` are the UUIDs that the write creates or removes in Linear, chosen and
    stored before it is sent. `payload` holds the rest of what is sent; `result` is what the caller
    is answered, `error` ({code, message, fields, retry_after, request_id}) why there is no result,
    or none yet. `request_id` is that of the request that asked for it, as the log has it.
    """

    class Kind(models.TextChoices):
        CREATE_ISSUE = "create_issue", _("Create Issue")
        LINK_ISSUE = "link_issue", _("Link Issue")
        UNLINK_ISSUE = "unlink_issue", _("Unlink Issue")

    class Status(models.TextChoices):
        PENDING = "pending", _("Pending")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        UNKNOWN = "unknown", _("Unknown")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Both are covered by an index of several fields, below.
    account = models.ForeignKey(Account, models.CASCADE, related_name="operations", db_index=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="operations")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="operations")
    requested_by = models.ForeignKey(User, models.SET_NULL, null=True, db_index=False)
    kind = models.CharField(max_length=20, choices=Kind)
    issue_id = models.UUIDField(null=True)
    link_id = models.UUIDField()
    payload: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    idempotency_key = models.CharField(max_length=255, null=True)  # noqa: DJ001 (NULLs differ, blanks don't)
    request_hash = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    attempts = models.PositiveIntegerField(default=1)
    lease_until = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    error = models.JSONField(null=True)
    result = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    # The administrator who wanted it tried again, last of all.
    retried_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    retried_at = models.DateTimeField(null=True)
    # The release before this one, which may still run, writes none.
    request_id = models.CharField(max_length=64, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "idempotency_key"], name="one_operation_per_idempotency_key"
            )
        ]
        indexes = [
            models.Index(
                fields=["requested_by", "account", "kind", "-created_at"],
                name="operations_of_somebody",
            ),
            models.Index(
                fields=["retried_by"],
                name="operations_retried_by",
                condition=models.Q(retried_by__isnull=False),
            ),
            models.Index(fields=["account", "-created_at", "-id"], name="operations_newest_first"),
            models.Index(
                fields=["account", "status", "-created_at", "-id"],
                name="operations_not_done",
                condition=models.Q(status__in=["pending", "unknown", "refused"]),
            ),
            models.Index(
                fields=["next_attempt_at"],
                name="operations_to_finish",
                condition=models.Q(status__in=["pending", "unknown"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id} ({self.status})"
