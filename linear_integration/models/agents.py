"""The app as a member of the workspace: what it is told there."""

from django.db import models

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
