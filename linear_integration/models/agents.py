"""The app as a member of the workspace: what it answers there."""

import uuid

from django.db import models
from django.utils import timezone

from .workspaces import Workspace


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
