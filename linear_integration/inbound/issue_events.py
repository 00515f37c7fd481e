"""Events of issues: the card follows, and people are told, without a question to Linear."""

from ..automations import tell
from ..cards import follow
from ..entities import known_team
from ..linear import types
from ..linear.webhook_payloads import ISSUE, updated_card
from ..models import Issue, Workspace
from ..resolutions import is_our_own
from .arrivals import Arrival, Outcome, was_removed
from .duplicates import canonical_of, follow_canonical
from .issue_happenings import happening_of


class IssueEvents:
    """Created, updated (archived, trashed and moved, too), or removed for good."""

    def ask(self, arrival: Arrival) -> types.Issue | None:
        """Ask for the canonical issue of one that has become a duplicate, and for nothing else."""
        payload = arrival.event.data(ISSUE)
        return canonical_of(arrival, payload.id, payload.state.type if payload.state else None)

    def apply(self, arrival: Arrival, answer: types.Issue | None) -> Outcome:
        """Bring the card of an issue that we keep to where the event has it."""
        payload = arrival.event.data(ISSUE)
        issue = locked_issue(arrival.workspace, payload.id)
        if issue is None:
            return Outcome.NOT_LINKED
        team = known_team(arrival.workspace, payload.team_id)
        card = updated_card(types.Issue.from_json(issue.card), payload, team)
        # An event that comes late doesn't bring back what was removed.
        is_gone = was_removed(arrival, "Issue", payload.id)
        is_new = follow(issue, card, is_gone=is_gone)
        # Told of even when it comes late: that it happened is as true as before.
        happening = happening_of(arrival.event.envelope, card, team)
        if happening and not is_our_own(issue, happening):
            issue.refresh_from_db()
            tell(issue, happening)
        follow_canonical(issue, answer)
        return Outcome.UPDATED if is_new else Outcome.NOT_NEWER


def locked_issue(workspace: Workspace, linear_id: str) -> Issue | None:
    """Return the issue as we keep it, if we do; two events of one issue wait for each other."""
    issues = Issue.objects.filter(workspace=workspace, linear_id=linear_id)
    return issues.select_for_update(no_key=True).first()
