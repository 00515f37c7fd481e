"""Links that move to another issue, and the note about it."""

import uuid

from conversations.models import Conversation
from conversations.notes import post_note

from ..models import Issue, IssueLink
from .telling import AUTHOR

NAMESPACE = uuid.UUID("0d5bb0f0-9d4c-4a3b-8f3e-6f3f0c0f7a11")


def keep_moved(link: IssueLink, issue: Issue, *, link_id: uuid.UUID, title: str) -> None:
    """Let our link be the one with this id, on this issue; two that meet there become one."""
    others = IssueLink.objects.filter(conversation=link.conversation, issue=issue)
    if others.exclude(pk=link.pk).update(link_id=link_id, title=title):
        link.delete()
        return
    link.issue, link.link_id, link.title = issue, link_id, title
    link.save(update_fields=["issue", "link_id", "title"])


def note_move(conversation: Conversation, before: Issue, after: Issue, *, text: str) -> None:
    """Write the note about a move; of several about the same issues, the first stays the only one.

    A change that Linear makes is told by several events, and may be made here, too.
    """
    key = uuid.uuid5(NAMESPACE, f"{conversation.pk}:{before.linear_id}:{after.linear_id}")
    post_note(conversation, text, author=AUTHOR, key=key)
