"""Links that were made, removed or moved in Linear, written down in their conversation."""

import uuid
from datetime import datetime

from django.db.models import Q

from conversations.activity import post_activity
from conversations.inserting import insert_if_new
from conversations.models import Conversation
from conversations.notes import post_note

from ..automations.telling import AUTHOR
from ..linear import types
from ..linear.attachment_payload import AttachmentPayload
from ..models import Issue, IssueLink, Operation, Workspace
from . import texts

NAMESPACE = uuid.UUID("0d5bb0f0-9d4c-4a3b-8f3e-6f3f0c0f7a11")


def is_ours(workspace: Workspace, link_id: uuid.UUID) -> bool:
    """Return whether a write of ours makes, or removes, this link: it tells of that itself.

    A comment only belongs to its link, and what was refused has done nothing.
    """
    writes = Operation.objects.filter(account=workspace.account_id, link_id=link_id)
    meant = writes.exclude(kind=Operation.Kind.COMMENT_ISSUE)
    return meant.exclude(status=Operation.Status.REFUSED).exists()


def is_unlinked_here(link: IssueLink) -> bool:
    """Return whether a write of ours removes this link; it says so itself."""
    removing = Operation.objects.filter(link_id=link.link_id, kind=Operation.Kind.UNLINK_ISSUE)
    return removing.exclude(status=Operation.Status.REFUSED).exists()


def add_link(
    conversation: Conversation, issue: Issue, attachment: AttachmentPayload, *, actor: str
) -> bool:
    """Link them; return False where they are linked already, which is the same link."""
    link = IssueLink(
        conversation=conversation,
        issue=issue,
        link_id=uuid.UUID(attachment.id),
        title=attachment.title,
        told_at=attachment.updated_at,
    )
    if not insert_if_new(link):
        return False
    _say(conversation, issue, texts.linked(issue, actor))
    return True


def remove_link(link: IssueLink, *, actor: str) -> None:
    """Forget the link, and say so."""
    if link.delete()[0]:
        _say(link.conversation, link.issue, texts.unlinked(link.issue, actor))


def move_link(link: IssueLink, issue: Issue) -> None:
    """Let the link lead to another issue, and say so in a note, once for these two issues."""
    before = link.issue
    if IssueLink.objects.filter(conversation=link.conversation, issue=issue).exists():
        link.delete()
    else:
        link.issue = issue
        link.save(update_fields=["issue"])
    note_move(link.conversation, before, issue, text=texts.moved(before, issue))


def note_move(conversation: Conversation, before: Issue, after: Issue, *, text: str) -> None:
    """Write the note about a move; of several about the same, the first stays the only one."""
    key = uuid.uuid5(NAMESPACE, f"{conversation.pk}:{before.linear_id}:{after.linear_id}")
    post_note(conversation, text, author=AUTHOR, key=key)


def keep_link(link: IssueLink, attachment: types.Attachment) -> None:
    """Know the link by another attachment that leads to its conversation."""
    link.link_id, link.title, link.told_at = uuid.UUID(attachment.id), attachment.title, None
    link.save(update_fields=["link_id", "title", "told_at"])


def note_time(link: IssueLink, told_at: datetime, *, title: str) -> bool:
    """Keep what an event has of a link; return False where we know what came later."""
    older = Q(told_at=None) | Q(told_at__lt=told_at)
    known = IssueLink.objects.filter(pk=link.pk)
    return bool(known.filter(older).update(told_at=told_at, title=title))


def _say(conversation: Conversation, issue: Issue, text: str) -> None:
    post_activity(conversation, text, by=None, links={issue.identifier: issue.url})
