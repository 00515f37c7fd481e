"""Linear's issues as they were last seen, and the conversations that they are linked to."""

from django.db import models
from django.utils import timezone

from conversations.models import Conversation, User

from .workspaces import Workspace


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
    # The attachment's `updatedAt`, as Linear's events last had it; unset for what was linked here.
    told_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "issue"], name="one_link_per_issue"),
        ]
        indexes = [models.Index(fields=["link_id"])]

    def __str__(self) -> str:
        return f"{self.issue} on {self.conversation}"
