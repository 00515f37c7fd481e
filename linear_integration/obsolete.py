"""Writes to Linear that nobody means any more: repeating them would undo what was done since."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils import timezone

from .models import Operation
from .operation_errors import GivenUp, Superseded

# Of these each makes something new in Linear.
MAKES_ANOTHER = (Operation.Kind.CREATE_ISSUE, Operation.Kind.COMMENT_ISSUE)
# What is done to the issue itself, and leaves its links as they are.
LEAVES_LINKS = (Operation.Kind.COMMENT_ISSUE, Operation.Kind.COMPLETE_ISSUE)
# Nobody expects an operation any more that Linear hasn't confirmed for so long.
GIVE_UP_AFTER = timedelta(days=3)
# After so much silence, Linear calls an agent session stale.
ANSWER_WITHIN = timedelta(minutes=30)


def require_meaning(operation: Operation) -> None:
    """Raise for an operation that nobody means any more, however it ended in Linear."""
    if gives_up_at(operation) <= timezone.now():
        raise GivenUp
    # Who sends the same create or comment twice without a key may want two.
    if operation.kind not in MAKES_ANOTHER and superseded_among([operation]):
        raise Superseded


def gives_up_at(operation: Operation) -> datetime:
    """Return from when on nobody expects an operation any more that Linear hasn't confirmed."""
    wanted_at = operation.retried_at or operation.created_at
    is_answer = operation.kind == Operation.Kind.ANSWER_SESSION
    return wanted_at + (ANSWER_WITHIN if is_answer else GIVE_UP_AFTER)


def superseded_among(operations: Collection[Operation]) -> set[uuid.UUID]:
    """Return the ids of those that a later action has settled, in one query at most.

    A link or unlink is settled when the same issue has been linked or unlinked since; a create or a
    comment when the same one has been asked for again, and is there. What completes an issue, or is
    no conversation's, is settled by nothing here.
    """
    places = {each.conversation_id for each in operations} - {None}
    if not places:
        return set()
    done = Operation.objects.filter(
        conversation__in=places,
        status=Operation.Status.DONE,
        created_at__gt=min(each.created_at for each in operations),
    )
    return {each.pk for each in operations if any(_settles(later, each) for later in done)}


def _settles(later: Operation, operation: Operation) -> bool:
    place = (operation.conversation_id, operation.workspace_id)
    if (later.conversation_id, later.workspace_id) != place:
        return False
    if later.created_at <= operation.created_at:
        return False
    if operation.kind in MAKES_ANOTHER:
        return later.request_hash == operation.request_hash
    if later.kind in LEAVES_LINKS or operation.kind in LEAVES_LINKS:
        return False
    return bool(_names_of_issue(operation) & _names_of_issue(later))


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
