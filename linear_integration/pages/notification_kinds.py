"""What Linear tells the app of, kind by kind, in people's words.

The kinds are those of Linear's `NotificationType`: what it is about, and what has happened to it.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DEEDS: dict[str, Promise] = {
    "AddedAsLead": _("The app became its lead"),
    "AddedAsMember": _("The app became a member"),
    "AddedAsOwner": _("The app became its owner"),
    "AddedToTriage": _("Came into triage"),
    "AddedToView": _("Came into a view"),
    "Approved": _("Approved"),
    "AssignedToYou": _("Given to the app"),
    "Blocking": _("Blocks others"),
    "ChangesRequested": _("Changes were asked for"),
    "ChecksFailed": _("Checks failed"),
    "CommentMention": _("The app was mentioned in a comment"),
    "CommentReaction": _("Reaction to a comment"),
    "Commented": _("New comment"),
    "ContentChange": _("New content"),
    "Created": _("New"),
    "Deleted": _("Deleted"),
    "DescriptionContentChange": _("New description"),
    "Due": _("Due"),
    "EmojiReaction": _("Reaction"),
    "Generated": _("New"),
    "IssueAddedToTriage": _("An issue came into triage"),
    "MarkedAsImportant": _("Marked as important"),
    "Mention": _("The app was mentioned"),
    "MentionPrompt": _("The app was mentioned"),
    "Moved": _("Moved"),
    "NewComment": _("New comment"),
    "PriorityUrgent": _("Now urgent"),
    "Prompt": _("Asked for"),
    "Reaction": _("Reaction"),
    "Reminder": _("Reminder"),
    "RemovedFromMergeQueue": _("Left the merge queue"),
    "Reopened": _("Reopened"),
    "Resolved": _("Done"),
    "Restored": _("Restored"),
    "ReviewRequested": _("A review was asked for"),
    "ReviewRerequested": _("Another review was asked for"),
    "SlaBreached": _("Its time limit is over"),
    "SlaHighRisk": _("Its time limit is near"),
    "StatusChanged": _("New status"),
    "StatusChangedAll": _("New status"),
    "Subscribed": _("The app follows it"),
    "ThreadResolved": _("A thread was resolved"),
    "UnassignedFromYou": _("Taken from the app"),
    "Unblocked": _("No longer blocked"),
    "Unsubscribed": _("The app no longer follows it"),
}
OF_A_TEXT = "Mention CommentMention NewComment ThreadResolved CommentReaction "
OF_AN_UPDATE = "Created Prompt Mention Reaction NewComment CommentMention CommentReaction "
GROUPS: list[tuple[str, Promise, str]] = [
    (
        "issue",
        _("Issue"),
        OF_A_TEXT + "AddedToTriage AssignedToYou AddedToView UnassignedFromYou EmojiReaction "
        "PriorityUrgent Subscribed Unsubscribed Blocking Unblocked Reminder StatusChanged "
        "StatusChangedAll Reopened Due SlaHighRisk SlaBreached Created",
    ),
    ("oauthClientApproval", _("Approval of an app"), "Created"),
    ("triageResponsibility", _("Triage"), "IssueAddedToTriage"),
    (
        "initiative",
        _("Initiative"),
        OF_A_TEXT + "AddedAsOwner DescriptionContentChange Reminder",
    ),
    (
        "project",
        _("Project"),
        OF_A_TEXT + "AddedAsMember AddedAsLead DescriptionContentChange Reminder",
    ),
    ("projectMilestone", _("Milestone"), OF_A_TEXT + "DescriptionContentChange"),
    (
        "document",
        pgettext_lazy("in Linear", "Document"),
        OF_A_TEXT + "Reminder Moved Deleted Restored Subscribed Unsubscribed ContentChange",
    ),
    ("projectUpdate", _("Project update"), OF_AN_UPDATE + "MentionPrompt"),
    ("initiativeUpdate", _("Initiative update"), OF_AN_UPDATE),
    ("teamUpdate", _("Team update"), OF_AN_UPDATE),
    ("feedSummary", _("Summary"), "Generated"),
    (
        "pullRequest",
        _("Pull request"),
        "ReviewRequested ReviewRerequested Approved ChangesRequested Commented ChecksFailed "
        "Mention CommentMention RemovedFromMergeQueue",
    ),
    ("customer", _("Customer"), "AddedAsOwner"),
    ("customerNeed", _("Customer request"), "Created MarkedAsImportant Resolved"),
    ("agentConversation", _("Talk with an agent"), "Mention"),
]


@dataclass(frozen=True)
class KindInWords:
    """What a notification is about, and what has happened to it; of an unknown one, its name."""

    about: Promise | str
    deed: Promise | str = ""


KINDS: dict[str, KindInWords] = {
    about + deed: KindInWords(words, DEEDS[deed])
    for about, words, deeds in GROUPS
    for deed in deeds.split()
}


def in_words(kind: str) -> KindInWords:
    """Return the words for a kind of Linear's; one that we don't know stands as it is."""
    return KINDS.get(kind) or KindInWords(kind)
