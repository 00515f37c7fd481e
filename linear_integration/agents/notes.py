"""The words in which a conversation is told that somebody turned to the app. They are English."""

from dataclasses import dataclass

from ..automations import quoted
from ..models import AppNotification

MENTIONED, MENTIONED_IN_COMMENT = "issueMention", "issueCommentMention"
ASSIGNED, UNASSIGNED = "issueAssignedToYou", "issueUnassignedFromYou"
REACTED, REACTED_TO_COMMENT = "issueEmojiReaction", "issueCommentReaction"
DEEDS = {
    MENTIONED: "{actor} mentioned {app} in {issue}",
    MENTIONED_IN_COMMENT: "{actor} mentioned {app} in a comment on {issue}",
    ASSIGNED: "{actor} assigned {issue} to {app}",
    UNASSIGNED: "{actor} unassigned {issue} from {app}",
    REACTED: "{actor} reacted with {emoji} to {issue}",
    REACTED_TO_COMMENT: "{actor} reacted with {emoji} to a comment on {issue}",
}
# Of these the assignee is told, too.
URGENT = (MENTIONED, MENTIONED_IN_COMMENT, ASSIGNED)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A notification as people are told of it; `app` is the name that the app has in Linear."""

    row: AppNotification
    app: str
    comment_id: str = ""
    comment: str = ""
    emoji: str = ""

    @property
    def key(self) -> str:
        """What it is known by: a comment is quoted once, by whichever event speaks of it first."""
        if self.row.kind == MENTIONED_IN_COMMENT:
            return f"comment:{self.comment_id}"
        return f"notification:{self.row.linear_id}"


def note(notice: Notice) -> str:
    """Return the private note: who did what, the comment's words, and the issue's address."""
    headline = f"{_deed(notice, notice.row.identifier)}: {notice.row.title}"
    parts = [headline, quoted(notice.comment) if notice.comment else "", notice.row.url]
    return "\n\n".join(part for part in parts if part)


def headline(notice: Notice) -> str:
    """Return the same for the bell; what stands in the brackets is a link."""
    return f"{_deed(notice, f'[{notice.row.identifier}]')}: {notice.row.title}"


def _deed(notice: Notice, issue: str) -> str:
    actor = notice.row.actor or "Somebody"
    parts = {"actor": actor, "app": notice.app, "issue": issue, "emoji": f":{notice.emoji}:"}
    return DEEDS[notice.row.kind].format(**parts)
