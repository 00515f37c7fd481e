"""Databases on a PostgreSQL of our own, which forces its log to disk as any other does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from ..chaos import cluster as chaos

MOST_CONNECTIONS = 120


@dataclass(frozen=True)
class Databases:
    """A running PostgreSQL; `administration` is the address of a database that is always there."""

    administration: str

    def create(self, name: str) -> str:
        """Create a database and return its address."""
        with psycopg.connect(self.administration, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self._address(name)

    def rows(self, name: str, table: str) -> int:
        """Return how many rows stand in a table of that database."""
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        with psycopg.connect(self._address(name)) as connection:
            row = connection.execute(query).fetchone()
        return row[0] if row else 0

    def _address(self, name: str) -> str:
        return f"{self.administration.rpartition('/')[0]}/{name}"


@contextmanager
def running_databases(folder: Path) -> Iterator[Databases]:
    """Start PostgreSQL in the folder, on the cores of this process, until the block is left."""
    options = (f"max_connections={MOST_CONNECTIONS}",)
    with chaos.running_cluster(folder, postgres_options=options) as cluster:
        yield Databases(cluster.dsn)
