"""What the log of operations says of our own webhooks in Linear: made, changed, deleted, or not.

An entry is the record of what has ended, and nothing for the sweep to finish: the periodic task
asks Linear itself whether a webhook is as it should be. What is tried again stays one entry.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django_guid import get_guid

from conversations.models import User

from . import operation_log
from .linear.errors import IdConflict, LinearError, NotFound
from .models import Hook, Operation
from .operation_errors import stored


@dataclass(frozen=True)
class WebhookWrite:
    """One write: `webhook` has the `id` of the webhook, and what else it is to have.

    `by` is the administrator who wants it, None the bridge itself.
    """

    hook: Hook
    kind: Operation.Kind
    webhook: dict[str, Any]
    by: User | None


@contextmanager
def recorded(write: WebhookWrite) -> Iterator[None]:
    """Record how the call to Linear inside ends; its errors go on upwards."""
    try:
        yield
    except NotFound:  # there is nothing any more that it could change
        raise
    except IdConflict:  # an earlier attempt got through, and may have died before it was recorded
        entry = _latest(write)
        if entry is None or entry.status == Operation.Status.REFUSED:
            _record(write, entry)
        raise
    except LinearError as error:
        _record(write, _refused(write), error)
        raise
    _record(write, _refused(write))


def note_found_done(write: WebhookWrite) -> None:
    """Record that a write was done whose answer was lost; without such a one nothing."""
    if entry := _refused(write):
        _record(write, entry)


def _latest(write: WebhookWrite) -> Operation | None:
    """Return the newest entry of the same kind, if it is of the same write."""
    known = Operation.objects.filter(workspace=write.hook.workspace_id, kind=write.kind)
    entry = known.order_by("-created_at", "-id").first()
    return entry if entry and entry.payload["webhook"] == write.webhook else None


def _refused(write: WebhookWrite) -> Operation | None:
    entry = _latest(write)
    return entry if entry and entry.status == Operation.Status.REFUSED else None


def _record(
    write: WebhookWrite, earlier: Operation | None, error: LinearError | None = None
) -> None:
    entry = earlier or _new(write)
    if earlier:
        entry.attempts += 1
        if write.by:
            entry.retried_by, entry.retried_at = write.by, timezone.now()
    entry.finished_at = timezone.now()
    if error:
        entry.status, entry.error = Operation.Status.REFUSED, stored(error)
    else:
        entry.status, entry.error = Operation.Status.DONE, None
    entry.save()
    if error:
        operation_log.failed(entry, error, is_final=earlier is None)
    else:
        operation_log.done(entry)


def _new(write: WebhookWrite) -> Operation:
    now = timezone.now()
    return Operation(
        account_id=write.hook.workspace.account_id,
        workspace=write.hook.workspace,
        requested_by=write.by,
        kind=write.kind,
        payload={"webhook": write.webhook, "is_automatic": write.by is None},
        request_id=get_guid() or "",
        lease_until=now,
        next_attempt_at=now,
    )
