"""How a write to Linear is made exactly once.

    begin    one transaction stores the operation, with the ids of what it will create
    attempt  one request to Linear, outside of any transaction
               done       a second transaction writes link, activity message and result
               refused    Linear did nothing, and said so
               unknown    the answer was lost: Linear may have done it or not
    finish   whoever comes next (the caller again, or the sweep) asks Linear by our ids what there
             is and sends only what is missing, until the operation is done or refused

A process that dies leaves an operation whose lease runs out, and the sweep goes on with it.
"""

import hashlib
import json
import logging
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from conversations.models import Account, Conversation, User

from . import connection
from .linear.errors import LinearError
from .models import Hook, Operation
from .operation_errors import (
    FINAL_ERRORS,
    KeyReused,
    OperationInProgress,
    OutcomeUnknown,
    error_of,
    stored,
)
from .writes import WRITES

logger = logging.getLogger(__name__)

# Longer than any call to Linear may take.
LEASE = timedelta(seconds=20)
BACKOFF_SECONDS = (1, 2, 5, 15, 60, 300, 900, 3600)
SWEEP_SIZE = 50
OPEN = (Operation.Status.PENDING, Operation.Status.UNKNOWN)


@dataclass(frozen=True)
class Request:
    """What a caller asks for; two with the same key and body are the same request."""

    account: Account
    kind: Operation.Kind
    body: dict[str, Any]
    idempotency_key: str | None = None

    @property
    def hash(self) -> str:
        """The SHA-256 of kind and body, in hex."""
        text = json.dumps([self.kind, self.body], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Plan:
    """A write to Linear as `begin` stores it: its ids, and what is sent."""

    hook: Hook
    conversation: Conversation
    by: User
    link_id: uuid.UUID
    payload: dict[str, Any]
    issue_id: uuid.UUID | None = None


def find(request: Request) -> Operation | None:
    """Return the operation of an earlier, equal request; raises KeyReused for an unequal one."""
    if request.idempotency_key is None:
        return None
    operation = Operation.objects.filter(
        account=request.account, idempotency_key=request.idempotency_key
    ).first()
    if operation is not None and operation.request_hash != request.hash:
        raise KeyReused("This Idempotency-Key was used for another request. Send a new one.")
    return operation


def perform(request: Request, plan: Plan) -> dict[str, Any]:
    """Carry out a new write and return what the caller is answered."""
    try:
        operation = begin(request, plan)
    except IntegrityError:
        # A twin with the same key was quicker.
        earlier = find(request)
        if earlier is None:
            raise
        return answer(earlier)
    return _answer_of(attempt(operation, is_first=True))


def answer(operation: Operation) -> dict[str, Any]:
    """Answer a repeated request: as before, or by finishing what was left open."""
    if operation.status == Operation.Status.DONE or _is_final(operation):
        return _answer_of(operation)
    if not _take(operation):
        text = "This request is being carried out right now. Ask again in a moment."
        raise OperationInProgress(text, retry_after_seconds=1)
    was_refused = operation.status == Operation.Status.REFUSED
    return _answer_of(attempt(operation, is_first=was_refused))


def begin(request: Request, plan: Plan) -> Operation:
    """Store the operation before anything is sent."""
    now = timezone.now()
    with transaction.atomic():
        return Operation.objects.create(
            account=request.account,
            workspace=plan.hook.workspace,
            conversation=plan.conversation,
            requested_by=plan.by,
            kind=request.kind,
            issue_id=plan.issue_id,
            link_id=plan.link_id,
            payload=plan.payload,
            idempotency_key=request.idempotency_key,
            request_hash=request.hash,
            lease_until=now + LEASE,
            next_attempt_at=now + LEASE,
        )


def attempt(operation: Operation, *, is_first: bool) -> Operation:
    """Send the operation to Linear, or find out what became of it; the caller holds its lease."""
    write = WRITES[Operation.Kind(operation.kind)]
    try:
        hook = connection.hook_for(operation.account, operation.workspace.linear_id)
        client = connection.client_for(hook)
        try:
            attachment = (write.send if is_first else write.repeat)(client, operation)
        except LinearError as error:
            if not (error.outcome_unknown and error.path):
                raise
            # Linear itself says which step failed: it is there, and can be asked at once what
            # became of the others. After a lost answer the write may still be under way.
            is_first = False
            attachment = write.repeat(client, operation)
    except LinearError as error:
        return _failed(operation, error, is_first=is_first)
    return _done(operation, write.record, attachment)


def sweep() -> int:
    """Go on with every operation that is due; return how many were finished."""
    now = timezone.now()
    due = Operation.objects.filter(
        status__in=OPEN, next_attempt_at__lte=now, lease_until__lte=now
    ).order_by("next_attempt_at")
    finished = 0
    for operation in due.select_related("account", "workspace", "conversation")[:SWEEP_SIZE]:
        if _take(operation):
            finished += attempt(operation, is_first=False).status not in OPEN
    return finished


def _take(operation: Operation) -> bool:
    """Take the lease, unless somebody else holds it or has finished the operation."""
    now = timezone.now()
    free = Operation.objects.filter(
        pk=operation.pk, status=operation.status, lease_until__lte=now, attempts=operation.attempts
    )
    is_taken = free.update(
        lease_until=now + LEASE,
        # Should this attempt die, the others that are due come first.
        next_attempt_at=now + LEASE,
        attempts=F("attempts") + 1,
    )
    operation.attempts += is_taken
    return bool(is_taken)


def _done(operation: Operation, record: Any, attachment: Any) -> Operation:
    with transaction.atomic():
        current = Operation.objects.select_for_update().get(pk=operation.pk)
        if current.status == Operation.Status.DONE:
            return current
        current.result = record(current, attachment)
        current.status = Operation.Status.DONE
        current.error = None
        current.finished_at = timezone.now()
        current.save(update_fields=["result", "status", "error", "finished_at"])
    logger.info("operation.done", extra=_fields_to_log(current))
    return current


def _failed(operation: Operation, error: LinearError, *, is_first: bool) -> Operation:
    """Note the failure: refused when nothing can have come of it, else unknown and due again."""
    now = timezone.now()
    is_refused = not error.outcome_unknown and (is_first or isinstance(error, FINAL_ERRORS))
    operation.error = stored(error)
    operation.status = Operation.Status.REFUSED if is_refused else Operation.Status.UNKNOWN
    operation.finished_at = now if is_refused else None
    operation.lease_until = now
    operation.next_attempt_at = now + _wait(operation, error)
    operation.save(
        update_fields=["error", "status", "finished_at", "lease_until", "next_attempt_at"]
    )
    logger.warning("operation.failed", extra=_fields_to_log(operation) | {"code": error.code})
    return operation


def _wait(operation: Operation, error: LinearError) -> timedelta:
    step = min(operation.attempts, len(BACKOFF_SECONDS)) - 1
    return timedelta(seconds=max(BACKOFF_SECONDS[step], error.retry_after_seconds or 0))


def _answer_of(operation: Operation) -> dict[str, Any]:
    if operation.status in OPEN:
        raise OutcomeUnknown(operation)
    if operation.status == Operation.Status.REFUSED:
        raise error_of(operation)
    return dict(operation.result or {})


def _is_final(operation: Operation) -> bool:
    is_refused = operation.status == Operation.Status.REFUSED
    return is_refused and isinstance(error_of(operation), FINAL_ERRORS)


def _fields_to_log(operation: Operation) -> dict[str, object]:
    return {"operation": operation.pk, "kind": operation.kind, "attempts": operation.attempts}
