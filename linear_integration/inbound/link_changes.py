"""Links that were made, removed or moved in Linear, written down in their conversation."""

import uuid
from datetime import datetime

from django.db.models import Q

from conversations.activity import post_activity
from conversations.inserting import insert_if_new
from conversations.models import Conversation

from ..automations.moves import keep_moved, note_move
from ..linear import types
from ..linear.attachment_payload import AttachmentPayload
from ..link_moves import is_moved_here
from ..models import Issue, IssueLink, Operation, Workspace
from . import texts


def is_ours(workspace: Workspace, link_id: uuid.UUID) -> bool:
    """Return whether a write of ours makes, or removes, this link: it tells of that itself.

    A comment only belongs to its link, and what was refused has done nothing.
    """
    writes = Operation.objects.filter(account=workspace.account_id, link_id=link_id)
    meant = writes.exclude(kind=Operation.Kind.COMMENT_ISSUE)
    return meant.exclude(status=Operation.Status.REFUSED).exists()


def is_removed_here(link: IssueLink) -> bool:
    """Return whether a write of ours removes this attachment; it says so itself."""
    if is_moved_here(link):
        return True
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
    keep_moved(link, issue, link_id=link.link_id, title=link.title)
    note_move(link.conversation, before, issue, text=texts.moved(before, issue))


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
