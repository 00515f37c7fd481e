"""When a comparison is due, who carries it out, and how it goes on where it stopped.

The row of a workspace carries a lease. A round takes half a minute; what is left then is done in
the next one, the longest untouched first, and so is what a worker that died has left.
"""

import logging
import time
from datetime import timedelta
from typing import Any

from django.utils import timezone

from conversations.inserting import insert_if_new

from .. import connection
from ..connection.clients import HookClient
from ..linear.deadline import time_limit
from ..linear.errors import LinearError
from ..linear.transport import CALL_SECONDS
from ..models import Hook, Reconciliation, Workspace
from .issues import Issues
from .links import Links
from .phases import Phase

logger = logging.getLogger(__name__)

EVERY = timedelta(minutes=15)
# Of all workspaces together: well within the time that a task is given.
ROUND_SECONDS = 30.0
LEASE = timedelta(seconds=60)
# After a failure, or while little of Linear's limits is left.
PAUSE = timedelta(minutes=2)
# What is left to those who work in a conversation.
RESERVED_FRACTION = 0.3
# Linear's clock and ours, and what was under way at the moment when the last one began.
OVERLAP = timedelta(minutes=5)

PHASES: dict[str, Phase] = {
    Reconciliation.Phase.ISSUES: Issues(),
    Reconciliation.Phase.LINKS: Links(),
}


def want(workspace: Workspace) -> Reconciliation:
    """Let a comparison begin now, or go on; return it as it stands."""
    now = timezone.now()
    insert_if_new(Reconciliation(workspace=workspace, next_at=now))
    row = Reconciliation.objects.filter(workspace=workspace)
    row.update(next_at=now)
    return row.get()


def reconcile_due() -> int:
    """Carry out the comparisons that are due, for half a minute; return how many were finished.

    What there was no time for comes first in the next round.
    """
    stop_at = time.monotonic() + ROUND_SECONDS
    for hook in Hook.objects.filter(workspace__reconciliation=None).select_related("workspace"):
        insert_if_new(Reconciliation(workspace=hook.workspace))
    due = Reconciliation.objects.filter(
        workspace__hook__status=Hook.Status.ENABLED, next_at__lte=timezone.now()
    )
    finished = 0
    for row in due.select_related("workspace__account").order_by("lease_until"):
        if time.monotonic() > stop_at:
            break
        if _take(row):
            finished += _run(row, stop_at)
    return finished


def _take(row: Reconciliation) -> bool:
    now = timezone.now()
    free = Reconciliation.objects.filter(pk=row.pk, lease_until__lte=now, next_at=row.next_at)
    return bool(free.update(lease_until=now + LEASE))


def _run(row: Reconciliation, stop_at: float) -> bool:
    """Begin or go on with a comparison; return whether it came to its end."""
    if not row.is_running:
        _begin(row)
    try:
        with time_limit(CALL_SECONDS):
            hook = connection.hook_to_call(row.workspace.account, row.workspace.linear_id)
            client = connection.client_for(hook)
        is_over = _go_on(row, client, stop_at)
    except LinearError as error:
        logger.warning("reconciliation.failed", extra={"code": error.code})
        problem = {"code": error.code, "message": str(error)}
        _save(row, error=problem, next_at=timezone.now() + PAUSE, lease_until=timezone.now())
        return False
    if is_over:
        _end(row)
    return is_over


def _begin(row: Reconciliation) -> None:
    phase = next(iter(PHASES))
    total = sum(each.rows(row.workspace).count() for each in PHASES.values())
    _save(
        row,
        started_at=timezone.now(),
        phase=phase,
        last_id=0,
        done=0,
        total=total,
        repaired=0,
        error=None,
    )


def _go_on(row: Reconciliation, client: HookClient, stop_at: float) -> bool:
    """Compare chunk after chunk; False when time or budget is up before the end."""
    for name in list(PHASES)[list(PHASES).index(row.phase) :]:
        if name != row.phase:
            _save(row, phase=name, last_id=0)
        while rows := _next_rows(row):
            if client.remaining_fraction < RESERVED_FRACTION:
                _save(row, next_at=timezone.now() + PAUSE, lease_until=timezone.now())
                return False
            if time.monotonic() > stop_at:
                _save(row, lease_until=timezone.now())
                return False
            repaired = PHASES[name].repair(row.workspace, client, rows, row.since)
            _save(
                row,
                last_id=rows[-1].pk,
                done=row.done + len(rows),
                repaired=row.repaired + repaired,
                repaired_at=timezone.now() if repaired else row.repaired_at,
                error=None,
                lease_until=timezone.now() + LEASE,
            )
    return True


def _next_rows(row: Reconciliation) -> list[Any]:
    phase = PHASES[row.phase]
    rows = phase.rows(row.workspace).filter(pk__gt=row.last_id).order_by("pk")
    return list(rows[: phase.chunk_size])


def _end(row: Reconciliation) -> None:
    logger.info("reconciliation.done", extra={"compared": row.done, "repaired": row.repaired})
    now = timezone.now()
    begun = row.started_at or now
    # Whoever wanted one meanwhile gets one: then it is due already.
    Reconciliation.objects.filter(pk=row.pk, next_at=row.next_at).update(next_at=begun + EVERY)
    _save(
        row,
        phase=Reconciliation.Phase.NONE,
        since=begun - OVERLAP,
        finished_at=now,
        lease_until=now,
    )


def _save(row: Reconciliation, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    Reconciliation.objects.filter(pk=row.pk).update(**values)
