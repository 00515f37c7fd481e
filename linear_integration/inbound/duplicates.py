"""Issues that were marked as duplicates: their links follow to the canonical issue."""

from .. import connection, features, link_moves
from ..linear import types
from ..linear.client import LinearClient
from ..models import Issue, IssueLink
from . import texts
from .arrivals import Arrival

DUPLICATE = "duplicate"
# A duplicate of a duplicate of …
LONGEST_CHAIN = 5


def canonical_of(arrival: Arrival, issue_id: str, state_type: str | None) -> types.Issue | None:
    """Ask Linear which issue a linked one is a duplicate of; None if it is of none."""
    workspace = arrival.workspace
    if state_type != DUPLICATE or not features.is_enabled(workspace.account):
        return None
    if not IssueLink.objects.filter(issue__workspace=workspace, issue__linear_id=issue_id).exists():
        return None
    hook = connection.hook_to_call(workspace.account, workspace.linear_id)
    return end_of_chain(connection.client_for(hook), issue_id)


def end_of_chain(client: LinearClient, issue_id: str) -> types.Issue | None:
    """Return the issue that all its duplicates, and theirs, stand for."""
    seen, next_id = {issue_id}, issue_id
    for _ in range(LONGEST_CHAIN):
        found = client.related_issue(next_id)
        if found is None:
            return None
        if found.issue.state.type != DUPLICATE or found.duplicate_of is None:
            return found.issue if found.issue.id != issue_id else None
        next_id = found.duplicate_of
        if next_id in seen:
            return None
        seen.add(next_id)
    return None


def follow_canonical(issue: Issue, canonical: types.Issue | None) -> None:
    """Let the links of a duplicate move; nothing happens to one that isn't, as we know by now."""
    if canonical is None:
        return
    duplicates = Issue.objects.filter(pk=issue.pk, card__state__type=DUPLICATE)
    links = IssueLink.objects.filter(issue__in=duplicates).order_by("conversation")
    for link in links.select_related("conversation__account", "issue__workspace"):
        note = texts.duplicate(issue, canonical)
        link_moves.move_to_issue(link, issue_id=canonical.id, note=note)
