"""The database before anything is served: wait for it, and migrate it once however many start."""

import logging
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

logger = logging.getLogger(__name__)

WAIT_SECONDS = 60.0
POLL_SECONDS = 0.5
CONNECT_SECONDS = 5
# Any number will do, as long as nobody else takes this lock in the same database.
MIGRATION_LOCK = 0x627269646765


class DatabaseUnreachable(Exception):
    """The database did not take a connection in time; the text says why."""


def wait_for_database(seconds: float) -> None:
    """Return when the database takes connections; raises DatabaseUnreachable after `seconds`."""
    give_up_at = time.monotonic() + seconds
    is_waiting = False
    while True:
        try:
            with _connection_of_its_own():
                return
        except OperationalError as error:
            reason = str(error).strip().splitlines()[0]
        if time.monotonic() >= give_up_at:
            raise DatabaseUnreachable(
                f"The database took no connection for {seconds:.0f} seconds: {reason}"
            )
        if not is_waiting:
            logger.warning("database.waiting", extra={"reason": reason, "seconds": seconds})
        is_waiting = True
        time.sleep(POLL_SECONDS)


def migrate_alone() -> None:
    """Apply the migrations that are missing; of several that start at once, one does and all wait.

    Each asks again once it has the lock, so the others find nothing left to do.
    """
    with _migration_lock():
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            logger.info("database.migrating", extra={"migrations": len(plan)})
            call_command("migrate", interactive=False, verbosity=0)
            logger.info("database.migrated", extra={"migrations": len(plan)})


@contextmanager
def _migration_lock() -> Iterator[None]:
    """Hold an advisory lock of PostgreSQL; SQLite serves one machine, where one process starts.

    https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
    """
    if connection.vendor != "postgresql":
        yield
        return
    # The lock ends with its connection, whatever becomes of this process.
    with _connection_of_its_own() as own, own.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [MIGRATION_LOCK])
        if cursor.fetchone() != (True,):
            logger.info("database.waiting", extra={"reason": "another process is migrating"})
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        yield


@contextmanager
def _connection_of_its_own() -> Iterator[BaseDatabaseWrapper]:
    """Connect without the pool, which would keep trying and hide why it can't."""
    with closing(connection.copy()) as own:
        if own.vendor == "postgresql":
            own.settings_dict["OPTIONS"] = {"connect_timeout": CONNECT_SECONDS}
        own.ensure_connection()
        yield own
