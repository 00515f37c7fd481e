"""How far the comparison of a workspace with Linear has come."""

from django.db import models
from django.utils import timezone

from .workspaces import Workspace


class Reconciliation(models.Model):
    """The comparison of what we have of a workspace with what Linear has: the last, or one begun.

    One goes through its `phase`s row by row, `last_id` being the last one compared, so that it goes
    on where it stopped. It asks for what has changed `since` the beginning of the one before;
    None for the first. `done` and `total` count rows, `repaired` what was wrong; `error` ({code,
    message}) says why it does not go on at the moment.
    """

    class Phase(models.TextChoices):
        # Between two of them.
        NONE = ""
        ISSUES = "issues"
        LINKS = "links"

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="reconciliation")
    next_at = models.DateTimeField(default=timezone.now, db_index=True)
    lease_until = models.DateTimeField(default=timezone.now)
    since = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.NONE, blank=True)
    last_id = models.BigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    repaired = models.PositiveIntegerField(default=0)
    # When something was wrong last of all: a webhook had not told of it, or not yet.
    repaired_at = models.DateTimeField(null=True)
    error = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.workspace}: {self.phase or 'at rest'}"

    @property
    def is_running(self) -> bool:
        """Whether one has begun and not ended."""
        return self.phase != self.Phase.NONE
