"""The database engine that the settings name: Django's own, with a check of what the pool gives.

https://docs.djangoproject.com/en/5.2/ref/databases/#subclassing-the-built-in-database-backends
"""

import select
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, which would give out connections that the server has ended while they lay idle."""

    def kept_cursor(self, statement: str) -> CursorWrapper:
        """Return the cursor that the connection in use keeps for a statement.

        A new one would look for the adapter of every parameter and column anew. The rows have to be
        fetched before it is asked for again.
        https://www.psycopg.org/psycopg3/docs/advanced/adapt.html
        """
        self.ensure_connection()
        self.validate_thread_sharing()
        cursors = self.connection.kept_cursors
        cursor = cursors.get(statement)
        if cursor is None or cursor.closed:
            with self.wrap_database_errors:
                cursor = cursors[statement] = self.create_cursor()
        # Django's own, which writes queries down, closes it in the end.
        return self.make_debug_cursor(cursor) if self.queries_logged else KeptCursor(cursor, self)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Take a living connection out of the pool; raises OperationalError, PoolTimeout."""
        taken = super().get_new_connection(conn_params)
        if self.pool and _has_ended(taken):
            # A restart of the server, mostly: then the others in the pool have ended with it.
            self.pool.drain()
            self.pool.putconn(taken)
            taken = super().get_new_connection(conn_params)
        return taken


class KeptCursor(CursorWrapper):
    """Stays open when its block is left."""

    def close(self) -> None:
        """Do nothing: it ends with its connection."""


def _has_ended(idle: psycopg.Connection[Any]) -> bool:
    """Whether the server has said goodbye; sends nothing as long as it has said nothing."""
    poll = select.poll()
    poll.register(idle.fileno(), select.POLLIN)
    if not poll.poll(0):
        return False
    try:
        ConnectionPool.check_connection(idle)
    except psycopg.OperationalError:
        return True
    return False
