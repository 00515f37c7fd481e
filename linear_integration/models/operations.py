"""The writes to Linear, each from its request to its end."""

import uuid
from typing import Any

from django.db import models
from django.utils import timezone

from conversations.models import Account, Conversation, User

from .workspaces import Workspace


class Operation(models.Model):
    """One write to Linear that can be repeated safely, and its record.

    `issue_id`, `link_id` and `comment_id` are the UUIDs that the write creates or removes in
    Linear, chosen and stored before it is sent; a comment's issue and link are those it belongs to,
    and so is an answer's issue.
    What is the account's own, and no conversation's, has none, and only administrators see it.
    `payload` holds the rest of what is sent; `result` is what the caller is answered, `error`
    ({code, message, fields, retry_after, request_id}) why there is no result, or none yet.
    `request_id` is that of the request that asked for it, as the log has it.
    """

    class Kind(models.TextChoices):
        CREATE_ISSUE = "create_issue"
        LINK_ISSUE = "link_issue"
        UNLINK_ISSUE = "unlink_issue"
        COMMENT_ISSUE = "comment_issue"
        # What became of it is the conversation's link, which nobody asked to be moved.
        MOVE_LINK = "move_link"
        # What the app says to whom turned to it in Linear: of no conversation.
        ANSWER_SESSION = "answer_session"
        # Moves it to a completed state, as its conversations are resolved.
        COMPLETE_ISSUE = "complete_issue"
        # Of a webhook of our own: records, which nothing finishes or tries again by themselves.
        CREATE_WEBHOOK = "create_webhook"
        UPDATE_WEBHOOK = "update_webhook"
        DELETE_WEBHOOK = "delete_webhook"

    class Status(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        REFUSED = "refused"
        UNKNOWN = "unknown"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Both are covered by an index of several fields, below.
    account = models.ForeignKey(Account, models.CASCADE, related_name="operations", db_index=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="operations")
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="operations", null=True
    )
    requested_by = models.ForeignKey(User, models.SET_NULL, null=True, db_index=False)
    kind = models.CharField(max_length=20, choices=Kind)
    issue_id = models.UUIDField(null=True)
    link_id = models.UUIDField(null=True)
    comment_id = models.UUIDField(null=True)
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
            models.Index(fields=["link_id"], name="operations_by_link"),
            models.Index(
                fields=["comment_id"],
                name="operations_by_comment",
                condition=models.Q(comment_id__isnull=False),
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
