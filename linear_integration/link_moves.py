"""Links that have to move in Linear: each is one operation, which the sweep sends."""

import uuid
from dataclasses import dataclass

from django.utils import timezone
from django_guid import get_guid

from conversations.inserting import insert_if_new

from .addresses import conversation_url
from .models import IssueLink, Operation
from .writes import Link


@dataclass(frozen=True, kw_only=True)
class Move:
    """Where a link goes, and the note about it, which only a move to another issue has."""

    issue_id: str
    url: str
    title: str
    note: str = ""


def move_to_issue(link: IssueLink, *, issue_id: str, note: str) -> Operation | None:
    """Store that the link moves to another issue, once; return the operation if it is new."""
    there = IssueLink.objects.filter(
        conversation=link.conversation, issue__linear_id=issue_id
    ).first()
    url = conversation_url(link.conversation)
    # The one that is there already keeps its title.
    title = there.title if there else link.title
    return _queue(link, Move(issue_id=issue_id, url=url, title=title, note=note))


def move_to_address(link: IssueLink) -> Operation | None:
    """Store that the link gets its conversation's address of today, once."""
    url = conversation_url(link.conversation)
    return _queue(link, Move(issue_id=str(link.issue.linear_id), url=url, title=link.title))


def is_moved_here(link: IssueLink) -> bool:
    """Return whether a move of ours removes this attachment."""
    moves = Operation.objects.filter(
        conversation=link.conversation_id, kind=Operation.Kind.MOVE_LINK
    ).exclude(status=Operation.Status.REFUSED)
    return any(move.payload["old_link_id"] == str(link.link_id) for move in moves)


def _queue(link: IssueLink, move: Move) -> Operation | None:
    now = timezone.now()
    place = Link(issue_id=move.issue_id, url=move.url, title=move.title)
    operation = Operation(
        account=link.conversation.account,
        workspace=link.issue.workspace,
        conversation=link.conversation,
        kind=Operation.Kind.MOVE_LINK,
        issue_id=link.issue.linear_id,
        link_id=uuid.uuid4(),
        payload={
            "link": dict(vars(place)),
            "old_link_id": str(link.link_id),
            "identifier": link.issue.identifier,
            "note": move.note,
        },
        # The same move is meant however often, and by whomever, it is asked for.
        idempotency_key=_key(link, move),
        request_hash="",
        attempts=0,
        request_id=get_guid() or "",
        lease_until=now,
        next_attempt_at=now,
    )
    return operation if insert_if_new(operation) else None


def _key(link: IssueLink, move: Move) -> str:
    return str(uuid.uuid5(link.link_id, f"{move.issue_id} {move.url}"))
