"""What the helpdesk and Linear do when something happens in the other, and what has happened."""

from django.db import models
from django.utils import timezone

from conversations.models import Conversation

from .issues import Issue
from .workspaces import Workspace


class Automations(models.Model):
    """An administrator's switches for one workspace; without a row, the defaults hold.

    The switches are those of Linear's own helpdesk integrations (`automateTicketReopening…` and
    `sendNoteOn…` of its settings inputs), which always note what was completed or canceled.
    """

    class ReopenStatus(models.TextChoices):
        OPEN = Conversation.Status.OPEN.value, Conversation.Status.OPEN.label
        PENDING = Conversation.Status.PENDING.value, Conversation.Status.PENDING.label

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="automations")
    note_on_completed = models.BooleanField(default=True)
    note_on_canceled = models.BooleanField(default=True)
    # Of every other state: what was completed or canceled has switches of its own.
    note_on_state_change = models.BooleanField(default=False)
    note_on_comment = models.BooleanField(default=False)
    reopen_on_completed = models.BooleanField(default=True)
    reopen_on_canceled = models.BooleanField(default=True)
    reopen_on_comment = models.BooleanField(default=False)
    reopen_status = models.CharField(max_length=20, choices=ReopenStatus, default=ReopenStatus.OPEN)
    # What is completed or canceled waits for the conversation's other issues.
    only_when_all_done = models.BooleanField(default=False)
    # The release before this one, which may still run, writes none of the following six.
    comment_on_resolved = models.BooleanField(default=False, db_default=False)
    complete_on_resolved = models.BooleanField(default=False, db_default=False)
    # In which states an issue may be completed; by default those in which nobody works on it.
    complete_triage = models.BooleanField(default=True, db_default=True)
    complete_backlog = models.BooleanField(default=True, db_default=True)
    complete_unstarted = models.BooleanField(default=True, db_default=True)
    complete_started = models.BooleanField(default=False, db_default=False)
    suggest_reply = models.BooleanField(default=False)
    link_from_notes = models.BooleanField(default=True)
    comments_from_notes = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "automations"

    def __str__(self) -> str:
        return f"Automations of {self.workspace}"


class LinkEvent(models.Model):
    """Something that happened to a linked issue in Linear, as one conversation was told of it.

    The row is what makes the telling happen once: `key` is the same however often Linear, or a
    repair, speaks of it. `text` is the note about it, whether or not it was written.
    """

    class Kind(models.TextChoices):
        COMPLETED = "completed"
        CANCELED = "canceled"
        # Any other change of state: an issue that was completed has not changed its state, too.
        STATE_CHANGED = "state_changed"
        COMMENTED = "commented"

    # Covered by the constraint, below.
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="link_events", db_index=False
    )
    issue = models.ForeignKey(Issue, models.CASCADE, related_name="link_events")
    key = models.CharField(max_length=255)
    kind = models.CharField(max_length=20, choices=Kind)
    at = models.DateTimeField()
    actor = models.CharField(max_length=255, blank=True)
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "key"], name="told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.issue} {self.kind} on {self.conversation}"
