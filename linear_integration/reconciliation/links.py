"""The links of conversations: those that were made or removed in Linear unheard."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from conversations.models import Conversation

from ..addresses import conversation_urls
from ..cards import store_card
from ..connection.clients import HookClient
from ..inbound.link_changes import (
    add_link,
    is_ours,
    is_removed_here,
    keep_link,
    move_link,
    remove_link,
)
from ..linear import types
from ..linear.attachment_payload import AttachmentPayload
from ..models import IssueLink, Workspace

# By which an event of the same link counts as newer than what we saw.
CLOCKS_DIFFER_BY = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Lost:
    """The ids of the links that Linear hasn't any more, as it was asked at this time."""

    link_ids: Collection[str]
    asked_at: datetime


class Links:
    """The conversations that are open, or linked."""

    chunk_size = 50

    def rows(self, workspace: Workspace) -> QuerySet[Conversation]:
        """Return them; of a resolved one without a link nobody expects to hear."""
        linked = IssueLink.objects.filter(issue__workspace=workspace)
        meant = ~Q(status=Conversation.Status.RESOLVED) | Q(pk__in=linked.values("conversation"))
        return Conversation.objects.filter(meant, account=workspace.account)

    def repair(
        self,
        workspace: Workspace,
        client: HookClient,
        rows: Sequence[Conversation],
        since: datetime | None,
    ) -> int:
        """Add the links that only Linear has, and remove those that it hasn't; count both."""
        asked_at = timezone.now()
        owners = {url: row.pk for row in rows for url in conversation_urls(row)}
        found: dict[int, list[types.Attachment]] = {row.pk: [] for row in rows}
        for attachment in client.attachments_for_urls(list(owners)):
            found[owners[attachment.url]].append(attachment)
        lost = _lost(workspace, client, found, asked_at)
        return sum(_repair(workspace, row, found[row.pk], lost) for row in rows)


def _lost(
    workspace: Workspace,
    client: HookClient,
    found: Mapping[int, Sequence[types.Attachment]],
    asked_at: datetime,
) -> Lost:
    """Ask once more for what was not found: an address may be spelled in many ways."""
    shown = {each.id for attachments in found.values() for each in attachments}
    # Nobody shows us the links of an issue that is gone; what was linked since we asked may be new.
    links = IssueLink.objects.filter(
        conversation__in=found,
        issue__workspace=workspace,
        issue__gone_at=None,
        created_at__lt=asked_at,
    )
    missing = {str(each) for each in links.values_list("link_id", flat=True)} - shown
    gone = missing - client.existing_attachments(sorted(missing)) if missing else missing
    return Lost(link_ids=gone, asked_at=asked_at)


def _repair(
    workspace: Workspace,
    conversation: Conversation,
    attachments: Sequence[types.Attachment],
    lost: Lost,
) -> int:
    # Each by itself: whoever holds a conversation must not wait for an issue.
    added = [_follow(workspace, conversation, each, lost) for each in attachments]
    return sum(added) + _remove(workspace, conversation, lost.link_ids)


@transaction.atomic
def _follow(
    workspace: Workspace,
    conversation: Conversation,
    attachment: types.Attachment,
    lost: Lost,
) -> bool:
    """Make the link that we don't have, or bring ours to where it is."""
    _lock(workspace)
    links = conversation.issue_links.filter(issue__workspace=workspace)
    known = links.filter(link_id=attachment.id).select_related("issue", "conversation").first()
    if known is not None and str(known.issue.linear_id) != attachment.issue.id:
        move_link(known, store_card(workspace, attachment.issue))
        return True
    if is_ours(workspace, uuid.UUID(attachment.id)):
        return False
    if link := links.filter(issue__linear_id=attachment.issue.id).first():
        is_anew = str(link.link_id) in lost.link_ids
        if is_anew:
            keep_link(link, attachment)
        return is_anew
    seen = AttachmentPayload(
        id=attachment.id,
        url=attachment.url,
        title=attachment.title,
        issue_id=attachment.issue.id,
        updated_at=lost.asked_at - CLOCKS_DIFFER_BY,
    )
    return add_link(conversation, store_card(workspace, attachment.issue), seen, actor="")


@transaction.atomic
def _remove(workspace: Workspace, conversation: Conversation, link_ids: Collection[str]) -> int:
    _lock(workspace)
    links = conversation.issue_links.filter(issue__workspace=workspace, link_id__in=link_ids)
    removed = [
        link for link in links.select_related("issue", "conversation") if not is_removed_here(link)
    ]
    for link in removed:
        remove_link(link, actor="")
    return len(removed)


def _lock(workspace: Workspace) -> None:
    # Beside an event of the same link one of the two would miss what the other does.
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
