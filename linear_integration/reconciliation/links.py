"""The links of conversations: those that were made or removed in Linear unheard."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from conversations.models import Conversation

from ..addresses import conversation_url
from ..cards import store_card
from ..connection.clients import HookClient
from ..inbound.link_changes import add_link, is_ours, is_removed_here, remove_link
from ..linear import types
from ..linear.attachment_payload import AttachmentPayload
from ..models import IssueLink, Workspace

# By which an event of the same link counts as newer than what we saw.
CLOCKS_DIFFER_BY = timedelta(minutes=5)


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
        found: dict[str, list[types.Attachment]] = {conversation_url(row): [] for row in rows}
        for attachment in client.attachments_for_urls(list(found)):
            found[attachment.url].append(attachment)
        return sum(_repair(workspace, row, found[conversation_url(row)], asked_at) for row in rows)


@transaction.atomic
def _repair(
    workspace: Workspace,
    conversation: Conversation,
    attachments: Sequence[types.Attachment],
    asked_at: datetime,
) -> int:
    # Beside an event of the same link one of the two would miss what the other does.
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    added = [_add(workspace, conversation, each, asked_at) for each in attachments]
    return sum(added) + _remove(workspace, conversation, attachments, asked_at)


def _add(
    workspace: Workspace,
    conversation: Conversation,
    attachment: types.Attachment,
    asked_at: datetime,
) -> bool:
    if is_ours(workspace, uuid.UUID(attachment.id)):
        return False
    linked = conversation.issue_links.filter(
        issue__workspace=workspace, issue__linear_id=attachment.issue.id
    )
    if linked.exists():
        return False
    seen = AttachmentPayload(
        id=attachment.id,
        url=attachment.url,
        title=attachment.title,
        issue_id=attachment.issue.id,
        updated_at=asked_at - CLOCKS_DIFFER_BY,
    )
    return add_link(conversation, store_card(workspace, attachment.issue), seen, actor="")


def _remove(
    workspace: Workspace,
    conversation: Conversation,
    attachments: Sequence[types.Attachment],
    asked_at: datetime,
) -> int:
    shown = {uuid.UUID(each.issue.id) for each in attachments}
    # Nobody shows us the links of an issue that is gone; what was linked since we asked may be new.
    links = conversation.issue_links.filter(
        issue__workspace=workspace, issue__gone_at=None, created_at__lt=asked_at
    )
    missing = links.exclude(issue__linear_id__in=shown).select_related("issue", "conversation")
    removed = [link for link in missing if not is_removed_here(link)]
    for link in removed:
        remove_link(link, actor="")
    return len(removed)
