"""How the calls to a workspace go, noted for the settings page.

Each process notes it for the hooks that it uses: once a minute, and at once when an error begins or
ends. So web and workers share one row a workspace, for which few calls pay, and a row that can't be
written is a line in the log and nothing else.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import Error as DatabaseError
from django.utils import timezone
from django_guid import get_guid

from ..linear.deadline import time_limit
from ..linear.errors import InvalidInput, LinearError, NotConnected
from ..linear.rate_limit import Budget
from ..models import ConnectionHealth, Hook
from .database import leave_database

logger = logging.getLogger(__name__)

INTERVAL_SECONDS = 60.0
# Where every second call fails, an error begins and ends all the time.
NOTES_AN_INTERVAL = 10
# What the caller may lose by it while the database hangs.
WRITE_SECONDS = 1.0


class Pace:
    """When one process is to note something of one hook again; shared by its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._began_at = float("-inf")
        self._notes = 0
        self._noted = ""

    def is_due(self, outcome: str) -> bool:
        """Return whether this outcome (an error's code, or nothing) is to be noted now."""
        now = time.monotonic()
        with self._lock:
            if now - self._began_at >= INTERVAL_SECONDS:
                self._began_at, self._notes = now, 0
            elif outcome == self._noted or self._notes >= NOTES_AN_INTERVAL:
                return False
            self._notes += 1
            self._noted = outcome
            return True


@contextmanager
def noted(hook: Hook, budget: Budget, *, operation: str) -> Iterator[None]:
    """Note how the call inside went, outside of every transaction; its errors go on upwards."""
    try:
        yield
    except NotConnected:  # there is nothing any more to note something of
        raise
    except InvalidInput:  # Linear is well: it has looked at what was sent
        _note(hook, budget, error=None)
        raise
    except LinearError as error:
        about = {"code": error.code, "message": str(error)}
        _note(hook, budget, error=about | {"operation": operation, "request_id": get_guid()})
        raise
    _note(hook, budget, error=None)


@lru_cache(maxsize=1024)
def _pace_of(hook_id: int, connected_at: datetime) -> Pace:
    return Pace()


def _note(hook: Hook, budget: Budget, *, error: dict[str, Any] | None) -> None:
    if not _pace_of(hook.pk, hook.connected_at).is_due(error["code"] if error else ""):
        return
    try:
        with time_limit(WRITE_SECONDS):
            _write(hook, budget, error=error)
    except DatabaseError:
        logger.warning("health.not_noted", exc_info=True)
        # A connection that failed is not left to the caller.
        leave_database()


def _write(hook: Hook, budget: Budget, *, error: dict[str, Any] | None) -> None:
    now = timezone.now()
    values: dict[str, Any] = {"asked_at": now}
    if allowances := budget.allowances:
        values["budget"] = {name: asdict(each) for name, each in allowances.items()}
    if error is not None:
        values |= {"error": error, "failed_at": now, "recovered_at": None}
    ConnectionHealth.objects.bulk_create(
        [ConnectionHealth(workspace_id=hook.workspace_id, **values)],
        update_conflicts=True,
        unique_fields=["workspace"],
        update_fields=list(values),
    )
    if error is None:
        # Also one that another process has noted.
        failing = ConnectionHealth.objects.filter(workspace=hook.workspace_id, recovered_at=None)
        failing.exclude(failed_at=None).update(recovered_at=now)
