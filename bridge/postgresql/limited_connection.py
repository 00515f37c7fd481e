"""Connections to PostgreSQL that wait for an answer no longer than a request may take.

A database that hangs, or a network that swallows its answers, would hold a thread for ever: libpq
has a time-out for connecting only.
"""

from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus

from linear_integration.linear.deadline import remaining_seconds

Result = TypeVar("Result")

# What is left when Linear has used up the time, to write down how that ended.
LEAST_SECONDS = 0.2


class LimitedConnection(psycopg.Connection[Any]):
    """A connection whose every statement ends with the time limit of the thread that uses it.

    Outside of a limit, as in a migration, it waits as long as it takes.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # For statements that are run again and again: DatabaseWrapper.kept_cursor.
        self.kept_cursors: dict[str, psycopg.Cursor[Any]] = {}

    def wait(
        self, gen: PQGen[Result], interval: float = 0.1, timeout: float | None = None
    ) -> Result:
        """Wait for the server; raises OperationalError when the time is over."""
        limit = max(remaining_seconds(), LEAST_SECONDS)
        if limit != float("inf"):
            timeout = limit
        try:
            return super().wait(gen, interval, timeout)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                # The answer may come yet, and must not be taken for that to the next question.
                self.close()
            raise
