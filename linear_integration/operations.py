"""How a write to Linear is made exactly once.

    begin    the operation is stored, with the ids of what it will create
    attempt  one request to Linear, outside of any transaction
               done       one transaction writes link, activity message and result
               refused    Linear did nothing, and said so
               unknown    the answer was lost: Linear may have done it or not
    finish   whoever comes next (the caller again, or the sweep) asks Linear by our ids what there
             is and sends only what is missing, until the operation is done or refused

A process that dies leaves an operation whose lease runs out, and the sweep goes on with it.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, JSONField, UUIDField
from django.http import Http404
from django.utils import timezone
from django_guid import get_guid

from conversations.inserting import insert_if_new
from conversations.models import User
from conversations.prepared import Parameter, PreparedUpdate

from . import connection, operation_log
from .linear.deadline import time_limit
from .linear.errors import IdConflict, LinearError
from .linear.transport import CALL_SECONDS
from .models import Hook, Operation
from .obsolete import gives_up_at, require_meaning
from .operation_errors import OperationInProgress, OutcomeUnknown, error_of, stored
from .operation_lease import LEASE, LONGEST_BACKOFF, backoff, take
from .operation_requests import Plan, Request, find
from .writes import WRITES, Made, Write

SWEEP_SIZE = 50
SWEEP_SECONDS = 30.0
NEEDED = ("account", "workspace", "conversation__account", "requested_by")
OPEN = (Operation.Status.PENDING, Operation.Status.UNKNOWN)


class _KeyTaken(Exception):
    """An operation with this key is there."""


def perform(request: Request, make_plan: Callable[[], Plan]) -> dict[str, Any]:
    """Carry out a new write, or find what became of it, and return what the caller is answered."""
    try:
        plan = make_plan()
        operation = begin(request, plan)
    except (LinearError, Http404, _KeyTaken):
        # Whatever stands in the way of a new write: one of the same key is answered as it was.
        earlier = find(request)
        if earlier is None:
            raise
        return answer(earlier)
    return _answer_of(attempt(operation, is_first=True, hook=plan.hook))


def answer(operation: Operation) -> dict[str, Any]:
    """Answer a repeated request: as before, or by finishing what was left open."""
    if operation.status == Operation.Status.DONE or _is_final(operation):
        return _answer_of(operation)
    was_refused = operation.status == Operation.Status.REFUSED
    if not take(operation):
        raise OperationInProgress
    return _answer_of(attempt(operation, is_first=was_refused))


def begin(request: Request, plan: Plan) -> Operation:
    """Store the operation before anything is sent; raises when its key is in use."""
    operation = _planned(request, plan, lease=LEASE)
    if not insert_if_new(operation):
        raise _KeyTaken
    return operation


def queue(request: Request, plan: Plan) -> Operation | None:
    """Store an operation that the sweep will send; None if the same is there.

    It can be stored in a transaction of the caller's, together with what wants it: then it is sent
    once that is certain.
    """
    operation = _planned(request, plan, lease=timedelta(0))
    operation.attempts = 0
    return operation if insert_if_new(operation) else None


def send_queued(operation: Operation) -> None:
    """Send at once what somebody waits for, unless the sweep has begun with it."""
    if take(operation):
        with time_limit(CALL_SECONDS):
            attempt(operation, is_first=False)


def attempt(operation: Operation, *, is_first: bool, hook: Hook | None = None) -> Operation:
    """Send the operation to Linear, or find out what became of it; the caller holds its lease."""
    write = WRITES[Operation.Kind(operation.kind)]
    try:
        if not is_first:
            require_meaning(operation)
        if hook is None:
            hook = connection.hook_to_call(operation.account, operation.workspace.linear_id)
        client = connection.writer_for(hook, _author_of(operation))
        try:
            made = (write.send if is_first else write.repeat)(client, operation)
        except LinearError as error:
            if not _can_be_asked_at_once(error):
                raise
            is_first = False
            made = write.repeat(client, operation)
    except LinearError as error:
        return _failed(operation, error, is_first=is_first)
    return _done(operation, write, made)


def sweep() -> int:
    """Go on with the operations that are due, for half a minute; return how many were finished."""
    stop_at = time.monotonic() + SWEEP_SECONDS
    now = timezone.now()
    due = Operation.objects.filter(
        status__in=OPEN, next_attempt_at__lte=now, lease_until__lte=now
    ).order_by("next_attempt_at")
    finished = 0
    for operation in due.select_related(*NEEDED)[:SWEEP_SIZE]:
        if time.monotonic() > stop_at:
            break
        if take(operation):
            with time_limit(CALL_SECONDS):
                finished += attempt(operation, is_first=False).status not in OPEN
    return finished


def require_done(operation: Operation) -> None:
    """Raise why an operation has no result, or none yet."""
    if operation.status in OPEN:
        raise OutcomeUnknown(operation)
    if operation.status == Operation.Status.REFUSED:
        raise error_of(operation)


def _author_of(operation: Operation) -> User | None:
    # For these people would have to allow more than to create; they are not asked to.
    is_change = operation.kind in (Operation.Kind.UNLINK_ISSUE, Operation.Kind.COMPLETE_ISSUE)
    return None if is_change else operation.requested_by


def _can_be_asked_at_once(error: LinearError) -> bool:
    # Linear itself says which step failed, or that our id is there: so it is awake, and can tell
    # what became of the others. After a lost answer the write may still be under way.
    return isinstance(error, IdConflict) or (error.outcome_unknown and bool(error.path))


def _done(operation: Operation, write: Write[Made], made: Made) -> Operation:
    operation.result = write.answer(operation, made)
    with transaction.atomic():
        # Of two attempts that succeed at once, the one that changes the row writes the rest.
        is_ours = _FINISH.run(id=operation.pk, result=operation.result, now=timezone.now())
        if is_ours:
            write.record(operation, made)
    operation.status = Operation.Status.DONE
    if is_ours:
        operation_log.done(operation)
    return operation


def _failed(operation: Operation, error: LinearError, *, is_first: bool) -> Operation:
    """Note the failure: refused when nothing can have come of it, else unknown and due again."""
    now = timezone.now()
    next_attempt_at = now + max(backoff(operation), _named_by(error))
    is_refused = not error.outcome_unknown and (is_first or error.permanent)
    # Only as long as this attempt is the latest, and no other has brought it to its end.
    mine = Operation.objects.filter(pk=operation.pk, attempts=operation.attempts)
    with transaction.atomic():
        is_noted = mine.exclude(status=Operation.Status.DONE).update(
            error=stored(error),
            status=Operation.Status.REFUSED if is_refused else Operation.Status.UNKNOWN,
            finished_at=now if is_refused else None,
            lease_until=now,
            # Once it is given up, it ends at once.
            next_attempt_at=max(now, min(next_attempt_at, gives_up_at(operation))),
        )
        if is_refused and is_noted:
            WRITES[Operation.Kind(operation.kind)].refused(operation, error)
    operation_log.failed(operation, error, is_final=is_refused and bool(is_noted))
    return Operation.objects.select_related(*NEEDED).get(pk=operation.pk)


def _named_by(error: LinearError) -> timedelta:
    return min(timedelta(seconds=error.retry_after_seconds or 0), LONGEST_BACKOFF)


def _answer_of(operation: Operation) -> dict[str, Any]:
    require_done(operation)
    return dict(operation.result or {})


def _is_final(operation: Operation) -> bool:
    is_refused = operation.status == Operation.Status.REFUSED
    return is_refused and error_of(operation).permanent


def _planned(request: Request, plan: Plan, *, lease: timedelta) -> Operation:
    now = timezone.now()
    asked_in_linear = {"name_in_linear": request.name_in_linear} if request.name_in_linear else {}
    return Operation(
        id=request.id,
        account=request.account,
        workspace=plan.hook.workspace,
        conversation=request.conversation,
        requested_by=request.by,
        kind=request.kind,
        issue_id=plan.issue_id,
        link_id=plan.link_id,
        comment_id=plan.comment_id,
        payload=plan.payload | asked_in_linear,
        idempotency_key=request.idempotency_key,
        request_hash=request.hash,
        request_id=get_guid() or "",
        lease_until=now + lease,
        next_attempt_at=now + lease,
    )


_FINISH = PreparedUpdate(
    lambda: Operation.objects.filter(pk=Parameter("id", UUIDField())).exclude(
        status=Operation.Status.DONE
    ),
    status=Operation.Status.DONE,
    result=Parameter("result", JSONField()),
    error=None,
    finished_at=Parameter("now", DateTimeField()),
)
