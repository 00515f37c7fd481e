"""The app as a member of the workspace: what it is told there, and what it answers."""

import uuid

from django.db import models
from django.utils import timezone

from .workspaces import Workspace


class AppNotification(models.Model):
    """Something that Linear told the app's user of: a mention, an assignment, a reaction …

    `linear_id` is the notification's in Linear, `kind` its type there, which may be one that we
    don't know. `issue_id` is empty, and `identifier`, too, where it is about something else than an
    issue, whose name is `title` then. `text` is the comment's Markdown, or the reaction's emoji.
    """

    # Covered by the constraint, below.
    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="app_notifications", db_index=False
    )
    linear_id = models.UUIDField()
    kind = models.CharField(max_length=64)
    actor = models.CharField(max_length=255, blank=True)
    issue_id = models.UUIDField(null=True)
    identifier = models.CharField(max_length=64, blank=True)
    title = models.TextField(blank=True)
    url = models.URLField(max_length=2048, blank=True)
    text = models.TextField(blank=True)
    # When it happened, by Linear's clock.
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "linear_id"], name="one_row_per_notification"
            )
        ]
        indexes = [
            models.Index(
                fields=["workspace", "-created_at", "-id"], name="app_notifications_latest"
            ),
            models.Index(fields=["created_at"], name="app_notifications_to_prune"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.identifier}"


class AgentReply(models.Model):
    """What the app says in an agent session to one question, until Linear has it.

    `id` is that of the activity which it becomes in Linear, chosen and stored before it is sent.
    `question_id` is the session's id for its beginning, else that of what a person said in it: a
    question is answered once, whichever account does. `content` is {type, body}, `urls` are shown
    beside the session, each {label, url}. `next_attempt_at` is also the end of a sender's lease.
    """

    class Status(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="agent_replies")
    session_id = models.UUIDField()
    question_id = models.UUIDField(unique=True)
    content = models.JSONField()
    urls = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    error = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "agent replies"
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="agent_replies_waiting",
                condition=models.Q(status="waiting"),
            ),
            models.Index(fields=["created_at"], name="agent_replies_to_prune"),
        ]

    def __str__(self) -> str:
        return f"Reply {self.id} ({self.status})"
