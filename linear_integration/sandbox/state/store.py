from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
Tables = dict[str, dict[str, Row]]


@dataclass(frozen=True, slots=True)
class Change:
    """What a transaction did to a row: ``before`` is None if it is new, ``after`` if it is gone."""

    table: str
    before: Row | None
    after: Row | None


class Store:
    """Everything the sandbox knows: rows by table (named as the GraphQL type) and id.

    A row's keys are the names of GraphQL fields; a relation ``team`` is kept as ``teamId``. A row
    is never changed in place: a change puts a new row in its place, which is what makes copying
    the seed and undoing a transaction cheap.
    """

    def __init__(self, tables: Tables, secret: str | None = None, last_sync_id: int = 0) -> None:
        self.tables = copy_tables(tables)
        self.secret = secret or secrets.token_hex(32)
        self.last_sync_id = last_sync_id
        self._undo: list[tuple[str, str, Row | None]] | None = None

    def find(self, table: str, row_id: str | None) -> Row | None:
        """Return the row of that id, or None."""
        return self.tables.get(table, {}).get(row_id) if row_id else None

    def rows(self, table: str) -> Iterable[Row]:
        """Return all rows of a table, in the order of their insertion."""
        return self.tables.get(table, {}).values()

    def insert(self, table: str, row: Row) -> Row:
        """Add a row; its ``id`` must be new."""
        if self.find(table, row["id"]):
            raise ValueError(f"{table} {row['id']} exists")
        return self._put(table, row["id"], row)

    def update(self, table: str, row_id: str, **changes: Any) -> Row:
        """Replace a row by itself with some values changed."""
        return self._put(table, row_id, {**self.tables[table][row_id], **changes})

    def delete(self, table: str, row_id: str) -> None:
        """Remove a row."""
        self._remember(table, row_id)
        del self.tables[table][row_id]
        self.last_sync_id += 1

    def replace(self, tables: Tables) -> None:
        """Put other tables in the place of all."""
        self.tables = copy_tables(tables)
        self.last_sync_id += 1

    @contextmanager
    def transaction(self) -> Iterator[list[Change]]:
        """Undo every change made inside when an exception leaves it.

        Yields a list that is empty until the end, when it holds one Change for each changed row.
        """
        self._undo = []
        committed: list[Change] = []
        try:
            yield committed
            committed += self._changes(self._undo)
        except BaseException:
            for table, row_id, row in reversed(self._undo):
                if row is None:
                    del self.tables[table][row_id]
                else:
                    self.tables[table][row_id] = row
            raise
        finally:
            self._undo = None

    def _changes(self, undo: list[tuple[str, str, Row | None]]) -> Iterator[Change]:
        """Fold what was done to each row into its first and last value."""
        first: dict[tuple[str, str], Row | None] = {}
        for table, row_id, before in undo:
            first.setdefault((table, row_id), before)
        for (table, row_id), before in first.items():
            after = self.find(table, row_id)
            if before != after:
                yield Change(table, before, after)

    def _put(self, table: str, row_id: str, row: Row) -> Row:
        self._remember(table, row_id)
        self.tables.setdefault(table, {})[row_id] = row
        self.last_sync_id += 1
        return row

    def _remember(self, table: str, row_id: str) -> None:
        if self._undo is not None:
            self._undo.append((table, row_id, self.find(table, row_id)))


def copy_tables(tables: Tables) -> Tables:
    """Copy the tables but share the rows, which nobody changes in place."""
    return {name: dict(rows) for name, rows in tables.items()}
