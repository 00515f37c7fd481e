"""Issues as we last saw them: kept in our tables, so that the sidebar asks Linear for nothing."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from conversations.models import Conversation

from . import connection
from .linear import types
from .linear.errors import LinearError
from .models import Hook, Issue, IssueLink, Workspace

logger = logging.getLogger(__name__)

FRESH_FOR = timedelta(minutes=1)


@dataclass(frozen=True)
class LinkedIssue:
    """A link of a conversation, with the issue's card; `stale_since` once that has grown old."""

    link: IssueLink
    card: types.Issue
    stale_since: datetime | None


def store_card(workspace: Workspace, card: types.Issue) -> Issue:
    """Keep what Linear says of an issue; what is older than what we have changes nothing."""
    issue, is_new = Issue.objects.get_or_create(
        workspace=workspace, linear_id=card.id, defaults=_fields(card)
    )
    if not is_new:
        newer = Issue.objects.filter(pk=issue.pk, linear_updated_at__lte=card.updated_at)
        newer.update(**_fields(card))
        issue.refresh_from_db()
    return issue


def linked_issues(conversation: Conversation, *, refresh: bool = True) -> list[LinkedIssue]:
    """Return the conversation's links, oldest first.

    Cards older than a minute are asked for again unless `refresh` is false; when Linear can't
    answer, what we have is returned with `stale_since`.
    """
    links = _links(conversation)
    if refresh and any(_stale_since(link) for link in links):
        _refresh_cards(link for link in links if _stale_since(link))
        links = _links(conversation)
    return [
        LinkedIssue(link, types.Issue.from_json(link.issue.card), _stale_since(link))
        for link in links
    ]


def _links(conversation: Conversation) -> list[IssueLink]:
    # Of workspaces that are connected: the others' links wait until they are, again.
    links = conversation.issue_links.filter(issue__workspace__hook__isnull=False)
    return list(links.select_related("issue__workspace__hook").order_by("pk"))


def _stale_since(link: IssueLink) -> datetime | None:
    fresh_until = link.issue.fetched_at + FRESH_FOR
    return fresh_until if fresh_until <= timezone.now() else None


def _refresh_cards(links: Iterable[IssueLink]) -> None:
    ids_by_hook: dict[Hook, list[str]] = {}
    for link in links:
        ids_by_hook.setdefault(link.issue.workspace.hook, []).append(str(link.issue.linear_id))
    for hook, ids in ids_by_hook.items():
        try:
            cards = connection.client_for(hook).issues(ids)
        except LinearError as error:
            logger.warning("cards.refresh_failed", extra={"code": error.code})
            continue
        for card in cards:
            store_card(hook.workspace, card)


def _fields(card: types.Issue) -> dict[str, object]:
    return {
        "identifier": card.identifier,
        "title": card.title,
        "url": card.url,
        "card": card.to_json(),
        "linear_updated_at": card.updated_at,
        "fetched_at": timezone.now(),
    }
