"""What the switches say of issues whose conversation is resolved."""

from conversations.models import Conversation

from ..linear import types
from ..models import Automations, Issue

# Which switch lets an issue be completed, by the type of the state that it is in.
SWITCH_BY_TYPE = {
    "triage": "complete_triage",
    "backlog": "complete_backlog",
    "unstarted": "complete_unstarted",
    "started": "complete_started",
}


def types_to_complete(automations: Automations) -> list[str]:
    """Return the types of states from which resolving completes an issue."""
    if not automations.complete_on_resolved:
        return []
    return [each for each, switch in SWITCH_BY_TYPE.items() if getattr(automations, switch)]


def is_resolved_everywhere(issue: Issue) -> bool:
    """Return whether each of the account's conversations with the issue is resolved."""
    linked = Conversation.objects.filter(issue_links__issue=issue)
    return not linked.exclude(status=Conversation.Status.RESOLVED).exists()


def is_shelved(issue: Issue) -> bool:
    """Return whether nobody looks for news at the issue: archived, trashed or gone."""
    card = types.Issue.from_json(issue.card)
    return bool(issue.gone_at or card.archived_at or card.trashed)
