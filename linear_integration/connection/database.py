"""No call to Linear holds a database connection."""

from django.db import connection


def leave_database() -> None:
    """Give the database connection back before a call to Linear.

    Such a call may take seconds: a pool of connections would run dry, and an open transaction would
    hold its locks. Raises RuntimeError inside a transaction, which is a mistake of the caller.
    """
    if connection.in_atomic_block:
        raise RuntimeError("Linear must not be called inside a database transaction.")
    connection.close()
