"""The form of a workspace's automations: a switch for each, in groups, with what it does."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..automations.switches import SWITCHES
from ..models import Automations

LABELS = {
    "note_on_completed": _("When an issue is completed"),
    "note_on_canceled": _("When an issue is canceled"),
    "note_on_state_change": _("When an issue gets any other status"),
    "note_on_comment": _("When somebody comments on an issue"),
    "reopen_on_completed": _("When an issue is completed"),
    "reopen_on_canceled": _("When an issue is canceled"),
    "reopen_on_comment": _("When somebody comments on an issue"),
    "only_when_all_done": _("Only when all of the conversation's issues are done"),
    "reopen_status": _("Status on reopening"),
    "comment_on_resolved": _("Comment on its issues"),
    "complete_on_resolved": _("Complete its issues"),
    "complete_triage": _("Issues in triage"),
    "complete_backlog": _("Issues in the backlog"),
    "complete_unstarted": _("Issues that are not started"),
    "complete_started": _("Issues that are started"),
    "suggest_reply": _("Suggest a reply when an issue is completed"),
    "link_from_notes": _("Link issues that a private note names"),
    "comments_from_notes": _("Comment on issues from private notes"),
}
HINTS = {
    "note_on_completed": _("The note says who completed it, and links to the issue."),
    "note_on_canceled": _("The note says who canceled it, and links to the issue."),
    "note_on_state_change": _("Each step, such as from In Progress to In Review."),
    "note_on_comment": _(
        "The note quotes the comment. What apps and integrations write is left out."
    ),
    "reopen_on_completed": _("So that an agent can tell the customer."),
    "reopen_on_canceled": _("So that an agent can tell the customer that it will not be done."),
    "reopen_on_comment": _("So that an agent sees a question or an answer at once."),
    "only_when_all_done": _(
        "What is completed or canceled reopens nothing while another issue is under way. "
        "Comments do not wait."
    ),
    "comment_on_resolved": _(
        "So that people in Linear know. The comment links to the conversation."
    ),
    "complete_on_resolved": _(
        "Each with the last of its conversations, if its status is of a type that is chosen below."
    ),
    "complete_triage": _("Nobody has decided about them yet."),
    "complete_backlog": _("Nobody has planned them yet."),
    "complete_unstarted": _("They are planned, and nobody is at work on them."),
    "complete_started": _("Somebody may be at work on them."),
    "suggest_reply": _("A second private note holds a draft. Nothing is ever sent by itself."),
    "link_from_notes": _("A note with the address of an issue in Linear links that issue."),
    "comments_from_notes": _("A note that begins with /linear becomes a comment in Linear."),
}
GROUPS = [
    (
        _("Private notes"),
        _("A private note is written into each conversation that the issue is linked to."),
        ["note_on_completed", "note_on_canceled", "note_on_state_change", "note_on_comment"],
    ),
    (
        _("Reopening"),
        _(
            "A resolved or snoozed conversation is reopened. One that is open or pending stays as "
            "it is, and so does the assignee."
        ),
        [
            "reopen_on_completed",
            "reopen_on_canceled",
            "reopen_on_comment",
            "only_when_all_done",
            "reopen_status",
        ],
    ),
    (
        _("When a conversation is resolved"),
        _("What happens in Linear when an agent resolves a conversation."),
        ["comment_on_resolved", "complete_on_resolved"],
    ),
    (
        _("Which issues are completed then"),
        _("One whose status in Linear is of another type stays as it is."),
        ["complete_triage", "complete_backlog", "complete_unstarted", "complete_started"],
    ),
    (_("Replies to customers"), None, ["suggest_reply"]),
    (_("What agents write"), None, ["link_from_notes", "comments_from_notes"]),
]


@dataclass(frozen=True)
class Group:
    """Switches that belong together, under a heading."""

    heading: Promise
    text: Promise | None
    fields: list[BoundField]


class AutomationsForm(forms.ModelForm[Automations]):
    """All switches of one workspace."""

    class Meta:
        model = Automations
        fields = SWITCHES
        labels = LABELS
        help_texts = HINTS

    def __init__(self, data: Any = None, *, instance: Automations) -> None:
        # Several workspaces, each with its form, are shown on one page.
        auto_id = f"{instance.workspace_id}-%s"
        super().__init__(data, instance=instance, auto_id=auto_id, label_suffix="")

    def groups(self) -> Iterator[Group]:
        """Return the switches in their groups."""
        for heading, text, names in GROUPS:
            yield Group(heading, text, [self[name] for name in names])
