"""Who carries out an operation: one attempt at a time holds its lease, and each waits longer."""

from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from .models import Operation

# Few attempts take longer. One that does may be overtaken by the sweep, which does no harm, since
# both send the same ids; one whose process has died is not waited for.
LEASE = timedelta(seconds=5)
BACKOFF_SECONDS = (1, 2, 5, 15, 60, 300, 900, 3600)
LONGEST_BACKOFF = timedelta(seconds=BACKOFF_SECONDS[-1])


def take(operation: Operation, **changes: Any) -> bool:
    """Take the lease, unless somebody else holds it or has finished the operation.

    Should this attempt die, the sweep finds the operation open; each time later, and after the
    others that are due. `changes` are noted along with it.
    """
    now = timezone.now()
    free = Operation.objects.filter(
        pk=operation.pk, status=operation.status, lease_until__lte=now, attempts=operation.attempts
    )
    is_taken = free.update(
        status=Operation.Status.PENDING,
        lease_until=now + LEASE,
        next_attempt_at=now + LEASE + backoff(operation),
        attempts=F("attempts") + 1,
        **changes,
    )
    operation.attempts += is_taken
    return bool(is_taken)


def backoff(operation: Operation) -> timedelta:
    """Return how long to wait after this many attempts."""
    # One that was queued has had none yet.
    step = min(max(operation.attempts, 1), len(BACKOFF_SECONDS)) - 1
    return timedelta(seconds=BACKOFF_SECONDS[step])
