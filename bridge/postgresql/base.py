"""The database engine that the settings name: Django's own, with a check of what the pool gives.

https://docs.djangoproject.com/en/5.2/ref/databases/#subclassing-the-built-in-database-backends
"""

import select
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, which would give out connections that the server has ended while they lay idle."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Take a living connection out of the pool; raises OperationalError, PoolTimeout."""
        taken = super().get_new_connection(conn_params)
        if self.pool and _has_ended(taken):
            # A restart of the server, mostly: then the others in the pool have ended with it.
            self.pool.drain()
            self.pool.putconn(taken)
            taken = super().get_new_connection(conn_params)
        return taken


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
