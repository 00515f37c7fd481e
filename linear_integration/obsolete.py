"""Writes to Linear that nobody means any more: repeating them would undo what was done since."""

from datetime import timedelta

from django.utils import timezone

from .models import Operation
from .operation_errors import GivenUp, Superseded

# Nobody expects an operation any more that Linear hasn't confirmed for so long.
GIVE_UP_AFTER = timedelta(days=3)


def require_meaning(operation: Operation) -> None:
    """Raise for an operation that nobody means any more, however it ended in Linear."""
    if operation.created_at < timezone.now() - GIVE_UP_AFTER:
        raise GivenUp
    if _is_superseded(operation):
        raise Superseded


def _is_superseded(operation: Operation) -> bool:
    """Whether the agent has linked or unlinked the same issue since, and that is done."""
    if operation.kind == Operation.Kind.CREATE_ISSUE:
        return False
    later = Operation.objects.filter(
        conversation=operation.conversation,
        workspace=operation.workspace,
        status=Operation.Status.DONE,
        created_at__gt=operation.created_at,
    )
    return any(_names_of_issue(operation) & _names_of_issue(each) for each in later)


def _names_of_issue(operation: Operation) -> set[str]:
    result, payload = operation.result or {}, operation.payload
    names = [
        operation.issue_id,
        payload.get("identifier"),
        payload.get("link", {}).get("issue_id"),
        result.get("id"),
        result.get("identifier"),
    ]
    return {str(name) for name in names if name is not None}
