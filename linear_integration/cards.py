"""Issues as we last saw them: kept in our tables, so that the sidebar asks Linear for nothing."""

import logging
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField
from django.utils import timezone

from conversations.access import conversations_of
from conversations.inserting import insert_if_new
from conversations.models import Conversation, Membership
from conversations.prepared import Parameter, PreparedQuery

from . import connection
from .linear import types
from .linear.errors import LinearError
from .models import Issue, IssueLink, Workspace
from .webhook_trust import followed_workspaces

logger = logging.getLogger(__name__)

FRESH_FOR = timedelta(minutes=1)
# So many links are looked at for the issues that were linked last: one may be linked often.
LINKS_LOOKED_AT = 200


@dataclass(frozen=True)
class LinkedIssue:
    """A link of a conversation, with the issue's card; `stale_since` once that has grown old.

    `gone_since` once Linear knows the issue no more, or shows it to us no more.
    """

    link: IssueLink
    card: types.Issue
    stale_since: datetime | None

    @property
    def gone_since(self) -> datetime | None:
        """When Linear first answered without the issue; the card shows it as it was before."""
        return self.link.issue.gone_at


def store_card(workspace: Workspace, card: types.Issue) -> Issue:
    """Keep what Linear says of an issue; what is older than what we have changes nothing."""
    fields = _fields(card)
    issue = Issue(workspace=workspace, linear_id=uuid.UUID(card.id), **fields)
    if insert_if_new(issue):
        return issue
    known = Issue.objects.filter(workspace=workspace, linear_id=card.id)
    known.filter(linear_updated_at__lte=card.updated_at).update(**fields)
    return known.get()


def follow(issue: Issue, card: types.Issue, *, is_gone: bool) -> bool:
    """Bring an issue to where an event has it; return whether that changed anything.

    What is older than what we have leaves the card as it is; that the issue is gone holds anyway.
    """
    gone_at = (issue.gone_at or timezone.now()) if is_gone else None
    row = Issue.objects.filter(pk=issue.pk)
    is_newer = row.filter(linear_updated_at__lte=card.updated_at).update(
        **_fields(card) | {"gone_at": gone_at}
    )
    is_newly_gone = is_gone and issue.gone_at is None
    if is_newly_gone and not is_newer:
        row.update(gone_at=gone_at)
    return bool(is_newer or is_newly_gone)


def note_gone(workspace: Workspace, ids: Collection[str]) -> int:
    """Note that Linear has answered without these: deleted, or hidden from us since.

    Returns of how many that is new.
    """
    if not ids:
        return 0
    now = timezone.now()
    gone = Issue.objects.filter(workspace=workspace, linear_id__in=ids)
    gone.update(fetched_at=now)
    return gone.filter(gone_at=None).update(gone_at=now)


def linked_issues(conversation: Conversation, *, refresh: bool = True) -> list[LinkedIssue]:
    """Return the conversation's links, oldest first.

    Cards older than a minute are asked for again unless `refresh` is false; when Linear can't
    answer, what we have is returned with `stale_since`.
    """
    links = _links(conversation)
    if refresh and (old := [link.issue for link in links if _is_due(link.issue)]):
        _refresh_cards(old)
        links = _links(conversation)
    return [
        LinkedIssue(link, types.Issue.from_json(link.issue.card), _stale_since(link))
        for link in links
    ]


def recent_issues(member: Membership, *, count: int) -> list[Issue]:
    """Return the issues that were linked last where the member sees it, the latest first.

    Of connected workspaces, without those that are archived or gone; Linear is not asked.
    """
    links = IssueLink.objects.filter(
        conversation__in=conversations_of(member),
        issue__workspace__hook__isnull=False,
        issue__gone_at=None,
        issue__card__archived_at=None,
    )
    linked = links.order_by("-pk").values_list("issue", flat=True)[:LINKS_LOOKED_AT]
    latest = list(dict.fromkeys(linked))[:count]
    issues = Issue.objects.select_related("workspace").in_bulk(latest)
    return [issues[each] for each in latest if each in issues]


def _links(conversation: Conversation) -> list[IssueLink]:
    return _LINKS.all(conversation=conversation.pk)


def _is_due(issue: Issue) -> bool:
    return issue.asked_at + FRESH_FOR <= timezone.now()


def _stale_since(link: IssueLink) -> datetime | None:
    fresh_until = link.issue.fetched_at + FRESH_FOR
    return fresh_until if fresh_until <= timezone.now() else None


def _refresh_cards(issues: list[Issue]) -> None:
    # Noted before asking: an issue that is gone, or a Linear that is down, is asked once a minute.
    Issue.objects.filter(pk__in=[issue.pk for issue in issues]).update(asked_at=timezone.now())
    followed = followed_workspaces({issue.workspace_id for issue in issues})
    _confirm([issue for issue in issues if issue.workspace_id in followed])
    ids_by_workspace: dict[Workspace, list[str]] = {}
    for issue in issues:
        if issue.workspace_id in followed:
            continue
        ids_by_workspace.setdefault(issue.workspace, []).append(str(issue.linear_id))
    for workspace, ids in ids_by_workspace.items():
        try:
            hook = connection.hook_to_call(workspace.account, workspace.linear_id)
            cards = connection.client_for(hook).issues(ids)
        except LinearError as error:
            logger.warning("cards.refresh_failed", extra={"code": error.code})
            continue
        for card in cards:
            store_card(workspace, card)
        note_gone(workspace, set(ids) - {card.id for card in cards})


def _confirm(issues: list[Issue]) -> None:
    """Note that these are as Linear has them: it would have told us of a change."""
    if issues:
        keys = [issue.pk for issue in issues]
        Issue.objects.filter(pk__in=keys).update(fetched_at=timezone.now())


def _fields(card: types.Issue) -> dict[str, Any]:
    now = timezone.now()
    return {
        "identifier": card.identifier,
        "title": card.title,
        "url": card.url,
        "card": card.to_json(),
        "linear_updated_at": card.updated_at,
        "fetched_at": now,
        "asked_at": now,
        "gone_at": None,
    }


# Of workspaces that are connected: the others' links wait until they are, again.
_LINKS = PreparedQuery(
    lambda: (
        IssueLink.objects.filter(
            conversation=Parameter("conversation", BigIntegerField()),
            issue__workspace__hook__isnull=False,
        )
        .select_related("issue__workspace__account")
        .order_by("pk")
    )
)
