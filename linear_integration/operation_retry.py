"""Trying a write to Linear again, when an administrator wants it after all."""

import uuid
from collections.abc import Iterable

from django.utils import timezone

from conversations.models import User

from . import connection
from .models import Operation
from .obsolete import superseded_among
from .operation_errors import SETTLED, OperationInProgress, Superseded, error_of
from .operation_lease import take
from .operations import attempt, require_done
from .writes import WRITES


def retry(operation: Operation, *, by: User) -> None:
    """Bring an operation to its end after all; one that is done stays as it is.

    It can't double anything. It is still the same operation: what it creates has the ids that were
    stored before anything was sent for the first time, one attempt at a time holds the lease, and
    this one goes as the sweep's do. It asks Linear by those ids what there is, whatever became of
    earlier attempts, and sends only what is missing. A retry that is sent again finds the operation
    done, and is answered the same.

    What Linear can't take now goes on in the background, for as long as a new write would. Raises
    what the operation was refused for, where another attempt can't change it; Superseded; what is
    wrong with the connection, before anything is changed; OperationInProgress; OutcomeUnknown.
    """
    if operation.status == Operation.Status.DONE:
        return
    if _is_settled(operation):
        raise error_of(operation)
    if superseded_among([operation]):
        raise Superseded
    hook = connection.hook_to_call(operation.account, operation.workspace.linear_id)
    operation.retried_at = timezone.now()
    if not take(operation, retried_by=by, retried_at=operation.retried_at):
        raise OperationInProgress
    require_done(attempt(operation, is_first=False, hook=hook))


def retryable_among(operations: Iterable[Operation]) -> set[uuid.UUID]:
    """Return the ids of those that may come to another end, in one query at most."""
    open_again = [
        each
        for each in operations
        if each.status in (Operation.Status.REFUSED, Operation.Status.UNKNOWN)
        and not _is_settled(each)
    ]
    return {each.pk for each in open_again} - superseded_among(open_again)


def _is_settled(operation: Operation) -> bool:
    if operation.status != Operation.Status.REFUSED:
        return False
    # Nobody waits for an answer any more, and what it was is forgotten; a record can't be sent.
    is_past = operation.kind == Operation.Kind.ANSWER_SESSION or operation.kind not in WRITES
    return is_past or (operation.error or {}).get("code") in SETTLED
