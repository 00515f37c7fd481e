"""What Linear tells the app of: kept, told in the linked conversations, listed, and forgotten.

New comments and changes of state are told by the events of the comment and the issue themselves,
which come whether or not the app follows the issue, and by the administrator's switches: their
notifications are only listed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from conversations.access import LARGEST_ID, conversations_of
from conversations.inserting import insert_if_new
from conversations.models import Conversation, Membership
from conversations.notes import post_note
from conversations.notifications import notify

from ..automations import AUTHOR, key_in
from ..models import AppNotification, IssueLink
from . import notes
from .notes import Notice

KEPT_FOR = timedelta(days=90)


@dataclass(frozen=True)
class ListedNotification:
    """A notification, and the conversations that its issue is linked to, of those one sees."""

    notification: AppNotification
    conversations: list[Conversation]


def take(notice: Notice) -> bool:
    """Keep a notification and tell the conversations of it, once; False for one that is known."""
    if not insert_if_new(notice.row):
        return False
    if notice.row.kind in notes.DEEDS:
        for conversation in _linked(notice.row):
            _tell(conversation, notice)
    return True


def notifications_for(member: Membership) -> QuerySet[AppNotification]:
    """Return what Linear told the app of, in the account's workspaces, the latest first."""
    found = AppNotification.objects.filter(workspace__account=member.account)
    return found.select_related("workspace").order_by("-created_at", "-id")


def notification_for(member: Membership, notification_id: int) -> AppNotification:
    """Return one of them, or raise Http404."""
    if notification_id > LARGEST_ID:
        raise Http404
    found = notifications_for(member).filter(pk=notification_id).first()
    if found is None:
        raise Http404
    return found


def listed(
    member: Membership, notifications: Iterable[AppNotification]
) -> list[ListedNotification]:
    """Add the conversations that the member sees, in one query for however many."""
    notifications = list(notifications)
    linked = _conversations_by_issue(member, notifications)
    return [
        ListedNotification(each, linked.get((each.workspace_id, each.issue_id), []))
        for each in notifications
    ]


def prune() -> int:
    """Forget what is older than 90 days; return how many rows that was."""
    before = timezone.now() - KEPT_FOR
    return AppNotification.objects.filter(created_at__lt=before).delete()[0]


def _linked(notification: AppNotification) -> list[Conversation]:
    # In one order, so that two tellers never wait for each other.
    linked = Conversation.objects.filter(
        issue_links__issue__workspace=notification.workspace,
        issue_links__issue__linear_id__in=[notification.issue_id] if notification.issue_id else [],
    )
    return list(linked.select_related("inbox").order_by("pk"))


def _tell(conversation: Conversation, notice: Notice) -> None:
    key = key_in(conversation, notice.key)
    post_note(conversation, notes.note(notice), author=AUTHOR, key=key)
    if notice.row.kind in notes.URGENT:
        links = {notice.row.identifier: notice.row.url}
        notify(conversation, notes.headline(notice), key=key, links=links)


def _conversations_by_issue(
    member: Membership, notifications: list[AppNotification]
) -> Mapping[tuple[int, UUID | None], list[Conversation]]:
    links = IssueLink.objects.filter(
        issue__workspace__in={each.workspace_id for each in notifications},
        issue__linear_id__in={each.issue_id for each in notifications if each.issue_id},
        conversation__in=conversations_of(member),
    )
    found: dict[tuple[int, UUID | None], list[Conversation]] = {}
    for link in links.select_related("issue", "conversation").order_by("conversation__display_id"):
        place = (link.issue.workspace_id, link.issue.linear_id)
        found.setdefault(place, []).append(link.conversation)
    return found
